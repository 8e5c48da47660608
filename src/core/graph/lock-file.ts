import schema from '../../../schema/lock.schema.json' with { type: 'json' };
import { type Bundle, type FileRead, lockFile } from '../contract/bundle.ts';
import { contractText } from '../contract/print.ts';
import { positionOf } from '../document/lines.ts';
import { fileLimits, parseDocument, type ReadLimits, readText } from '../document/read.ts';
import type { Position, Span } from '../finding.ts';
import { isArray, type Json, type JsonObject, member } from '../json.ts';
import { readable } from '../pointer.ts';
import { compileSchema } from '../schema/compile.ts';
import { validate } from '../schema/evaluate.ts';
import { type Lock, type LockEntry, type LockReference, sorted } from './lock.ts';
import { placeReference } from './lock-place.ts';

/** The published JSON Schema of the lock. */
export const lockSchema: JsonObject = schema;

/** What is wrong with the text of a lock. */
export interface LockFileProblem {
  readonly message: string;
  readonly help?: string;
  readonly span: Span;
  readonly at: Position;
}

export type LockRead =
  | { readonly ok: true; readonly lock: Lock }
  | { readonly ok: false; readonly problems: readonly LockFileProblem[] };

/** A graph of some thousand bundles has a lock of a few megabytes. */
const lockLimits: ReadLimits = { ...fileLimits, maxBytes: 32 * 1024 * 1024, maxDepth: 20 };

const shownProblems = 20;

/** Locks of other implementations and later versions may say more; what is known of them is read. */
const firstLine = '# Written by pacto lock, which brings it up to date; --update takes newer versions. Commit it.\n';

/**
 * Reads a lock, ours or another implementation's (`lockVersion` 1 to 3), its entries in the order of the file. Never
 * throws.
 *
 * @param path what to call the file in positions
 */
export function readLock(bytes: Uint8Array, path: string): LockRead {
  const read = readText(bytes, lockLimits);
  const refuse = (problems: readonly Omit<LockFileProblem, 'at'>[]): LockRead => ({
    ok: false,
    problems: problems.map((problem) => ({ ...problem, at: positionOf(read.text, problem.span, path) })),
  });
  if (!read.ok) return refuse(read.problems);
  const marker = /^(?:<{7} |={7}$|>{7} )/m.exec(read.text);
  if (marker !== null) {
    const span = { start: marker.index, end: marker.index + marker[0].length };
    return refuse([
      { message: 'a merge left its conflict markers', help: 'take either side, then run pacto lock', span },
    ]);
  }
  const parsed = parseDocument(read.text, { limits: lockLimits });
  if (!parsed.ok) return refuse(parsed.problems);
  const { value, locate } = parsed.document;
  const compiled = compileSchema(lockSchema);
  if (!compiled.ok) throw new Error(`the schema of locks does not compile: ${compiled.problems[0]?.message}`);
  const { errors } = validate(compiled.schema, value, { maxErrors: shownProblems });
  if (errors.length === 0) return { ok: true, lock: lockOf(value) };
  return refuse(
    errors.map(({ instance, onKey, message, help }) => ({
      message: about(readable(instance), message),
      ...(help === undefined ? {} : { help }),
      span: locate(instance, onKey === true).span,
    })),
  );
}

/** Messages of the schema engine that are about the value itself begin with its verb. */
function about(place: string, message: string): string {
  if (/^(must|is|needs|has)\b/.test(message)) return `${place || 'the lock'} ${message}`;
  return place === '' ? message : `${place}: ${message}`;
}

/** The lock of a bundle; undefined where it has none. */
export function readBundleLock(bundle: Bundle): LockRead | undefined {
  const read = bundle.read(lockFile);
  if (read.kind === 'missing') return undefined;
  const path = lockPath(bundle);
  if (read.kind === 'file') return readLock(read.bytes, path);
  const span = { start: 0, end: 0 };
  return { ok: false, problems: [{ message: `it ${whyNot[read.kind]}`, span, at: positionOf('', span, path) }] };
}

/** The lock's file as the user would open it. */
export function lockPath({ origin }: Bundle): string {
  return `${origin.contractPath.slice(0, origin.contractPath.lastIndexOf('/') + 1)}${lockFile}`;
}

const whyNot: Readonly<Record<Exclude<FileRead['kind'], 'file' | 'missing'>, string>> = {
  outside: 'is a link that leaves the bundle',
  'not-a-file': 'is not a regular file',
  'too-large': 'is too large',
  unreadable: 'cannot be read',
};

function lockOf(value: Json): Lock {
  const root = member(value, 'root');
  return {
    root: { name: text(root, 'name') ?? '', version: text(root, 'version') ?? '' },
    dependencies: list(value, 'dependencies').map(
      (item): LockEntry => ({
        ...pinned(item),
        ...serviceOf(item),
        constraint: text(item, 'constraint') ?? '',
      }),
    ),
    references: list(value, 'references').map((item): LockReference => {
      const from = text(item, 'from');
      const kind = text(item, 'kind') === 'policy' ? 'policy' : 'config';
      return { ...(from === undefined || from === '' ? {} : { from }), kind, ...pinned(item) };
    }),
  };
}

function serviceOf(item: Json): Pick<LockEntry, 'service'> {
  const service = text(item, 'service');
  return service === undefined ? {} : { service };
}

function pinned(item: Json) {
  const source: LockEntry['source'] = text(item, 'source') === 'local' ? 'local' : 'oci';
  const own = (key: 'tag' | 'digest' | 'contentHash') => {
    const value = text(item, key);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    name: text(item, 'name') ?? '',
    source,
    ref: canonical(text(item, 'ref') ?? text(item, 'path') ?? '', source),
    version: text(item, 'version') ?? '',
    ...own('tag'),
    ...own(source === 'oci' ? 'digest' : 'contentHash'),
    dependsOn: list(item, 'dependsOn').filter((name) => typeof name === 'string'),
  };
}

/** Other implementations leave out the scheme, and the dot before a path. */
function canonical(ref: string, source: LockEntry['source']): string {
  const placed = placeReference(ref, '') ?? (source === 'local' ? placeReference(`./${ref}`, '') : undefined);
  return placed?.ref ?? ref;
}

function text(item: Json | undefined, key: string): string | undefined {
  const value = member(item, key);
  return typeof value === 'string' ? value : undefined;
}

function list(item: Json, key: string): readonly Json[] {
  const value = member(item, key);
  return isArray(value) ? value : [];
}

/** The lock as YAML: sorted, one fact a line, so that two branches that lock different things merge. */
export function printLock(lock: Lock): string {
  const { root, dependencies, references } = sorted(lock);
  const document: JsonObject = {
    lockVersion: 1,
    root: { name: root.name, version: root.version },
    dependencies: dependencies.map(({ constraint, service, ...entry }) =>
      printed(entry, { constraint, ...(service === undefined ? {} : { service }) }),
    ),
    ...(references.length === 0
      ? {}
      : {
          references: references.map(({ kind, from, ...reference }) => ({
            kind,
            ...(from === undefined ? {} : { from }),
            ...printed(reference, {}),
          })),
        }),
  };
  return firstLine + contractText(document);
}

function printed(
  { name, source, ref, version, tag, digest, contentHash, dependsOn }: Omit<LockEntry, 'constraint' | 'service'>,
  { service, ...constraint }: { readonly constraint?: string; readonly service?: string },
): JsonObject {
  return {
    name,
    ...(service === undefined ? {} : { service }),
    source,
    ref,
    ...constraint,
    version,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(contentHash === undefined ? {} : { contentHash }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  };
}
