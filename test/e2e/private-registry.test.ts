/** The built program against a registry with passwords, behind a certificate of a private authority. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../support/external.ts';
import { type Certificates, makeCertificates } from '../support/registries/certificates.ts';
import { startDockerRegistry } from '../support/registries/docker-registry.ts';
import type { RunningRegistry } from '../support/registries/running.ts';
import { pacto, type RunResult } from '../support/run.ts';

const openssl = program('openssl');
const dockerRegistry = program('docker-registry');
const htpasswd = program('htpasswd');
const missing = [openssl, dockerRegistry, htpasswd].includes(undefined);

const password = 'secret of Ada: $HOME & "more"';
const work = mkdtempSync(join(tmpdir(), 'pacto-private-'));
const source = join(work, 'payments');
mkdirSync(source);
writeFileSync(
  join(source, 'pacto.yaml'),
  'pactoVersion: "1.0"\nservice:\n  name: payments\n  version: 1.0.0\n  owner: team\n',
);

describe.skipIf(missing)('a private registry', () => {
  let certificates: Certificates;
  let registry: RunningRegistry;
  let repository: string;
  beforeAll(async () => {
    certificates = makeCertificates(openssl ?? '', join(work, 'certificates'));
    const { certificate, key } = certificates.server;
    registry = await startDockerRegistry(dockerRegistry ?? '', { users: { ada: password }, tls: { certificate, key } });
    repository = `${registry.host}/acme/payments`;
  });
  afterAll(async () => {
    await registry?.close();
    rmSync(work, { recursive: true, force: true });
  });

  /** Runs with a home of its own, and looks for the password in everything that is printed. */
  async function run(
    args: readonly string[],
    options: { stdin?: string; env?: Record<string, string> } = {},
  ): Promise<RunResult> {
    const env = {
      HOME: work,
      PACTO_CACHE_DIR: join(work, 'cache'),
      PACTO_CONFIG_DIR: join(work, 'config'),
      ...options.env,
    };
    const result = await pacto([...args, '--verbose'], { cwd: work, env, stdin: options.stdin ?? '' });
    for (const text of [result.stdout, result.stderr]) {
      expect(text).not.toContain(password);
      expect(text).not.toContain(Buffer.from(`ada:${password}`).toString('base64'));
    }
    return result;
  }

  const trusting = () => ['--ca-file', certificates.authority.certificate];
  const asAda = ['--username', 'ada', '--password-stdin'];

  it('takes a bundle and gives it back to who may', async () => {
    const pushed = await run(['push', repository, '-p', source, ...trusting(), ...asAda], { stdin: password });
    expect(pushed).toMatchObject({ status: 0, stdout: expect.stringContaining(`${repository}:1.0.0`) });
    const output = join(work, 'pulled');
    const pulled = await run(['pull', repository, '-o', output, ...trusting(), ...asAda], { stdin: `${password}\n` });
    expect(pulled.status).toBe(0);
    expect(readFileSync(join(output, 'pacto.yaml'), 'utf8')).toBe(readFileSync(join(source, 'pacto.yaml'), 'utf8'));
  });

  it('is trusted by SSL_CERT_FILE, and told who by variables for that host', async () => {
    const env = {
      SSL_CERT_FILE: certificates.authority.certificate,
      PACTO_REGISTRY_HOST: registry.host,
      PACTO_REGISTRY_USERNAME: 'ada',
      PACTO_REGISTRY_PASSWORD: password,
    };
    expect(await run(['tags', repository], { env })).toMatchObject({ status: 0, stdout: '1.0.0\n' });
  });

  it.each([
    ['an unknown authority', [], asAda, password, 'REGISTRY_UNREACHABLE', 'authority that is not trusted'],
    ['a wrong password', trusting, asAda, 'another', 'REGISTRY_AUTH', 'authentication required'],
    ['nobody', trusting, [], '', 'REGISTRY_AUTH', 'no credentials were'],
  ] as const)('ends with the reason for %s', async (_, trust, who, stdin, code, says) => {
    const result = await run(['tags', repository, ...(typeof trust === 'function' ? trust() : trust), ...who], {
      stdin,
    });
    expect(result.status).toBe(3);
    expect(result.stderr).toContain(code);
    expect(result.stderr).toContain(says);
    expect(result.stdout).toBe('');
  });

  it('is logged in to once', async () => {
    const login = await run(['login', registry.host, ...trusting(), ...asAda], { stdin: password });
    expect(login.status).toBe(0);
    expect(await run(['tags', repository, ...trusting()])).toMatchObject({ status: 0, stdout: '1.0.0\n' });
  });
});
