import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveDependencyNames } from '../../../src/core/contract/dependency-names.ts';
import { parseChartReference, parseImageReference } from '../../../src/core/contract/image-reference.ts';
import {
  formatReference,
  parseReference,
  type Reference,
  repositoryOf,
  siblingReference,
  withoutScheme,
  withScheme,
} from '../../../src/core/contract/reference.ts';
import { canonicalRegistry, registryHost } from '../../../src/core/contract/registry-name.ts';
import { effort } from '../../support/effort.ts';

const sha256 = `sha256:${'0123456789abcdef'.repeat(4)}`;
const sha512 = `sha512:${'0123456789abcdef'.repeat(8)}`;
const registry = (rest: object) => ({ kind: 'registry', registry: 'ghcr.io', repository: 'acme/auth', ...rest });

describe('references in contracts', () => {
  it.each<[string, object]>([
    ['oci://ghcr.io/acme/auth', registry({})],
    ['oci://ghcr.io/acme/auth:1.2.0', registry({ tag: '1.2.0' })],
    [`oci://ghcr.io/acme/auth@${sha256}`, registry({ digest: sha256 })],
    [`oci://ghcr.io/acme/auth:v1@${sha512}`, registry({ tag: 'v1', digest: sha512 })],
    ['ghcr.io/acme/auth:1.2.0', registry({ tag: '1.2.0' })],
    ['ghcr.io/acme/auth@sha256:abc123', registry({ digest: 'sha256:abc123', malformedDigest: true })],
    ['ghcr.io/acme/auth@sha256:…', registry({ digest: 'sha256:…', malformedDigest: true })],
    [`ghcr.io/acme/auth@${sha256.toUpperCase().replace('SHA', 'sha')}`, { malformedDigest: true }],
    ['localhost/auth', { kind: 'registry', registry: 'localhost', repository: 'auth' }],
    ['localhost:5000/auth:1', { kind: 'registry', registry: 'localhost:5000', repository: 'auth', tag: '1' }],
    ['registry:5000/auth', { kind: 'registry', registry: 'registry:5000', repository: 'auth' }],
    ['oci://registry/svc:1.0', { kind: 'registry', registry: 'registry', repository: 'svc', tag: '1.0' }],
    ['oci://[::1]:5000/a/b__c--d.e', { kind: 'registry', registry: '[::1]:5000', repository: 'a/b__c--d.e' }],
    ['GHCR.io/acme/auth', { kind: 'registry', registry: 'GHCR.io', repository: 'acme/auth' }],
    ['oci-layout:../store', { kind: 'layout', directory: '../store' }],
    ['oci-layout:/store/auth:1.0.0', { kind: 'layout', directory: '/store/auth', tag: '1.0.0' }],
    [`oci-layout:store@${sha256}`, { kind: 'layout', directory: 'store', digest: sha256 }],
    ['oci-layout:C:\\store', { kind: 'layout', directory: 'C:\\store' }],
    ['oci-layout:./a@b/c:1', { kind: 'layout', directory: './a@b/c', tag: '1' }],
    ['file://auth', { kind: 'local', path: 'auth' }],
    ['file:///srv/auth', { kind: 'local', path: '/srv/auth' }],
    ['./auth', { kind: 'local', path: './auth' }],
    ['../my auth/pacto.yaml', { kind: 'local', path: '../my auth/pacto.yaml' }],
    ['/srv/auth.tar.gz', { kind: 'local', path: '/srv/auth.tar.gz' }],
    ['..', { kind: 'local', path: '..' }],
  ])('%s', (text, expected) => {
    expect(parseReference(text, { inContract: true })).toMatchObject({ ok: true, reference: expected });
  });

  it.each<[string, string, string]>([
    ['', 'the reference is empty', 'oci://HOST/REPOSITORY'],
    ['auth', '"auth" names neither a registry nor a local path', 'did you mean oci://HOST/auth or ./auth?'],
    ['acme/auth:1.0', 'names neither', 'did you mean oci://HOST/acme/auth:1.0 or ./acme/auth:1.0?'],
    ['auth.tar.gz', 'names neither', './auth.tar.gz'],
    ['https://ghcr.io/acme/auth', '"https://" is not a known scheme', 'did you mean oci://ghcr.io/acme/auth?'],
    ['http://', '"http://" is not a known scheme', 'write oci://'],
    ['git:main', 'git: has a meaning on the command line only', ''],
    ['-', '"-" has a meaning on the command line only', ''],
    ['oci://', 'no registry host', 'oci://HOST'],
    ['oci://ghcr.io', 'a registry, "ghcr.io", but no repository', ''],
    ['oci://ghcr.io:5000', 'a registry, "ghcr.io:5000", but no repository', ''],
    ['oci:///acme', 'no registry host', ''],
    ['ghcr.io/Acme/auth', '"Acme/auth" has capital letters, and repositories are lower case', '"acme/auth"'],
    ['ghcr.io/acme//auth', '"acme//auth" is not a repository name', 'lower-case letters'],
    ['ghcr.io/acme/auth/', 'is not a repository name', ''],
    ['ghcr.io/acme/-auth', 'is not a repository name', ''],
    ['ghcr.io/acme/a___b', 'is not a repository name', ''],
    [`ghcr.io/${'a'.repeat(256)}`, 'has 256 characters, and 255 are allowed', ''],
    ['ghcr.io/acme/auth:', 'the colon is not followed by a tag', ''],
    ['ghcr.io/acme/auth:.1', '".1" is not a tag', ''],
    [`ghcr.io/acme/auth:${'1'.repeat(129)}`, 'is not a tag', 'up to 128'],
    ['ghcr.io/acme/auth:1.0+b', '"1.0+b" is not a tag', ''],
    ['ghcr.io/acme/auth@', 'the @ is not followed by a digest', ''],
    ['ghcr.io/acme/auth@1.0', '"1.0" is not a digest', 'sha256: and 64'],
    ['ghcr.io/acme/auth@md5:abc', '"md5:abc" is not a digest', ''],
    ['ghcr.io/acme/auth@sha256:', '"sha256:" is not a digest', ''],
    ['-ghcr.io/acme/auth', '"-ghcr.io" is not a registry host', ''],
    ['ghcr.io:99999/acme/auth', '"ghcr.io:99999" is not a registry host', ''],
    ['user:pw@ghcr.io/acme', 'is not a digest', ''],
    ['oci-layout:', 'no layout directory', ''],
    ['oci-layout:store:', 'the colon is not followed by a tag', ''],
    ['file://', 'not followed by a path', ''],
    ['./a\nb', 'control character', ''],
    [`./${'a'.repeat(4096)}`, 'has 4098 characters', ''],
  ])('%j is refused', (text, message, help) => {
    const parsed = parseReference(text, { inContract: true });
    expect(parsed).toMatchObject({ ok: false, message: expect.stringContaining(message) });
    expect((!parsed.ok && parsed.help) || '').toContain(help);
  });
});

