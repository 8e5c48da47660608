/** Docker's own registry (2.8 in Debian): a registry of the time before the referrers API. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../external.ts';
import { type RunningRegistry, startProgram } from './running.ts';

export interface DockerRegistryOptions {
  /** Passwords by user, for Basic authentication. */
  readonly users?: Readonly<Record<string, string>>;
  /** Files of a certificate and its key, for https. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

export async function startDockerRegistry(file: string, options: DockerRegistryOptions = {}): Promise<RunningRegistry> {
  const directory = mkdtempSync(join(tmpdir(), 'pacto-docker-registry-'));
  const written = (name: string, content: string) => {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };
  const { users, tls } = options;
  const configuration = {
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { inmemory: {}, delete: { enabled: true }, maintenance: { uploadpurging: { enabled: false } } },
    http: {
      // A port that is free; the log says which.
      addr: '127.0.0.1:0',
      secret: 'only for tests',
      ...(tls === undefined ? {} : { tls: { certificate: tls.certificate, key: tls.key } }),
    },
    ...(users === undefined
      ? {}
      : { auth: { htpasswd: { realm: 'docker-registry', path: written('htpasswd', htpasswdOf(users)) } } }),
  };
  // JSON is YAML.
  const path = written('config.yml', JSON.stringify(configuration));
  const { match, stop } = await startProgram(file, ['serve', path], /listening on (127\.0\.0\.1:\d+)/, {
    OTEL_TRACES_EXPORTER: 'none',
  });
  return {
    host: match[1] ?? '',
    async close() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Cost 4 is bcrypt's least: hashing is not what is tested. */
function htpasswdOf(users: Readonly<Record<string, string>>): string {
  const htpasswd = program('htpasswd');
  if (htpasswd === undefined) throw new Error('passwords for the registry need the program htpasswd');
  return Object.entries(users)
    .map(([user, password]) => execFileSync(htpasswd, ['-nbB', '-C', '4', user, password], { encoding: 'utf8' }).trim())
    .join('\n');
}
