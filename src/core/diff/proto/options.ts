/** Options that are compared alike wherever they stand. */
import type { Declaration, ProtoOption } from '../../interface/proto/model.ts';
import { advance, lex, tokenText } from '../../interface/proto/tokens.ts';
import type { Spot } from './comparison.ts';

/** The text of an option, or undefined where it is not set. */
export function optionOf(options: readonly ProtoOption[], name: string): ProtoOption | undefined {
  return options.findLast((option) => option.name.text === name);
}

export function isOn(options: readonly ProtoOption[], name: string): boolean {
  return optionOf(options, name)?.value.text === 'true';
}

/** The mapping to HTTP and JSON (google/api/annotations.proto). */
export const httpOption = '(google.api.http)';

/** Whether a method is also offered as HTTP with JSON. */
export function isHttp(rpc: Declaration): boolean {
  return rpc.options.some(({ name }) => customName(name.text) === httpOption);
}

/** Extensions of options that only document. */
const documenting = /^\((?:grpc\.gateway\.protoc_gen_(?:openapiv2|swagger)\.|gnostic\.openapi\.|openapi\.v[23]\.)/;

/** Deprecation and custom options of two declarations that are the same one. */
export function compareOptions(spot: Spot, old: readonly ProtoOption[], fresh: readonly ProtoOption[]): void {
  if (old.length + fresh.length === 0) return;
  const [wasDeprecated, isDeprecated] = [isOn(old, 'deprecated'), isOn(fresh, 'deprecated')];
  if (wasDeprecated !== isDeprecated) {
    spot.modified('proto-deprecated-changed', { oldValue: wasDeprecated, newValue: isDeprecated });
  }
  const [before, after] = [customOptions(old), customOptions(fresh)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [oldValue, newValue] = [before.get(name), after.get(name)];
    if (oldValue === newValue) continue;
    const type = oldValue === undefined ? 'added' : newValue === undefined ? 'removed' : 'modified';
    const values = { oldValue, newValue };
    if (name === httpOption) {
      const classification = ({ added: 'NON_BREAKING', removed: 'BREAKING', modified: 'POTENTIAL_BREAKING' } as const)[
        type
      ];
      spot.add('proto-rpc-http-changed', { type, classification, ...values });
    } else {
      const classification = documenting.test(name) ? 'NON_BREAKING' : 'POTENTIAL_BREAKING';
      spot.at(`.options[${name}]`).add('proto-custom-option-changed', { type, classification, ...values });
    }
  }
}

/** All settings of each custom option in the order of the file, without layout and comments. */
function customOptions(options: readonly ProtoOption[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, value } of options) {
    const custom = customName(name.text);
    if (custom === undefined) continue;
    const rest = name.text.slice(name.text.indexOf(')') + 1).replace(/^\./, '');
    const text = `${rest === '' ? '' : `${rest}: `}${value.string === undefined ? plainText(value.text) : JSON.stringify(value.string)}`;
    const known = found.get(custom);
    found.set(custom, known === undefined ? text : `${known}; ${text}`);
  }
  return found;
}

/** `(pkg.option)` of `(.pkg.option).part`, or undefined for an option that is not custom. */
function customName(name: string): string | undefined {
  return name.startsWith('(') ? `(${name.slice(name.startsWith('(.') ? 2 : 1, name.indexOf(')'))})` : undefined;
}

/** The tokens of a value; in text format commas and semicolons may be left out. */
export function plainText(text: string): string {
  const tokens: string[] = [];
  const lexer = lex(text);
  for (; lexer.kind !== 'end'; advance(lexer)) {
    const token = tokenText(lexer);
    if (token !== ',' && token !== ';') tokens.push(token);
  }
  return tokens.join(' ');
}
