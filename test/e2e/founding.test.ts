/** The command lines of the founding documents, as they are written there, against a registry that is ghcr.io here. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../support/external.ts';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { makeCertificates } from '../support/registries/certificates.ts';
import { type RunningProxy, startProxy } from '../support/registries/proxy.ts';
import { pacto, type RunResult } from '../support/run.ts';

const openssl = program('openssl');
const work = mkdtempSync(join(tmpdir(), 'pacto-founding-'));

const contract = (name: string, version: string, rest = '') =>
  `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: ${version}\n${rest}`;
const calls = (ref: string, range: string) =>
  `dependencies:\n  - ref: ${ref}\n    required: true\n    compatibility: ${range}\n`;
const listens = (port: number) => `interfaces:\n  - name: api\n    type: http\n    port: ${port}\n`;

describe.skipIf(openssl === undefined)('the founding documents', () => {
  let registry: FakeRegistry;
  let proxy: RunningProxy;
  let env: Record<string, string>;
  let auth: string;

  beforeAll(async () => {
    const certificates = makeCertificates(openssl ?? '', join(work, 'certificates'));
    registry = await startFakeRegistry({
      tls: { cert: certificates.server.certificateText, key: certificates.server.keyText },
      auth: {
        kind: 'token',
        users: { ada: { password: 'secret' } },
        anonymous: { '*': ['pull', 'push'] },
      },
    });
    proxy = await startProxy({ hosts: { 'ghcr.io:443': registry.host, 'registry:443': registry.host } });
    env = {
      HTTPS_PROXY: proxy.url,
      SSL_CERT_FILE: certificates.authority.certificate,
      HOME: work,
      PACTO_CACHE_DIR: join(work, 'cache'),
    };
    const put = (repository: string, tag: string, text: string) =>
      registry.putBundle(repository, tag, { 'pacto.yaml': text });
    put('acme/user-store-pacto', '1.0.0', contract('user-store', '1.0.0'));
    const users = calls('ghcr.io/acme/user-store-pacto:1.0.0', '^1.0.0');
    auth = put('acme/auth-pacto', '2.3.0', contract('auth-service', '2.3.0', users)).digest;
    const authenticates = calls(`ghcr.io/acme/auth-pacto@${auth}`, '^2.0.0');
    put('acme/payments-api-pacto', '2.0.0', contract('payments-api', '2.0.0', listens(8081) + authenticates));
    put('acme/payments-api-pacto', '2.1.0', contract('payments-api', '2.1.0', listens(8081) + authenticates));
    put('acme/my-service-pacto', '1.0.0', contract('my-service', '1.0.0', listens(8081)));
    put('svc', '1.0', contract('svc', '1.0.0', listens(8081)));
    put('svc', '2.0', contract('svc', '2.0.0', listens(9090)));
  }, 60_000);
  afterAll(async () => {
    await registry?.close();
    await proxy?.close();
    rmSync(work, { recursive: true, force: true });
  });

  /** Runs a line as somebody would type it: words between spaces. */
  function type(line: string, cwd = work, stdin?: string): Promise<RunResult> {
    const [, ...words] = line.split(/\s+/);
    return pacto(words, { cwd, env, ...(stdin === undefined ? {} : { stdin }) });
  }

  it('has a consumer pull, explain and resolve a contract', async () => {
    const pulled = await type('pacto pull ghcr.io/acme/payments-api-pacto:2.1.0');
    expect(pulled).toMatchObject({ status: 0, stdout: 'Pulled payments-api@2.1.0 -> payments-api/\n', stderr: '' });
    expect(readFileSync(join(work, 'payments-api/pacto.yaml'), 'utf8')).toContain('version: 2.1.0');

    const explained = await type('pacto explain ghcr.io/acme/payments-api-pacto:2.1.0');
    expect(explained.stdout).toMatch(/^Service: payments-api@2\.1\.0\n/);

    const graph = await type('pacto graph ghcr.io/acme/payments-api-pacto:2.1.0');
    expect(graph.stdout).toBe(
      [
        'payments-api@2.1.0',
        `└─ auth-service@2.3.0 (ghcr.io/acme/auth-pacto@${auth})`,
        '   └─ user-store@1.0.0 (ghcr.io/acme/user-store-pacto:1.0.0)',
        '',
        'Cycles (0)',
        'Conflicts (0)',
        '',
      ].join('\n'),
    );
  });

  it('has a consumer compare two published versions', async () => {
    const lines = 'pacto diff ghcr.io/acme/payments-api-pacto:2.0.0 ghcr.io/acme/payments-api-pacto:2.1.0';
    expect(await type(lines)).toMatchObject({ status: 0 });
    const breaking = await type('pacto diff oci://registry/svc:1.0 svc:2.0');
    expect(breaking.status).toBe(1);
    expect(breaking.stdout).toContain('[BREAKING] interfaces.port (modified): port of api modified [8081 -> 9090]');
  });

  it('has a developer start, validate, pack, publish and compare a contract', async () => {
    expect(await type('pacto init my-service')).toMatchObject({ status: 0 });
    const file = join(work, 'my-service/pacto.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('version: 0.1.0', 'version: 1.0.0'));
    expect(await type('pacto validate my-service/pacto.yaml')).toMatchObject({ status: 0 });
    expect(await type('pacto pack my-service/pacto.yaml')).toMatchObject({
      status: 0,
      stdout: 'Packed my-service@1.0.0 -> my-service-1.0.0.tar.gz\n',
    });
    const pushed = await type('pacto push ghcr.io/your-org/my-service-pacto:1.0.0 -p my-service/pacto.yaml');
    expect(pushed).toMatchObject({ status: 0, stderr: '' });
    expect(pushed.stdout).toMatch(
      /^Pushed my-service@1\.0\.0 -> ghcr\.io\/your-org\/my-service-pacto:1\.0\.0\nDigest: sha256:[0-9a-f]{64}\n$/,
    );
    const again = await type('pacto push ghcr.io/your-org/my-service-pacto:1.0.0 -p my-service/pacto.yaml');
    expect(again.stdout).toBe('Already published, identical: ghcr.io/your-org/my-service-pacto:1.0.0\n');
    const differing = await type('pacto diff ghcr.io/acme/my-service-pacto:1.0.0 my-service/pacto.yaml');
    expect(differing.stdout).toMatch(/^Classification: BREAKING\nChanges \(/);
    expect(differing.status).toBe(1);
  });

  it('has short lines for the directory that one is in', async () => {
    const service = join(work, 'svc');
    mkdirSync(service);
    writeFileSync(join(service, 'pacto.yaml'), contract('svc', '1.1.0', calls('ghcr.io/acme/auth-pacto', '^2.0.0')));
    expect(await type('pacto validate .', service)).toMatchObject({ status: 0 });
    expect(await type('pacto push oci://ghcr.io/acme/svc-pacto', service)).toMatchObject({ status: 0 });
    const graph = await type('pacto graph .', service);
    expect(graph).toMatchObject({ status: 0 });
    expect(graph.stdout).toContain('└─ auth-service@2.3.0 (ghcr.io/acme/auth-pacto:2.3.0)');
    expect((await type('pacto graph pacto.yaml', service)).stdout).toBe(graph.stdout);
    expect((await type('pacto graph svc/pacto.yaml')).stdout).toBe(graph.stdout);

    const latest = await type('pacto diff oci://ghcr.io/acme/my-service-pacto:latest pacto.yaml', service);
    expect(latest.stderr).toContain('its highest version 1.0.0 is used');
  });

  it('has a login', async () => {
    const login = await type('pacto login ghcr.io --username ada --password-stdin', work, 'secret\n');
    expect(login).toMatchObject({ status: 0 });
    expect(login.stdout).toMatch(/^Logged in to ghcr\.io as ada/);
    expect(await type('pacto logout ghcr.io')).toMatchObject({ status: 0 });
    expect((await type('pacto version')).stdout).toMatch(/^pacto version \d/);
  });
});
