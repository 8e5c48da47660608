/** Payloads that are described in protobuf, in the document or in a file beside it. */
import type { InterfaceFile } from '../../interface/model.ts';
import { readProtobuf } from '../../interface/proto/read.ts';
import { pointerTo } from '../../interface/shape/place.ts';
import { withText } from '../../interface/source.ts';
import type { Change } from '../change.ts';
import { type Located, type Opaque, type Opened, opaque } from '../opened.ts';
import { compareProto } from '../proto/compare.ts';
import type { Role, SchemaChange } from '../schema/schema-change.ts';
import type { Spot } from '../spot.ts';
import { type Context, compareOpaque } from './context.ts';
import type { EventDocument } from './document.ts';

/** A payload that was read. */
export interface Program {
  readonly file: InterfaceFile;
  /** What stands in the way of relying on it. */
  readonly flaw?: Opened;
}

export interface ProtobufComparison {
  read(document: EventDocument, place: Located): Program | Opaque;
  /** The same answer, as the same list, for the same pair. */
  compare(old: Program, fresh: Program, role: Role): readonly SchemaChange[];
}

/** Reads each payload once, and compares each pair once, however many messages carry them. */
export function rememberPrograms(element: string): ProtobufComparison {
  const programs = new Map<EventDocument, Map<string, Program | Opaque>>();
  const found = new Map<string, readonly SchemaChange[]>();
  return {
    read(document, place) {
      const content = document.content(place);
      if (content.kind === 'opaque') return content;
      const known = programs.get(document) ?? new Map<string, Program | Opaque>();
      programs.set(document, known);
      const key = `${content.at.file}#${pointerTo(content.at)}`;
      const program = known.get(key) ?? readProgram(document, content);
      known.set(key, program);
      return program;
    },
    compare({ file: old }, { file: fresh }, role) {
      const pair = `${old.path} ${fresh.path}`;
      const key = `${pair} ${role}`;
      const changes = found.get(key) ?? compareProto(old, fresh, { element, role }).map(asSchemaChange(pair));
      found.set(key, changes);
      return changes;
    },
  };
}

/** Of a whole file, or of a text in the document, whose imports are looked for as if it were a file beside it. */
function readProgram(document: EventDocument, content: Located): Program | Opaque {
  const { value, at } = content;
  if (typeof value !== 'string') return opaque(content, 'it is no text in protobuf');
  const isFile = at.parent === undefined;
  const path = isFile ? at.file : document.nameText(at, '.proto');
  const sources = isFile ? document.sources : withText(document.sources, path, value);
  const file = readProtobuf(path, sources);
  const problem = file.problems.find(({ severity }) => severity === 'error');
  return problem === undefined ? { file } : { file, flaw: opaque(content, problem.message) };
}

/** The calls that a program lists are its own; what uses it here are messages. */
function asSchemaChange(pair: string) {
  return ({ path, element: _, affects: _calls, moreAffected: _more, ...change }: Change): SchemaChange => {
    const { rule, type, oldValue, newValue } = change;
    const cause = JSON.stringify([pair, path, rule, type, oldValue ?? null, newValue ?? null]);
    return { ...change, below: path.replace(/^grpc/, ''), cause };
  };
}

/** Compares two payloads; what is found goes on below them. */
export function compareProtobuf(cx: Context, spot: Spot, role: Role, old: Located, fresh: Located): void {
  const [before, after] = [cx.protobuf.read(cx.old, old), cx.protobuf.read(cx.fresh, fresh)];
  const [one, other] = [before, after].map((it) => ('file' in it ? it.flaw : it));
  compareOpaque(cx, spot, one, other);
  if ('file' in before && 'file' in after) cx.report.addSchemas(spot, cx.protobuf.compare(before, after, role));
}
