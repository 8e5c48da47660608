import { describe, expect, it } from 'vitest';
import { throughMirror } from '../../src/adapters/oci/mirror.ts';
import { formatReference, repositoryOf } from '../../src/core/contract/reference.ts';
import { repositoryProblem } from '../../src/core/contract/registry-name.ts';
import { PactoError } from '../../src/core/error.ts';
import { closureRoot, hostComponent, placesFor } from '../../src/operations/copy/places.ts';
import { publishedReference } from '../../src/operations/published-reference.ts';
import { renderCopied } from '../../src/render/copy/text.ts';

const hosts = [
  'ghcr.io',
  'GHCR.io',
  'docker.io',
  'index.docker.io',
  'localhost:5000',
  '127.0.0.1:443',
  '[::1]',
  '[::1]:5000',
  '[fe80::]:5000',
  '[2001:db8::8a2e:370:7334]:8443',
  'a--b.example',
];

describe('the place of a repository in a closure', () => {
  it.each(hosts)('of %s is where its mirror leads', (host) => {
    for (const root of ['oci-layout:/air/gap', 'registry.example', 'registry.example:5000/carried/here']) {
      for (const repository of ['shop', 'acme/shop', 'acme/team/shop-pacto']) {
        const name = `oci://${host}/${repository}`;
        const place = placesFor([name], closureRoot(root)).get(name);
        const from = publishedReference(`${name}:1.0.0`);
        if (place?.mirror === undefined || from.kind !== 'registry') throw new Error(`${name} has no mirror`);
        const read = throughMirror(from, [place.mirror]);
        expect(formatReference(read)).toBe(`${repositoryOf(place.to)}:1.0.0`);
      }
    }
  });

  it.each(hosts)('of %s is a legal name', (host) => {
    expect(repositoryProblem(`${hostComponent(host.toLowerCase())}/shop`)).toBeUndefined();
  });

  it('is another one for every host', () => {
    const components = hosts.map((host) => hostComponent(host.toLowerCase()));
    expect(new Set(components).size).toBe(new Set(hosts.map((host) => host.toLowerCase())).size);
  });

  it.each<[readonly string[], readonly string[]]>([
    [['oci-layout:shop'], ['oci-layout:air/shop']],
    [['oci-layout:/srv/published/shop'], ['oci-layout:air/shop']],
    [
      ['oci-layout:a/shop', 'oci-layout:a/b/store'],
      ['oci-layout:air/shop', 'oci-layout:air/b/store'],
    ],
    [
      ['oci-layout:../a/shop', 'oci-layout:../b/shop'],
      ['oci-layout:air/a/shop', 'oci-layout:air/b/shop'],
    ],
    [
      ['oci-layout:a', 'oci-layout:a/b'],
      ['oci-layout:air/a', 'oci-layout:air/a/b'],
    ],
    [
      ['oci-layout:a/shop', 'oci://ghcr.io/acme/shop'],
      ['oci-layout:air/shop', 'oci-layout:air/ghcr.io/acme/shop'],
    ],
  ])('of layouts keeps how they lie to each other: %j', (names, expected) => {
    const places = placesFor(names, closureRoot('oci-layout:air'));
    expect(names.map((name) => repositoryOf(places.get(name)?.to ?? publishedReference('a.b/none')))).toEqual(expected);
  });

  it('is one for all names of Docker Hub', () => {
    const names = ['oci://docker.io/shop', 'oci://index.docker.io/library/shop'];
    const places = placesFor(names, closureRoot('oci-layout:air'));
    expect(new Set([...places.values()].map(({ to }) => repositoryOf(to)))).toEqual(
      new Set(['oci-layout:air/docker.io/library/shop']),
    );
  });

  it.each<[string, readonly string[], string, string]>([
    [
      'two that would be one',
      ['oci-layout:x/ghcr.io/shop', 'oci-layout:x/shop', 'oci://ghcr.io/shop'],
      'oci-layout:air',
      'ALREADY_EXISTS',
    ],
    ['a layout without a name', ['oci-layout:..'], 'oci-layout:air', 'INVALID_REFERENCE'],
    ['a layout whose name no registry takes', ['oci-layout:My Shop'], 'registry.example', 'INVALID_REFERENCE'],
    ['a name that becomes too long', [`oci://ghcr.io/${'a'.repeat(250)}`], 'registry.example/x', 'INVALID_REFERENCE'],
  ])('refuses %s', (_, names, root, code) => {
    const place = () => placesFor(names, closureRoot(root));
    expect(place).toThrow(PactoError);
    expect(place).toThrow(expect.objectContaining({ code }));
  });
});

describe('the lines for the settings', () => {
  it('are YAML that says the same', async () => {
    const { load } = await import('js-yaml');
    const mirrors = {
      '[::1]:5000': 'oci-layout:air/ipv6_0--1_5000',
      'docker.io': 'oci-layout:air/docker.io',
      'localhost:5000': 'registry.example/carried/localhost_5000',
      'odd.example': 'oci-layout:air with: blanks #/odd.example',
    };
    const text = renderCopied(
      {
        schemaVersion: 1,
        ref: 'a',
        destination: 'b',
        dryRun: false,
        bundles: [],
        blobs: { stored: 0, mounted: 0, present: 0, bytes: 0 },
        warnings: [],
        closure: { leftOut: [], mirrors },
      },
      { absolute: (directory) => `/here/${directory}` },
    );
    const expected = Object.entries(mirrors).map(([prefix, target]) => [
      prefix,
      target.replace('oci-layout:', 'oci-layout:/here/'),
    ]);
    expect(load(text.slice(text.indexOf('mirrors:')))).toEqual({ mirrors: Object.fromEntries(expected) });
  });
});