describe('references on the command line', () => {
  const read = (text: string, ...existing: string[]) => {
    const parsed = parseReference(text, { inContract: false, exists: (path) => existing.includes(path) });
    return parsed.ok ? parsed.reference : parsed.message;
  };
  it('an existing path wins over a bare name, and over nothing else', () => {
    expect(read('my.service/api')).toMatchObject({ kind: 'registry', registry: 'my.service' });
    expect(read('my.service/api', 'my.service/api')).toEqual({ kind: 'local', path: 'my.service/api' });
    expect(read('oci://my.service/api', 'oci://my.service/api')).toMatchObject({ kind: 'registry' });
  });
  it('what does not read as a host is a path', () => {
    expect(read('payments-api')).toEqual({ kind: 'local', path: 'payments-api' });
    expect(read('services/payments-api/pacto.yaml')).toMatchObject({ kind: 'local' });
    expect(read('C:/services/api')).toMatchObject({ kind: 'local' });
    expect(read('-')).toEqual({ kind: 'stdin' });
  });
  it('git revisions', () => {
    expect(read('git:origin/main')).toEqual({ kind: 'git', revision: 'origin/main' });
    expect(read('git:HEAD~1:services/a:b')).toEqual({ kind: 'git', revision: 'HEAD~1', path: 'services/a:b' });
    expect(read('git:v1:')).toEqual({ kind: 'git', revision: 'v1' });
    expect(read('git:')).toContain('not followed by a revision');
    expect(read('git:--upload-pack=x')).toContain('is not a revision');
    expect(read('git:main..dev')).toContain('range of revisions');
  });
});

