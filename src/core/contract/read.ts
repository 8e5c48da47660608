import { contractLimits, parseDocument, readText, type TextDocument, type TextProblem } from '../document/read.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import { valueAt } from '../pointer.ts';
import { type Normalised, normalise, type SpellingNote } from './normalise.ts';
import { applyOverrides, type OverrideProblem } from './override.ts';
import { contractSchema } from './schema.ts';
import { parseAssignment } from './set-path.ts';

/** A text that findings can point into. */
export interface SourceText {
  /** What to call it: the file as the user would open it, or the flag that gave it, with its path. */
  readonly file: string;
  readonly text: string;
  /** Absent for flags, and for what could not be parsed. */
  readonly document?: TextDocument;
  /** For the `PATH=VALUE` of a flag: the flag, and where its value begins. */
  readonly flag?: { readonly name: string; readonly valueStart: number };
}

/** Where a value of the contract stands: in the contract itself, or in the override that it came from. */
export interface SourcePlace {
  readonly source: SourceText;
  readonly pointer: string;
}

/** A remark on how a text is spelled. The pointer is into that text's own document. */
export interface SourceNote extends SpellingNote {
  readonly source: SourceText;
}

/** A contract that could be parsed; nothing is validated yet. */
export interface ContractDocument {
  /** In the canonical spelling, with overrides merged. */
  readonly value: Json;
  /**
   * As its author wrote it: what policies see. Where overrides were merged, sections are in the canonical spelling, and
   * what reading added (derived names, `oci://`) is left out.
   */
  readonly authored: Json;
  readonly source: SourceText & { readonly document: TextDocument };
  /** Older spellings, each with the text that has it. */
  readonly older: readonly SourceNote[];
  /** Two spellings of one section that stand together. */
  readonly ambiguous: readonly SourceNote[];
  /** The author's place of a pointer into `value`. */
  place(pointer: string): SourcePlace;
  /** The author's place of a pointer into `authored`. */
  authoredPlace(pointer: string): SourcePlace;
}

/** An override as it was given: the text of a file, or a flag as it was typed. */
export type OverrideInput =
  | { readonly kind: 'file'; readonly file: string; readonly bytes: Uint8Array }
  | {
      readonly kind: 'set' | 'set-string' | 'set-json';
      readonly text: string;
      /** The name of the flag that was given; default: the kind. */
      readonly flag?: string;
    };

/** What stands in the way of reading a contract or an override at all. */
export interface ReadFailure {
  readonly source: SourceText;
  readonly problems: readonly TextProblem[];
}

export type ContractRead =
  | { readonly ok: true; readonly contract: ContractDocument }
  | { readonly ok: false; readonly failures: readonly ReadFailure[] };

/**
 * Reads a contract and merges overrides into it. Base and overrides are each brought into the canonical spelling
 * before they are merged.
 *
 * @param file what to call the contract in messages
 */
export function readContract(bytes: Uint8Array, file: string, overrides: readonly OverrideInput[] = []): ContractRead {
  const base = readSource(bytes, file);
  const files = overrides.map((override) => readOverride(override));
  const failures = [base, ...files].flatMap((read) => ('problems' in read ? [read] : []));
  if (failures.length > 0 || 'problems' in base) return { ok: false, failures };
  const sources = files.flatMap((read) => ('problems' in read ? [] : [read]));

  const normalised = normalise(base.document.value);
  if (sources.length === 0) return { ok: true, contract: plainContract(base, normalised) };
  if (!isObject(normalised.value)) return { ok: true, contract: plainContract(base, normalised) };

  const normalisedFiles = sources.map((source) => normalise(source.document?.value ?? {}));
  const merged = applyOverrides(
    normalised.value,
    overrides.map((override, i) =>
      override.kind === 'file' ? { kind: 'file', value: asObject(normalisedFiles[i]?.value) } : override,
    ),
    contractSchema,
  );
  if (!merged.ok) return { ok: false, failures: overrideFailures(merged.problems, sources) };

  // A flag can give a whole section, which may be in an older spelling or lack names that are derived.
  const whole = normalise(merged.merged.value);
  const { value, authored } = whole;
  const place = (pointer: string): SourcePlace => {
    const from = merged.merged.origin(authored(pointer));
    const source = from.source === undefined ? base : (sources[from.source] ?? base);
    const spelling = from.source === undefined ? normalised : normalisedFiles[from.source];
    return { source, pointer: source.document === undefined ? '' : (spelling?.authored(from.pointer) ?? from.pointer) };
  };
  const notes = (kind: 'older' | 'ambiguous') =>
    [base, ...sources].flatMap((source, i) =>
      ((i === 0 ? normalised : normalisedFiles[i - 1])?.[kind] ?? []).map((note) => ({ ...note, source })),
    );
  // A flag may have brought the other spelling of a section that the contract or a file has.
  const noted = notes('ambiguous');
  const brought = whole.ambiguous
    .map((note) => ({ ...note, ...place(note.pointer) }))
    .filter((note) => !noted.some(({ source, pointer }) => source === note.source && pointer === note.pointer));
  return {
    ok: true,
    contract: {
      source: base,
      value,
      authored: withoutAdditions(value, place),
      older: notes('older'),
      ambiguous: [...noted, ...brought],
      place,
      authoredPlace: place,
    },
  };
}

