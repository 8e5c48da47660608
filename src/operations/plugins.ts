import { join } from 'node:path';
import { configDirectory, withTilde } from '../adapters/base-directories.ts';
import { listPluginFiles } from '../adapters/plugins/find.ts';
import { compareBytes } from '../core/contract/bundle.ts';
import type { Generator } from '../generators/generator.ts';
import { generators } from '../generators/index.ts';
import type { PluginOptionResult, PluginResult, PluginsResult } from './results.ts';

export interface PluginsPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** All that files can be generated with: the programs that are found, and what comes with pacto. */
export function plugins({ env }: PluginsPorts): PluginsResult {
  const candidates: Omit<PluginResult, 'status' | 'shadowedBy'>[] = [];
  const broken = new Set<object>();
  for (const { name, file, source, executable } of listPluginFiles(env)) {
    const candidate = { name, source, executable: withTilde(file, env) };
    if (!executable) broken.add(candidate);
    candidates.push(candidate);
  }
  candidates.push(...generators.map(builtIn));
  const used = new Map<string, string>();
  const listed = candidates.map((candidate): PluginResult => {
    if (broken.has(candidate)) return { ...candidate, status: 'not-executable' };
    const shadowedBy = used.get(candidate.name);
    if (shadowedBy !== undefined) return { ...candidate, status: 'shadowed', shadowedBy };
    used.set(candidate.name, candidate.executable ?? 'built-in');
    return { ...candidate, status: 'used' };
  });
  const own = configDirectory(env);
  return {
    schemaVersion: 1,
    plugins: listed.sort((a, b) => compareBytes(a.name, b.name)),
    ...(own === undefined ? {} : { directory: withTilde(join(own, 'plugins'), env) }),
  };
}

function builtIn({ name, summary, options }: Generator): Omit<PluginResult, 'status'> {
  const told = options.map(
    ({ name, about, required, choices }): PluginOptionResult => ({
      name,
      about,
      required: required === true,
      ...(choices === undefined ? {} : { choices }),
    }),
  );
  return { name, source: 'built-in', summary, options: told };
}