describe('parts of references', () => {
  const parsed = (text: string): Reference => {
    const result = parseReference(text, { inContract: true });
    if (!result.ok) throw new Error(result.message);
    return result.reference;
  };
  const inRegistry = parsed('ghcr.io/acme/svc:1.0');
  const inLayout = parsed('oci-layout:store/svc:1.0');
  it('are shown without scheme, and without pin', () => {
    expect(withoutScheme(inRegistry)).toBe('ghcr.io/acme/svc:1.0');
    expect(withoutScheme(inLayout)).toBe('oci-layout:store/svc:1.0');
    expect(inRegistry.kind === 'registry' && repositoryOf(inRegistry)).toBe('oci://ghcr.io/acme/svc');
    expect(inLayout.kind === 'layout' && repositoryOf(inLayout)).toBe('oci-layout:store/svc');
  });
  it('get a scheme where they lack one', () => {
    expect(withScheme('ghcr.io/acme/auth@sha256:abc123')).toBe('oci://ghcr.io/acme/auth@sha256:abc123');
    for (const text of ['oci://ghcr.io/acme/auth', './auth', 'auth', 'ghcr.io/Acme', '']) {
      expect(withScheme(text)).toBe(text);
    }
  });
  it('stand beside others', () => {
    if (inRegistry.kind !== 'registry' || inLayout.kind !== 'layout') throw new Error('not what was meant');
    expect(siblingReference('svc:2.0', inRegistry)).toEqual({ ...inRegistry, tag: '2.0' });
    expect(siblingReference('other:2.0', inRegistry)).toEqual(parsed('oci://ghcr.io/acme/other:2.0'));
    expect(siblingReference('other:2.0', inLayout)).toEqual(parsed('oci-layout:store/other:2.0'));
    for (const text of ['svc', 'svc:', 'a/svc:1', 'Svc:1', 'svc:1:2', '', `svc@${sha256}`]) {
      expect(siblingReference(text, inRegistry)).toBeUndefined();
    }
  });
  it('Docker Hub by all its names', () => {
    const hub = (repository: string) => ({ registry: 'registry-1.docker.io', repository });
    expect(canonicalRegistry('docker.io', 'redis')).toEqual(hub('library/redis'));
    expect(canonicalRegistry('Index.Docker.io', 'acme/api')).toEqual(hub('acme/api'));
    expect(canonicalRegistry('GHCR.io', 'redis')).toEqual({ registry: 'ghcr.io', repository: 'redis' });
  });

  it.each([
    ['ghcr.io', 'ghcr.io'],
    ['GHCR.io/acme', 'GHCR.io'],
    ['https://ghcr.io/', 'ghcr.io'],
    ['OCI://reg.example:5000/acme/x:1.0', 'reg.example:5000'],
    ['localhost', 'localhost'],
    ['localhost/acme', 'localhost'],
    ['[::1]:5000/acme', '[::1]:5000'],
    ['registry', 'registry'],
    ['oci://registry/acme', 'registry'],
    ['acme/payments', undefined],
    ['', undefined],
    ['https://', undefined],
    ['/ghcr.io', undefined],
    ['user@ghcr.io', undefined],
    ['ghcr.io:99999', undefined],
    ['ghcr.io\n', undefined],
    ['ftp://ghcr.io', undefined],
  ])('finds the registry in %j', (text, host) => {
    expect(registryHost(text)).toBe(host);
  });
});

describe('names of dependencies that have none', () => {
  it.each<[string, (string | undefined)[], string[], (string | undefined)[]]>([
    ['last segment', ['oci://ghcr.io/acme/auth-pacto@sha256:abc123', '../cache'], [], ['auth-pacto', 'cache']],
    ['ports and tags', ['localhost:5000/auth:1.0', 'oci-layout:store/db:2'], [], ['auth', 'db']],
    ['equal ones', ['ghcr.io/a/x/auth', 'ghcr.io/b/x/auth', 'ghcr.io/a/cache'], [], ['a/x/auth', 'b/x/auth', 'cache']],
    ['one inside another', ['../auth', './auth'], [], ['../auth', 'auth']],
    ['the same twice', ['ghcr.io/a/auth:1', 'ghcr.io/a/auth:2', 'ghcr.io/a/auth-2'], [], ['auth', 'auth-3', 'auth-2']],
    ['given names', ['ghcr.io/acme/auth', undefined], ['auth'], ['acme/auth', undefined]],
    ['all of it given', ['./auth'], ['auth'], ['auth-2']],
    ['the file', ['../auth/pacto.yaml', './'], [], ['auth', 'dependency']],
    ['no references', ['auth:1', '', 'oci://x/Y@z'], [], ['auth', 'dependency', 'Y']],
    ['hostile words', ['./__proto__', './constructor'], [], ['__proto__', 'constructor']],
  ])('%s', (_, refs, taken, expected) => {
    expect(deriveDependencyNames(refs, taken)).toEqual(expected);
  });
  const words = fc.constantFrom('a', 'b', 'a-2', 'pacto.yaml', '..', '.');
  const refs = fc.array(fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => `./${parts.join('/')}`));
  it('are never equal to one another or to a given one', () => {
    fc.assert(
      fc.property(refs, fc.uniqueArray(words), (texts, taken) => {
        const names = deriveDependencyNames(texts, taken);
        expect(new Set([...names, ...taken]).size).toBe(texts.length + taken.length);
      }),
    );
  });
  it('do not depend on the order of different references', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 })), (paths) => {
        const texts = [...new Set(paths.map((path) => `ghcr.io/${path.join('/')}`))];
        expect(deriveDependencyNames(texts.toReversed()).toReversed()).toEqual(deriveDependencyNames(texts));
      }),
    );
  });
  it('take time linear in the text', () => {
    const long = Array.from({ length: 250 }, (_, i) => `./${i}/${'a/'.repeat(2000)}`);
    const naming = effort(() => deriveDependencyNames(long));
    expect(new Set(naming.result).size).toBe(250);
    expect(naming.effort).toBeLessThan(200);
  });
});

