/** What a registry is told about who asks. */
export type Credential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string; readonly source: string }
  /** A refresh token of an OAuth2 token service, as `docker login` keeps it. */
  | { readonly kind: 'identity'; readonly token: string; readonly source: string }
  /** Sent as it is: `Authorization: Bearer …`. */
  | { readonly kind: 'bearer'; readonly token: string; readonly source: string };

/** Where credentials come from: a value passed to whoever talks to registries, never ambient. */
export interface Credentials {
  /**
   * The credential for a repository of a registry, undefined for none. `registry` is as a reference spells it.
   *
   * @param refused whether an attempt without credential was refused: some sources are asked only then
   */
  find(registry: string, repository: string, refused: boolean): Promise<Credential | undefined>;
  /** The names of the sources that had nothing for it, for error messages. */
  tried(registry: string): readonly string[];
}

/** Nobody in particular. */
export const anonymous: Credentials = { find: () => Promise.resolve(undefined), tried: () => [] };
