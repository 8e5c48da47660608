/** Payloads and headers, in whatever language they are described. */
import { member } from '../../json.ts';
import { dialectNamed } from '../containment/keywords.ts';
import type { Dialect } from '../containment/schema-node.ts';
import { equals, type Located } from '../opened.ts';
import type { Role } from '../schema/schema-change.ts';
import { type Spot, step } from '../spot.ts';
import type { Context } from './context.ts';
import type { EventDocument } from './document.ts';
import type { Content } from './model.ts';
import { compareProtobuf } from './protobuf.ts';
import type { Language } from './schema-format.ts';
import { compareSchemas } from './schemas.ts';

/** Compares what two versions of a message carry. */
export function compareContents(
  cx: Context,
  spot: Spot,
  role: Role,
  old: Content | undefined,
  fresh: Content | undefined,
): void {
  const [was, is] = [old?.format.language ?? fresh?.format.language, fresh?.format.language ?? old?.format.language];
  if (was === undefined || is === undefined) return;
  if (old !== undefined && fresh !== undefined && !compareFormats(cx, spot, old, fresh)) return;
  const [before, after] = [old?.schema, fresh?.schema];
  if (was.kind === 'json-schema' && is.kind === 'json-schema') {
    const dialects = { old: dialectOf(cx.old, before, was.dialect), fresh: dialectOf(cx.fresh, after, is.dialect) };
    compareSchemas(cx, spot, role, { old: before, fresh: after, dialects });
  } else if (was.kind === 'protobuf' && before !== undefined && after !== undefined) {
    compareProtobuf(cx, spot, role, before, after);
  } else compareWholes(cx, spot, was, before, after);
}

/** Says what differs in the language of both; false where they cannot be compared any further. */
function compareFormats(cx: Context, spot: Spot, old: Content, fresh: Content): boolean {
  const [was, is] = [old.format.language, fresh.format.language];
  const values = { oldValue: old.format.text, newValue: fresh.format.text };
  const type = old.format.text === undefined ? 'added' : fresh.format.text === undefined ? 'removed' : 'modified';
  const found = { type, ...values, old: old.schema.at, new: fresh.schema.at } as const;
  const below = step(spot, 'schema-format');
  if (idOf(was) !== idOf(is)) {
    cx.report.add(below, { rule: 'asyncapi-schema-format-changed', ...found });
    return false;
  }
  if (was.kind === 'json-schema' && is.kind === 'json-schema' && was.dialect !== is.dialect) {
    const reason = 'both are JSON Schema, and what differs is compared';
    cx.report.add(below, { rule: 'asyncapi-schema-format-changed', classification: 'NON_BREAKING', reason, ...found });
  } else if (was.kind === 'other' && old.format.text !== fresh.format.text) {
    const reason = `what another version of ${titleOf(is)} means is not known here`;
    const classification = 'POTENTIAL_BREAKING';
    cx.report.add(below, { rule: 'asyncapi-schema-format-changed', classification, reason, ...found });
  }
  return true;
}

function idOf(language: Language): string {
  return language.kind === 'other' ? language.id : language.kind;
}

function titleOf(language: Language): string {
  return language.kind === 'other' ? language.title : language.kind === 'protobuf' ? 'Protobuf' : 'JSON Schema';
}

/** A schema may say itself which draft it is written in. */
function dialectOf(document: EventDocument, place: Located | undefined, otherwise: Dialect): Dialect {
  const found = place && document.content(place);
  const stated = found?.kind === 'value' ? dialectNamed(member(found.value, '$schema')) : undefined;
  return stated ?? otherwise;
}

/** By content, with references followed where the whole is one. */
function compareWholes(
  cx: Context,
  spot: Spot,
  language: Language,
  old: Located | undefined,
  fresh: Located | undefined,
): void {
  const [before, after] = [old && cx.old.content(old), fresh && cx.fresh.content(fresh)];
  const keys = [before, after].map((it) => (it === undefined ? undefined : it.kind === 'value' ? it.value : it.key));
  if (equals(keys[0], keys[1])) return;
  const type = old === undefined ? 'added' : fresh === undefined ? 'removed' : 'modified';
  const reason =
    type === 'modified'
      ? `${titleOf(language)} is compared by its content alone, and that is another one`
      : `what is described in ${titleOf(language)} was not described on the ${type === 'added' ? 'old' : 'new'} side`;
  const found = { type, reason, old: before?.at, new: after?.at } as const;
  cx.report.add(spot, { rule: 'asyncapi-payload-changed', ...found });
}
