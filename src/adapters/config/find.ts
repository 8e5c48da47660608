import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configDirectory } from '../base-directories.ts';

/** A settings file, and how far it may be trusted. */
export interface SettingsFile {
  /** `project` files arrive with a checkout and are not trusted; `user` files are the user's own. */
  readonly kind: 'project' | 'user';
  /** Absolute. */
  readonly path: string;
  /** What to call it in messages. */
  readonly label: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The name of a project's settings file. */
export const projectFile = '.pactorc.yaml';

/**
 * The settings files that there are, the one that counts more first.
 *
 * @param cwd absolute directory; the project's file is looked for here and above, up to the root of the checkout
 * @param named the user's file as given by a flag or a variable; it need not exist yet to be returned
 */
export function findSettings(cwd: string, env: Environment, named: string | undefined): SettingsFile[] {
  const project = findProjectFile(cwd);
  const files: SettingsFile[] = project === undefined ? [] : [{ kind: 'project', path: project, label: projectFile }];
  if (named !== undefined) return [...files, { kind: 'user', path: resolve(cwd, named), label: named }];
  const directory = configDirectory(env);
  const user = directory === undefined ? undefined : join(directory, 'config.yaml');
  return user !== undefined && existsSync(user) ? [...files, { kind: 'user', path: user, label: user }] : files;
}

/** Outside of a checkout only the directory itself counts: what lies above belongs to others. */
function findProjectFile(cwd: string): string | undefined {
  const here = join(cwd, projectFile);
  if (existsSync(here)) return here;
  let found: string | undefined;
  for (let directory = cwd; ; directory = dirname(directory)) {
    const candidate = join(directory, projectFile);
    if (found === undefined && existsSync(candidate)) found = candidate;
    if (existsSync(join(directory, '.git'))) return found;
    if (dirname(directory) === directory) return undefined;
  }
}
