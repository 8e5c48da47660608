import type { LoadedSettings } from '../adapters/config/settings.ts';
import type { Waiver } from '../core/diff/waivers.ts';
import { isArray, type Json, member } from '../core/json.ts';
import { usageError } from './usage.ts';

/** Waivers of the command line (`RULE[@PATH]=REASON`) and of the project's settings. Throws USAGE. */
export function waiversOf(allowed: readonly string[], settings: readonly LoadedSettings[]): Waiver[] {
  const project = settings.flatMap(({ values }) => {
    const waivers = values.get('waivers');
    return isArray(waivers) ? waivers.map(settingWaiver) : [];
  });
  return [...allowed.map(typedWaiver), ...project];
}

/** A path may have an equals sign in it, and a rule may not; the reason begins after the last bracket that closes. */
function typedWaiver(text: string): Waiver {
  const match = /^([a-z0-9-]+)(?:@((?:[^=[\]]|\[[^\]]*\])+))?=(.+)$/s.exec(text);
  const [, rule, path, reason] = match ?? [];
  if (rule === undefined || reason === undefined || reason.trim() === '') {
    throw usageError(
      `--allow ${text} is not RULE[@PATH]=REASON`,
      'As in interface-port-changed@interfaces.port="moved with everybody".',
    );
  }
  return { rule, reason: reason.trim(), ...(path === undefined ? {} : { path }) };
}

/** The published schema of the settings has checked what is here. */
function settingWaiver(value: Json): Waiver {
  const text = (name: string) => {
    const found = member(value, name);
    return typeof found === 'string' ? found : undefined;
  };
  const [path, expires] = [text('path'), text('expires')];
  return {
    rule: text('rule') ?? '',
    reason: text('reason') ?? '',
    ...(path === undefined ? {} : { path }),
    ...(expires === undefined ? {} : { expires }),
  };
}
