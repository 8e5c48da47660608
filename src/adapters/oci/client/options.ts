/** What a caller may set and be told; free of Node's own types, so that declarations need none. */
import type { NetworkSettings } from '../../network-settings.ts';

/** What a registry wants to see of the client. */
export type ClientCertificate = NetworkSettings['clientCertificates'][number];

/** What happened, for whoever shows progress. */
export type ClientEvent =
  | {
      readonly kind: 'request';
      readonly method: string;
      /** Without secrets. */
      readonly url: string;
      /** Undefined where no answer came. */
      readonly status: number | undefined;
      readonly milliseconds: number;
      /** Of the answer's body. */
      readonly bytes: number;
      /** What time it is there, as its `Date` header has it. */
      readonly date?: string;
    }
  | { readonly kind: 'waiting'; readonly host: string; readonly milliseconds: number; readonly reason: string };

/** Told of a host where waiting for it begins: for a place, for its answer, or for its limit to pass. Gives what ends it. */
export type OnWait = (host: string) => () => void;

/** Milliseconds. */
export interface Timeouts {
  readonly connect: number;
  readonly headers: number;
  /** Between two parts of a body. */
  readonly body: number;
  /** For a whole body. */
  readonly total: number;
}
