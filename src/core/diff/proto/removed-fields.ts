import type { ProtoField } from '../../interface/proto/model.ts';
import { indexRanges } from '../../interface/proto/ranges.ts';
import type { Comparison, Found, Spot } from './comparison.ts';
import { fieldFeatures } from './features.ts';
import type { Pair } from './match.ts';
import type { MessageNode } from './program.ts';

/** What it means that fields are gone: what was reserved in their place decides. */
export function removeFields(
  { uses }: Comparison,
  spot: Spot,
  { old, fresh }: Pair<MessageNode>,
  removed: readonly ProtoField[],
): void {
  const numbers = indexRanges(fresh.declared.reservedRanges);
  const names = new Set(fresh.declared.reservedNames.map(({ text }) => text));
  const owners = new Map(fresh.declared.fields.map((field) => [field.number, field.name.text]));
  const unused = uses.anyCalls && uses.of(old.fullName) === 0;

  function found(field: ProtoField): Found {
    const { number } = field;
    const name = field.name.text;
    const owner = owners.get(number);
    if (fieldFeatures(old.features, field).field_presence === 'LEGACY_REQUIRED') {
      return { reason: 'Wire: it was required, and who still requires it rejects messages without it' };
    }
    if (owner !== undefined) {
      return { reason: `Wire: what is sent in it is lost, and its number ${number} now belongs to ${owner}` };
    }
    if (numbers.find(number) === undefined) {
      const reason = `Wire: its number ${number} is not reserved and can come back with another meaning`;
      if (!unused) return { reason: `${reason}; what is sent in it is lost` };
      return { classification: 'POTENTIAL_BREAKING', reason: `${reason}, but no call uses the message` };
    }
    const reason = names.has(name)
      ? 'Source: code that uses it no longer compiles, and what it sent is lost; its number and name are reserved'
      : `JSON and source: its name is not reserved and can come back with another meaning; its number ${number} is reserved`;
    return { classification: 'POTENTIAL_BREAKING', reason };
  }

  for (const field of removed) {
    const own = spot.at(`.fields[${field.number}:${field.name.text}]`, field);
    own.add('proto-field-removed', { type: 'removed', oldValue: field.name.text, ...found(field) });
  }
}
