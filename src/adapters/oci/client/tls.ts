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
  let authorities: { readonly ca: readonly string[] | undefined } | undefined;

  async function make(certificate: ClientCertificate | undefined): Promise<SecureContext | undefined> {
    authorities ??= { ca: allAuthorities(options) };
    const { ca } = authorities;
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
        certificate === undefined
          ? 'a CA certificate is not in PEM format'
          : `the client certificate for ${certificate.registry} or its key is not in PEM format, or they do not fit`;
      throw new PactoError('FILE_UNREADABLE', what, { cause: error });
    }
  }

  return (host) => {
    const certificate = certificateFor(options.clientCertificates, host);
    const known = contexts.get(certificate);
    if (known !== undefined) return known;
    const made = make(certificate);
    contexts.set(certificate, made);
    return made;
  };
}

/** The certificate that is configured for exactly this host, with or without the port that https has by default. */
export function certificateFor(all: readonly ClientCertificate[], host: string): ClientCertificate | undefined {
  const bare = (name: string) => name.toLowerCase().replace(/:443$/, '');
  return all.find(({ registry }) => bare(registry) === bare(host));
}

/** Node's authorities and the extra ones; undefined where there are none, and Node's own way is the best. */
function allAuthorities({ ca, env }: TlsOptions): readonly string[] | undefined {
  const extra = [...ca];
  // Giving any authority makes Node forget NODE_EXTRA_CA_CERTS, which it would otherwise honour by itself.
  const names = extra.length > 0 || env.SSL_CERT_FILE ? ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'] : [];
  for (const name of names) {
    const file = env[name];
    if (file) extra.push(readNamedFile(name, file));
  }
  if (extra.length === 0) return undefined;
  const { rootCertificates } = process.getBuiltinModule('node:tls');
  return [...rootCertificates, ...extra];
}

function readNamedFile(variable: string, file: string): string {
  let text: string;
  try {
    text = new TextDecoder().decode(readUserFile(file));
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    throw new PactoError(error.code, `${variable}: ${error.message}`, { cause: error });
  }
  if (text.includes('-----BEGIN ')) return text;
  throw new PactoError('FILE_UNREADABLE', `${variable}: ${file} is not a PEM file`, {
    hint: 'A PEM file has lines such as -----BEGIN CERTIFICATE-----.',
  });
}
