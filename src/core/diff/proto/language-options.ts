/** Options that change generated code of one language, and nothing that is sent. */
import type { ProtoOption } from '../../interface/proto/model.ts';
import type { Spot } from './comparison.ts';
import { plainText } from './options.ts';

/** What they are where they are not set. */
const defaults: Readonly<Record<string, string>> = { ctype: 'STRING', jstype: 'JS_NORMAL' };

export function compareLanguageOptions(spot: Spot, old: readonly ProtoOption[], fresh: readonly ProtoOption[]): void {
  if (old.length + fresh.length === 0) return;
  const [before, after] = [languageOptions(old), languageOptions(fresh)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const preset = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
    const [oldValue, newValue] = [before.get(name) ?? preset, after.get(name) ?? preset];
    if (oldValue === newValue) continue;
    spot.at(`.options[${name}]`).modified('proto-field-language-option-changed', { oldValue, newValue });
  }
}

function languageOptions(options: readonly ProtoOption[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, value } of options) {
    const { text } = name;
    if (Object.hasOwn(defaults, text) || text.startsWith('features.(')) found.set(text, plainText(value.text));
  }
  return found;
}
