/** Compares messages that are on both sides. */
import type { ProtoField } from '../../interface/proto/model.ts';
import { addFeature, type Comparison, declaredAt, type Found, type Spot, spotAt } from './comparison.ts';
import { compareExtensionRanges } from './extensions.ts';
import { fieldFeatures, sameFeatures } from './features.ts';
import { areAlike, compareFields } from './fields.ts';
import type { Pair } from './match.ts';
import { compareOneofs } from './oneofs.ts';
import { compareOptions, isOn } from './options.ts';
import type { EnumNode, MessageNode } from './program.ts';
import { removeFields } from './removed-fields.ts';
import { compareReserved } from './reserved.ts';

export function compareMessages(c: Comparison): void {
  for (const pair of c.match.messages.pairs.values()) compareMessage(c, pair);
}

function compareMessage(c: Comparison, pair: Pair<MessageNode>): void {
  const { old, fresh } = pair;
  const { fullName } = old;
  const spot = spotAt(c, `grpc.messages[${fullName}]`, declaredAt(old), declaredAt(fresh), () =>
    c.uses.calls(fullName),
  );
  const flags = c.uses.of(fullName);
  const [before, after] = [old.declared, fresh.declared];
  const { pairs, removed, added } = c.match.fields(pair);
  const alike = sameFeatures(old.features, fresh.features);
  for (const { old: one, fresh: other } of pairs) {
    if (alike && areAlike(c, one, other)) continue;
    const context = { spot: fieldSpot(spot, one, other), flags, extension: false };
    compareFields(c, context, { old: { ...old, field: one }, fresh: { ...fresh, field: other } });
  }
  if (removed.length > 0) removeFields(c, spot, pair, removed);
  for (const field of added) addField(fieldSpot(spot, undefined, field), fresh, field);
  if (pairs.some(({ old: one, fresh: other }) => one.oneof !== other.oneof)) {
    compareOneofs(spot, before, after, pairs, ({ old: one, fresh: other }) => fieldSpot(spot, one, other));
  }
  compareReserved(spot, before, after, removed);
  compareExtensionRanges(spot, before, after);
  compareMessageOptions(c, spot, pair);
}

/** `fields[3:amount]`, with the number and name that it had. */
export function fieldSpot(spot: Spot, old: ProtoField | undefined, fresh: ProtoField | undefined): Spot {
  const named = old ?? fresh;
  return named === undefined ? spot : spot.at(`.fields[${named.number}:${named.name.text}]`, old, fresh);
}

function addField(spot: Spot, { features }: MessageNode, field: ProtoField): void {
  const required = fieldFeatures(features, field).field_presence === 'LEGACY_REQUIRED';
  const reason = 'Wire: it is required, so that messages of those who do not know it are rejected';
  const found: Found = required ? { classification: 'BREAKING', reason } : {};
  spot.add('proto-field-added', { type: 'added', newValue: field.name.text, ...found });
}

const switches = [
  ['message_set_wire_format', 'proto-message-set-changed'],
  ['no_standard_descriptor_accessor', 'proto-descriptor-accessor-changed'],
] as const;

function compareMessageOptions(c: Comparison, spot: Spot, { old, fresh }: Pair<MessageNode>): void {
  const [before, after] = [old.declared.options, fresh.declared.options];
  for (const [name, rule] of before.length + after.length === 0 ? [] : switches) {
    const [oldValue, newValue] = [isOn(before, name), isOn(after, name)];
    if (oldValue !== newValue) spot.modified(rule, { oldValue, newValue });
  }
  compareJsonFormat(c, spot, old, fresh);
  compareOptions(spot, before, after);
}

export function compareJsonFormat(
  c: Comparison,
  spot: Spot,
  old: MessageNode | EnumNode,
  fresh: MessageNode | EnumNode,
): void {
  const before = { file: old.file, value: old.features.json_format };
  const after = { file: fresh.file, value: fresh.features.json_format };
  if (before.value === after.value) return;
  const promised = after.value === 'ALLOW';
  addFeature(c, 'json_format', spot, before, after, 'proto-json-format-changed', {
    classification: promised ? 'NON_BREAKING' : 'POTENTIAL_BREAKING',
    reason: promised
      ? 'JSON: what was only tried before is now required to work'
      : 'JSON: it is no longer promised to work',
  });
}
