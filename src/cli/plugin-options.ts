import type { LoadedSettings } from '../adapters/config/settings.ts';
import { ExactNumber, numberText } from '../core/document/number.ts';
import { isObject, type Json, member } from '../core/json.ts';
import type { Arguments } from './arguments.ts';
import { parseDuration } from './quantity.ts';
import { usageError } from './usage.ts';

/**
 * What a plugin is told: `--option NAME=VALUE`, then the project's settings, then the user's; the first that has a name
 * gives its value. Throws USAGE.
 */
export function pluginOptions(
  plugin: string,
  args: Arguments,
  settings: readonly LoadedSettings[],
): Readonly<Record<string, string>> {
  const options = new Map<string, string>();
  for (const text of args.list('option')) {
    const equals = text.indexOf('=');
    if (equals < 1) {
      const name = equals === 0 || text === '' ? 'name' : text;
      throw usageError(`--option ${text} is not NAME=VALUE`, `As in --option ${name}=value.`);
    }
    options.set(text.slice(0, equals), text.slice(equals + 1));
  }
  for (const { values } of settings) {
    const own = member(values.get('pluginOptions'), plugin);
    for (const [name, value] of isObject(own) ? Object.entries(own) : []) {
      if (!options.has(name)) options.set(name, optionText(value));
    }
  }
  return Object.fromEntries(options);
}

/** An option as a plugin is told: options are texts, and the settings may have them as YAML reads them. */
export function optionText(value: Json): string {
  return typeof value === 'number' || value instanceof ExactNumber ? numberText(value) : String(value);
}

/** More than any plugin needs, and less than timers can. Milliseconds. */
const longest = 3_600_000;

/** `--timeout` in milliseconds; undefined where it is not given. Throws USAGE. */
export function pluginTimeout(args: Arguments): number | undefined {
  const text = args.text('timeout');
  if (text === undefined) return undefined;
  const hint = 'It is seconds, or a time such as 90s or 5m, up to 1h.';
  const timeout = /^[0-9]+$/.test(text) ? Number(text) * 1000 : parseDuration('--timeout', text, hint);
  if (timeout >= 1 && timeout <= longest) return timeout;
  throw usageError(`--timeout cannot be ${JSON.stringify(text)}`, hint);
}
