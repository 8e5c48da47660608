/** Certificates of a private authority, made by openssl. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files in PEM, and their text. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
  readonly certificateText: string;
  readonly keyText: string;
}

export interface Certificates {
  /** The authority that signed the others. */
  readonly authority: KeyPair;
  /** For 127.0.0.1, localhost, and the names that a test's proxy leads here: registry.test and Docker Hub's. */
  readonly server: KeyPair;
  /** For 127.0.0.1, and no longer valid. */
  readonly expired: KeyPair;
  /** For another host. */
  readonly otherHost: KeyPair;
  /** For a client that calls itself `pacto-client`. */
  readonly client: KeyPair;
}

export function makeCertificates(openssl: string, directory: string): Certificates {
  mkdirSync(directory, { recursive: true });
  const run = (...args: string[]) =>
    execFileSync(openssl, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: directory });
  const pair = (name: string): KeyPair => {
    const [certificate, key] = [join(directory, `${name}.crt`), join(directory, `${name}.key`)];
    return { certificate, key, certificateText: readFileSync(certificate, 'utf8'), keyText: readFileSync(key, 'utf8') };
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

  run(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-days',
    '2',
    '-subj',
    '/CN=Pacto test authority',
  );
  const signed = (name: string, commonName: string, extensions: string, days: string) => {
    writeFileSync(join(directory, `${name}.ext`), extensions);
    run('req', '-new', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${commonName}`);
    const by = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'];
    run('x509', '-req', '-in', `${name}.csr`, ...by, '-out', `${name}.crt`, '-days', days, '-extfile', `${name}.ext`);
    return pair(name);
  };
  const names = [
    'localhost',
    'registry.test',
    'registry',
    'ghcr.io',
    'blobs.test',
    'registry-1.docker.io',
    'auth.docker.io',
  ];
  const here = `subjectAltName=IP:127.0.0.1,${names.map((name) => `DNS:${name}`).join()}\n`;
  return {
    authority: pair('ca'),
    server: signed('server', '127.0.0.1', here, '2'),
    expired: signed('expired', '127.0.0.1', here, '-1'),
    otherHost: signed('other', 'registry.example.com', 'subjectAltName=DNS:registry.example.com\n', '2'),
    client: signed('client', 'pacto-client', 'extendedKeyUsage=clientAuth\n', '2'),
  };
}
