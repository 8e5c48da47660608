/** Where plugins are: programs named pacto-plugin-NAME. */

import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { compareBytes } from '../../core/contract/bundle.ts';
import { configDirectory, type Environment } from '../base-directories.ts';
import { systemReason } from '../file-system.ts';

/** A file with the name of a plugin. */
export interface PluginFile {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  /** What led here: the PATH, or `plugins/` in the user's config directory. */
  readonly source: 'path' | 'config';
  /** Whether it can be run; otherwise it is passed over. */
  readonly executable: boolean;
}

const prefix = 'pacto-plugin-';
/** Windows runs by extension. Node starts the first two, and the command interpreter the others. */
const windowsExtensions = ['.exe', '.com', '.cmd', '.bat'];

/** Whether a text may be the name of a plugin: part of a file's name, and nothing that leads elsewhere. */
export function isPluginName(name: string): boolean {
  return /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/.test(name);
}

/** The directories where plugins are looked for, in order, each once. */
export function pluginDirectories(
  env: Environment,
): { readonly directory: string; readonly source: 'path' | 'config' }[] {
  // A relative entry would find what lies in the current directory, and that may be anybody's checkout.
  const path = (env.PATH ?? env.Path ?? '').split(delimiter).filter((directory) => isAbsolute(directory));
  const own = configDirectory(env);
  return [
    ...[...new Set(path)].map((directory) => ({ directory, source: 'path' as const })),
    ...(own === undefined ? [] : [{ directory: join(own, 'plugins'), source: 'config' as const }]),
  ];
}

/** Every plugin file, the one that counts first: by name, then in the order in which they are looked for. */
export function listPluginFiles(env: Environment): PluginFile[] {
  const found = pluginDirectories(env).flatMap(({ directory, source }) =>
    namesIn(directory).flatMap((entry) => {
      const name = pluginOf(entry);
      return name === undefined ? [] : pluginAt(join(directory, entry), name, source);
    }),
  );
  return found.sort((a, b) => compareBytes(a.name, b.name));
}

/** The files that a name may mean, in the order in which they are looked for. */
export function findPluginFiles(name: string, env: Environment): PluginFile[] {
  const endings = process.platform === 'win32' ? windowsExtensions : [''];
  return pluginDirectories(env).flatMap(({ directory, source }) =>
    endings.flatMap((ending) => pluginAt(join(directory, `${prefix}${name}${ending}`), name, source)),
  );
}

/** The plugin that a file is, whatever its name. */
export function pluginFile(file: string): PluginFile | undefined {
  return pluginAt(file, file, 'path')[0];
}

function pluginOf(entry: string): string | undefined {
  if (!entry.startsWith(prefix)) return undefined;
  const ending = windowsExtensions.find((extension) => entry.toLowerCase().endsWith(extension));
  if (process.platform === 'win32' && ending === undefined) return undefined;
  const name =
    process.platform === 'win32' ? entry.slice(prefix.length, -(ending ?? '').length) : entry.slice(prefix.length);
  return isPluginName(name) ? name : undefined;
}

function pluginAt(file: string, name: string, source: PluginFile['source']): PluginFile[] {
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return [];
  } catch (error) {
    // A folder that may not be entered, a link that leads in a circle: there is no plugin.
    systemReason(error);
    return [];
  }
  return [{ name, file, source, executable: isExecutable(file) }];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    systemReason(error);
    return false;
  }
}

/** The names in a directory; of many directories in a PATH some are not there. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort(compareBytes);
  } catch (error) {
    systemReason(error);
    return [];
  }
}