/** Takes back what reading added to the items of lists and nobody wrote. */
function withoutAdditions(document: Json, place: (pointer: string) => SourcePlace): Json {
  if (!isObject(document)) return document;
  const written = (pointer: string): Json | undefined => {
    const { source, pointer: own } = place(pointer);
    return source.document === undefined ? undefined : valueAt(source.document.value, own);
  };
  const restored = (['configurations', 'policies', 'dependencies'] as const).flatMap((section) => {
    const items = member(document, section);
    if (!isArray(items)) return [];
    const own = items.map((item, i) => {
      if (!isObject(item) || place(`/${section}/${i}`).source.document === undefined) return item;
      const { name, ref, ...rest } = item;
      const writtenRef = written(`/${section}/${i}/ref`);
      return {
        ...(name !== undefined && written(`/${section}/${i}/name`) === name ? { name } : {}),
        ...(ref === undefined ? {} : { ref: typeof writtenRef === 'string' ? writtenRef : ref }),
        ...rest,
      };
    });
    return [[section, own] as const];
  });
  return { ...document, ...Object.fromEntries(restored) };
}

type ParsedSource = SourceText & { readonly document: TextDocument };

function readSource(bytes: Uint8Array, file: string): ParsedSource | ReadFailure {
  const read = readText(bytes, contractLimits);
  if (!read.ok) return { source: { file, text: read.text }, problems: read.problems };
  const parsed = parseDocument(read.text, { limits: contractLimits });
  if (!parsed.ok) return { source: { file, text: read.text }, problems: parsed.problems };
  return { file, text: read.text, document: parsed.document };
}

function readOverride(override: OverrideInput): SourceText | ReadFailure {
  if (override.kind !== 'file') return flagSource(`--${override.flag ?? override.kind}`, override.text);
  const source = readSource(override.bytes, override.file);
  if ('problems' in source || isObject(source.document.value)) return source;
  const message = 'an override file must be a mapping, like the part of a contract that it replaces';
  return { source, problems: [{ kind: 'syntax', message, span: source.document.locate('').span }] };
}

/** Characters of a flag's path by which findings tell it from the other flags. */
const shownPath = 80;

function flagSource(name: string, text: string): SourceText {
  const assignment = parseAssignment(text);
  const valueStart = assignment.ok ? assignment.valueColumn - 1 : 0;
  const path = assignment.ok ? text.slice(0, valueStart - 1) : text;
  const shown = path.length > shownPath ? `${path.slice(0, shownPath)}…` : path;
  return { file: `${name} ${shown}`, text, flag: { name, valueStart } };
}

function asObject(value: Json | undefined) {
  return isObject(value) ? value : {};
}

function plainContract(base: ParsedSource, normalised: Normalised): ContractDocument {
  return {
    value: normalised.value,
    authored: base.document.value,
    source: base,
    older: normalised.older.map((note) => ({ ...note, source: base })),
    ambiguous: normalised.ambiguous.map((note) => ({ ...note, source: base })),
    place: (pointer) => ({ source: base, pointer: normalised.authored(pointer) }),
    authoredPlace: (pointer) => ({ source: base, pointer }),
  };
}

function overrideFailures(problems: readonly OverrideProblem[], sources: readonly SourceText[]): ReadFailure[] {
  return problems.map((problem) => {
    const source = sources[problem.source] ?? { file: '--set', text: '' };
    const start = Math.min((problem.column ?? 1) - 1, source.text.length);
    return {
      source,
      problems: [
        {
          kind: 'syntax',
          message: problem.message,
          ...(problem.help === undefined ? {} : { help: problem.help }),
          span: { start, end: source.text.length },
        },
      ],
    };
  });
}
