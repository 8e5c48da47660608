/** How registries are reached: what the user's own settings, variables and flags say together. */
export interface NetworkSettings {
  /** The longest prefix first; each prefix once. */
  readonly mirrors: readonly {
    /** `host[:port][/path]`. */
    readonly prefix: string;
    /** `host[:port][/path]`, or `oci-layout:` and an absolute directory. */
    readonly target: string;
  }[];
  /** Registries (`host[:port]`, lower case) that are spoken to without TLS. */
  readonly insecure: readonly string[];
  /** Certificates (PEM) to trust besides those of the system. Read when first asked for: throws FILE_UNREADABLE. */
  readonly ca: readonly string[];
  /** What registries want to see of the client (PEM). Read when first asked for: throws FILE_UNREADABLE. */
  readonly clientCertificates: readonly { readonly registry: string; readonly cert: string; readonly key: string }[];
  /** Absolute; undefined where the machine says of no place. */
  readonly cacheDirectory: string | undefined;
  /** How long a tag is believed before it is asked for again. Milliseconds. */
  readonly tagMaxAge: number;
  /** Whether only what is cached or local may be used. */
  readonly offline: boolean;
  /** Whether the cache may be used. */
  readonly cache: boolean;
  /** For the registries that the command line names, and no others. */
  readonly commandLine?: { readonly username: string; readonly password: string };
}
