import { findPluginFiles, isPluginName, listPluginFiles, type PluginFile } from '../../adapters/plugins/find.ts';
import { PactoError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import type { Generator } from '../../generators/generator.ts';
import { generators } from '../../generators/index.ts';
import type { PluginSource } from '../results.ts';

/** What answers to a name: a program, or a generator that comes with pacto. */
export type ChosenPlugin =
  | { readonly kind: 'program'; readonly name: string; readonly file: PluginFile }
  | { readonly kind: 'built-in'; readonly name: string; readonly generator: Generator };

export interface ChoicePorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tells the user what is worth knowing. */
  readonly note: (message: string) => void;
}

/** The plugin that a name means: in the PATH, in the user's own directory, or of pacto's own. Throws PLUGIN_NOT_FOUND. */
export function choosePlugin(name: string, { env, note }: ChoicePorts): ChosenPlugin {
  const files = isPluginName(name) ? findPluginFiles(name, env) : [];
  const generator = generators.find((one) => one.name === name);
  const file = files.find(({ executable }) => executable);
  const passed = files.find(({ executable }) => !executable);
  if (file !== undefined) return { kind: 'program', name, file };
  if (generator !== undefined) {
    if (passed !== undefined) note(`${passed.file} is not executable; the ${name} that comes with pacto is used`);
    return { kind: 'built-in', name, generator };
  }
  if (passed !== undefined) {
    throw new PactoError('PLUGIN_NOT_FOUND', `the plugin ${name} cannot be run: ${passed.file} is not executable`, {
      hint: `Make it executable: chmod +x ${passed.file}.`,
    });
  }
  throw notFound(name, env);
}

function notFound(name: string, env: ChoicePorts['env']): PactoError {
  const known = [...generators, ...listPluginFiles(env)].map((one) => one.name);
  const meant = nearest(name, known);
  const shown = JSON.stringify(name);
  if (!isPluginName(name)) {
    return new PactoError('PLUGIN_NOT_FOUND', `${shown} cannot be the name of a plugin`, {
      hint: 'A name has letters, digits, dots, dashes and underscores. A file is tried with `pacto plugins check FILE`.',
    });
  }
  return new PactoError(
    'PLUGIN_NOT_FOUND',
    `there is no plugin ${shown}: none of that name comes with pacto, and there is no program pacto-plugin-${name}`,
    meant === undefined ? {} : { hint: `Did you mean ${meant}? \`pacto plugins\` lists all.` },
  );
}

/** Where a plugin comes from, as results say it. */
export function originOf(plugin: ChosenPlugin): { readonly source: PluginSource; readonly executable?: string } {
  return plugin.kind === 'built-in'
    ? { source: 'built-in' }
    : { source: plugin.file.source, executable: plugin.file.file };
}
