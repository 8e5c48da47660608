import type { SecureContext } from 'node:tls';
import { PactoError } from '../../../core/error.ts';
import { readUserFile } from '../../files/read.ts';
import type { ClientCertificate } from './options.ts';

export interface TlsOptions {
  /** PEM texts, in addition to the system's. */
  readonly ca: readonly string[];
  readonly clientCertificates: readonly ClientCertificate[];
  /** For `SSL_CERT_FILE` and `NODE_EXTRA_CA_CERTS`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Whom to trust, and who to be, at a host: a function from `host[:port]` to a TLS context, undefined where Node's own
 * will do. A context is made once, since reading all authorities takes milliseconds. Throws FILE_UNREADABLE.
 */
export function createTls(options: TlsOptions): (host: string) => Promise<SecureContext | undefined> {
  const contexts = new Map<ClientCertificate | undefined, Promise<SecureContext | undefined>>();
  let authorities: Promise<readonly string[] | undefined> | undefined;

  async function make(certificate: ClientCertificate | undefined): Promise<SecureContext | undefined> {
    authorities ??= allAuthorities(options);
    const ca = await authorities;
    if (ca === undefined && certificate === undefined) return undefined;
    const { createSecureContext } = process.getBuiltinModule('node:tls');
    try {
      return createSecureContext({
        ...(ca === undefined ? {} : { ca: [...ca] }),
        ...(certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }),
      });
    } catch (error) {
      // OpenSSL's message may quote what it read, which may be a key.
      const what =
        certificate === undefined ? 'a CA certificate' : `the client certificate for ${certificate.registry}`;
      throw new PactoError('FILE_UNREADABLE', `${what} or its key is not in PEM format or does not fit`, {
        cause: error,
      });
    }
  }

  return (host) => {
    const certificate = options.clientCertificates.find(({ registry }) => registry.toLowerCase() === host);
    const known = contexts.get(certificate);
    if (known !== undefined) return known;
    const made = make(certificate);
    contexts.set(certificate, made);
    return made;
  };
}

/** Node's authorities and the extra ones; undefined where there are none, and Node's own way is the best. */
async function allAuthorities({ ca, env }: TlsOptions): Promise<readonly string[] | undefined> {
  const extra = [...ca];
  // Giving any authority makes Node forget NODE_EXTRA_CA_CERTS, which it would otherwise honour by itself.
  const files = [env.SSL_CERT_FILE, extra.length > 0 || env.SSL_CERT_FILE ? env.NODE_EXTRA_CA_CERTS : undefined];
  for (const file of files) {
    if (file) extra.push(new TextDecoder().decode(await readUserFile(file)));
  }
  if (extra.length === 0) return undefined;
  const { rootCertificates } = process.getBuiltinModule('node:tls');
  return [...rootCertificates, ...extra];
}
