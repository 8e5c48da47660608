import type { LoadedSettings } from '../adapters/config/settings.ts';
import type { Waiver } from '../core/diff/waivers.ts';
import { isArray, type Json, member } from '../core/json.ts';
import { usageError } from './usage.ts';

/** Waivers of the command line (`RULE[@PATH][ of ELEMENT]=REASON`) and of the project's settings. Throws USAGE. */
export function waiversOf(allowed: readonly string[], settings: readonly LoadedSettings[]): Waiver[] {
  const project = settings.flatMap(({ values }) => {
    const waivers = values.get('waivers');
    return isArray(waivers) ? waivers.map(settingWaiver) : [];
  });
  return [...allowed.map(typedWaiver), ...project];
}

/**
 * A path has spaces and equals signs in its brackets alone, so that what it is of, and then the reason, begin at the first
 * ones outside. An element with an equals sign in its name is for the settings.
 */
const typed = /^([a-z0-9-]+)(?:@((?:[^=[\]\s]|\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\])+))?(?: of ([^=]+))?=(.+)$/s;

function typedWaiver(text: string): Waiver {
  const [, rule, path, element, reason] = typed.exec(text) ?? [];
  if (rule === undefined || reason === undefined || reason.trim() === '') {
    throw usageError(
      `--allow ${text} is not RULE[@PATH][ of ELEMENT]=REASON`,
      'As in --allow "interface-port-changed@interfaces.port of web=moved with everybody".',
    );
  }
  return {
    rule,
    reason: reason.trim(),
    ...(path === undefined ? {} : { path }),
    ...(element === undefined ? {} : { element }),
  };
}

/** A waiver of the settings; their published schema has checked what is here. */
export function settingWaiver(value: Json): Waiver {
  const text = (name: string) => {
    const found = member(value, name);
    return typeof found === 'string' ? found : undefined;
  };
  const [path, element, expires] = [text('path'), text('element'), text('expires')];
  return {
    rule: text('rule') ?? '',
    reason: text('reason') ?? '',
    ...(path === undefined ? {} : { path }),
    ...(element === undefined ? {} : { element }),
    ...(expires === undefined ? {} : { expires }),
  };
}
