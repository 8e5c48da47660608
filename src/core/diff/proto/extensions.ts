/** Compares what extends messages, and the numbers that messages keep for that. */
import type { ProtoMessage } from '../../interface/proto/model.ts';
import { type Comparison, type Spot, spotAt } from './comparison.ts';
import { compareFields } from './fields.ts';
import type { ExtensionField } from './program.ts';
import { rangesText, subtract } from './subtract.ts';

export function compareExtensions(c: Comparison): void {
  const renamed = new Set([...c.old.extensions.keys()].map(c.match.renamed));
  for (const extendee of c.old.extensions.keys()) compareExtendee(c, extendee);
  for (const [extendee, fields] of c.fresh.extensions) {
    if (!renamed.has(extendee)) for (const one of fields) addExtension(c, extendee, one);
  }
}

function compareExtendee(c: Comparison, extendee: string): void {
  const { pairs, removed, added } = c.match.extensions(extendee);
  const flags = c.uses.of(extendee);
  for (const { old, fresh } of pairs) {
    const spot = spotAt(c, pathOf(extendee, old), at(old), at(fresh), () => c.uses.calls(extendee));
    compareFields(c, { spot, flags, extension: true }, { old, fresh });
  }
  for (const one of removed) {
    if (c.match.isAbsent.fromNew({ fullName: one.field.name.text, file: one.file })) continue;
    const spot = spotAt(c, pathOf(extendee, one), at(one), undefined);
    spot.add('proto-extension-removed', { type: 'removed', oldValue: one.field.name.text });
  }
  for (const one of added) addExtension(c, extendee, one);
}

function addExtension(c: Comparison, extendee: string, one: ExtensionField): void {
  if (c.match.isAbsent.fromOld({ fullName: one.field.name.text, file: one.file })) return;
  const spot = spotAt(c, pathOf(extendee, one), undefined, at(one));
  spot.add('proto-extension-added', { type: 'added', newValue: one.field.name.text });
}

function pathOf(extendee: string, { field }: ExtensionField): string {
  return `grpc.messages[${extendee}].extensions[${field.number}:${field.name.text}]`;
}

function at({ field, file }: ExtensionField) {
  return { file, span: field.name.span };
}

export function compareExtensionRanges(spot: Spot, old: ProtoMessage, fresh: ProtoMessage): void {
  const [before, after] = [old.extensionRanges, fresh.extensionRanges];
  if (before.length + after.length === 0) return;
  const [gone, more] = [subtract(before, after), subtract(after, before)];
  const own = spot.at('.extension-ranges');
  if (gone.length > 0) {
    own.add('proto-extension-range-removed', { type: 'removed', oldValue: rangesText(gone), old: before[0]?.span });
  }
  if (more.length > 0) {
    own.add('proto-extension-range-added', { type: 'added', newValue: rangesText(more), new: after[0]?.span });
  }
}
