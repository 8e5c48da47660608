import { systemCode } from '../../file-system.ts';
import type { Failure } from './http.ts';

type Row = readonly [kind: Failure['kind'], reason: string];

/** What Node and undici call it, and what it means. A code that is not here is told as it is. */
const rows: Readonly<Record<string, Row>> = {
  ENOTFOUND: ['unreachable', 'the host name does not exist'],
  EAI_AGAIN: ['broken', 'the name server does not answer'],
  ECONNREFUSED: ['unreachable', 'the connection was refused'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the host'],
  ENETUNREACH: ['unreachable', 'the network is unreachable'],
  EACCES: ['unreachable', 'this machine does not allow the connection'],
  EPERM: ['unreachable', 'this machine does not allow the connection'],
  ETIMEDOUT: ['timeout', 'the connection timed out'],
  UND_ERR_CONNECT_TIMEOUT: ['timeout', 'the host did not take the connection in time'],
  UND_ERR_HEADERS_TIMEOUT: ['timeout', 'no answer came in time'],
  UND_ERR_BODY_TIMEOUT: ['timeout', 'the answer stopped half-way'],
  ECONNRESET: ['broken', 'the connection was closed before the answer was complete'],
  EPIPE: ['broken', 'the connection was closed while sending'],
  UND_ERR_SOCKET: ['broken', 'the connection was closed before the answer was complete'],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ['broken', 'the answer is not as long as it says'],
  UND_ERR_HEADERS_OVERFLOW: ['not-http', 'the headers of the answer are too long'],
  UND_ERR_DESTROYED: ['unreachable', 'the connections were closed meanwhile'],
  UND_ERR_CLOSED: ['unreachable', 'the connections were closed meanwhile'],
  UND_ERR_ABORTED: ['unreachable', 'the proxy did not open a tunnel'],
  UND_ERR_PRX_TLS: ['untrusted', 'the certificate of the proxy is for another host'],
  EPROTO: ['not-tls', 'what answers does not speak TLS'],
  ERR_SSL_WRONG_VERSION_NUMBER: ['not-tls', 'what answers does not speak TLS'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['not-tls', 'what answers does not speak TLS'],
  CERT_HAS_EXPIRED: ['untrusted', 'its certificate has expired'],
  CERT_NOT_YET_VALID: ['untrusted', 'its certificate is not valid yet'],
  CERT_REVOKED: ['untrusted', 'its certificate was revoked'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['untrusted', 'its certificate is signed by itself'],
  SELF_SIGNED_CERT_IN_CHAIN: ['untrusted', 'its certificate comes from an authority that is not trusted here'],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['untrusted', 'its certificate comes from an authority that is not trusted here'],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['untrusted', 'its certificate comes from an authority that is not trusted here'],
  ERR_TLS_CERT_ALTNAME_INVALID: ['untrusted', 'its certificate is for another host'],
};

/** What undici says of how it is used. */
const bugs = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_INVALID_RETURN_VALUE', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH']);

/** What an error of undici means for whoever sent the request. Errors that are not of the connection are thrown on. */
export function failureOf(error: unknown): Failure {
  const cause = innermost(error);
  const code = systemCode(cause);
  if (code === undefined || bugs.has(code)) throw error;
  if (code.startsWith('HPE_')) return { kind: 'not-http', reason: 'what answers does not speak HTTP', cause: error };
  if (Object.hasOwn(rows, code)) {
    const [kind, reason] = rows[code] ?? ['broken', code];
    return { kind, reason, cause: error };
  }
  // An alert is what the other side sends, of a client certificate for one.
  if (/^ERR_SSL_.*ALERT/.test(code))
    return { kind: 'unreachable', reason: `it refused TLS with ${code}`, cause: error };
  if (/^ERR_(?:SSL|TLS)_/.test(code)) return { kind: 'untrusted', reason: `TLS failed with ${code}`, cause: error };
  return { kind: 'broken', reason: `the connection failed with ${code}`, cause: error };
}

/** A host with several addresses fails with one error for each; the first tells as much as the others. */
function innermost(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  return error;
}