describe('round trips', () => {
  const unit = fc.constantFrom(...'abAB019.:/@-_ #\\%…~[]');
  const anything = fc.oneof(
    fc.string({ unit, minLength: 1 }),
    fc
      .tuple(
        fc.constantFrom('oci://', 'ghcr.io/', 'oci-layout:', 'file://', './', 'git:'),
        fc.string({ unit }),
        fc.constantFrom('', ':1.0', `@${sha256}`, '@sha256:abc', `:v1@${sha512}`),
      )
      .map((parts) => parts.join('')),
  );
  it('what was read is formatted to text that reads the same', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (text, inContract) => {
        const first = parseReference(text, { inContract });
        if (!first.ok) return;
        expect(parseReference(formatReference(first.reference), { inContract })).toEqual(first);
      }),
      { numRuns: 3000 },
    );
  });
  it('any text is read or refused with a message', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, inContract) => {
        const parsed = parseReference(text, { inContract });
        expect(parsed.ok || parsed.message !== '').toBe(true);
      }),
    );
  });
});

describe('image references', () => {
  it.each<[string, object]>([
    ['postgres', { repository: 'postgres' }],
    ['postgres:16', { repository: 'postgres', tag: '16' }],
    ['acme/api:1', { repository: 'acme/api', tag: '1' }],
    ['GHCR.io/acme/api', { registry: 'GHCR.io', repository: 'acme/api' }],
    ['localhost:5000/api:1.0', { registry: 'localhost:5000', repository: 'api', tag: '1.0' }],
    [`ghcr.io/acme/api:1@${sha256}`, { registry: 'ghcr.io', repository: 'acme/api', tag: '1', digest: sha256 }],
  ])('%s', (text, image) => {
    expect(parseImageReference(text)).toEqual({ ok: true, image });
  });
  it.each<[string, string]>([
    ['', 'names no image'],
    ['ghcr.io/', 'names no image'],
    ['Postgres:16', 'has capital letters'],
    ['ghcr.io/Acme/api', 'has capital letters'],
    ['https://ghcr.io/acme/api', 'has no scheme'],
    ['oci://ghcr.io/acme/api', 'has no scheme'],
    ['acme/api:', 'not followed by a tag'],
    ['acme/api@sha256:abc123', '"sha256:abc123" is not a whole digest'],
    ['acme/a pi', 'is not a repository name'],
    ['a..b/api', '"a..b" is not a registry host'],
    ['acme/api:$TAG', 'is not a tag'],
  ])('%j is refused', (text, message) => {
    expect(parseImageReference(text)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
  });
});

describe('chart references', () => {
  it('are local paths or oci://', () => {
    expect(parseChartReference('./chart')).toMatchObject({ ok: true, chart: { kind: 'local' } });
    expect(parseChartReference('oci://ghcr.io/acme/charts/api')).toMatchObject({ ok: true });
    expect(parseChartReference('ghcr.io/acme/api')).toMatchObject({ help: 'did you mean oci://ghcr.io/acme/api?' });
    expect(parseChartReference('oci-layout:store')).toMatchObject({ ok: false });
    expect(parseChartReference('bitnami/redis')).toMatchObject({ ok: false, help: expect.stringContaining('./') });
  });
});
