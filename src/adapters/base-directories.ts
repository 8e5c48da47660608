/** Where a user's own files are (XDG base directory specification 0.8). */
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The directory of the user's own settings and credentials: `$XDG_CONFIG_HOME/pacto`, or `~/.config/pacto`. */
export function configDirectory(env: Environment): string | undefined {
  const base = baseDirectory(env, 'XDG_CONFIG_HOME', '.config');
  return base === undefined ? undefined : join(base, 'pacto');
}

/**
 * The directory that a variable of the specification names, or its default below the home directory; undefined where
 * there is no home directory either.
 */
export function baseDirectory(env: Environment, variable: string, beneathHome: string): string | undefined {
  const base = env[variable];
  // A relative path is to be ignored.
  if (base?.startsWith('/')) return base;
  const home = homeDirectory(env);
  return home === undefined ? undefined : join(home, beneathHome);
}

/** The user's home directory. */
export function homeDirectory({ HOME, USERPROFILE }: Environment): string | undefined {
  const home = HOME ?? USERPROFILE;
  return home === '' ? undefined : home;
}

/** A path as people write it: `~` for their home directory. */
export function withTilde(path: string, env: Environment): string {
  const home = homeDirectory(env);
  return home !== undefined && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
