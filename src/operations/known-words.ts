import { diffRules } from '../core/diff/rules.ts';
import { contractRules } from '../core/validate/rules/index.ts';
import { rulesWithFiles } from '../core/validate/with-files.ts';
import { type PluginsPorts, plugins } from './plugins.ts';

/** Words that arguments may have, for whoever is to be offered them. */
export interface KnownWords {
  /** Plugins of this machine by name, with the names of their options where they are known. */
  readonly plugins: ReadonlyMap<string, readonly string[]>;
  /** Codes of findings that can be silenced, sorted. */
  readonly findings: readonly string[];
  /** Rules of changes, sorted. */
  readonly changes: readonly string[];
}

/** Collects them from the tables and, for plugins, from the machine as it is now. */
export function knownWords(ports: PluginsPorts): KnownWords {
  const used = plugins(ports).plugins.filter(({ status }) => status === 'used');
  const silenceable = [...contractRules, ...rulesWithFiles].filter(
    ({ layer, severity }) => severity !== 'error' && (layer === 'cross-field' || layer === 'semantic'),
  );
  return {
    plugins: new Map(used.map(({ name, options = [] }) => [name, options.map((option) => option.name)])),
    findings: [...new Set(silenceable.map(({ code }) => code))].sort(),
    changes: [...new Set(diffRules.map(({ id }) => id))].sort(),
  };
}
