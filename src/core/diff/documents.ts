/** Interface files as wholes: whether they can be compared at all, and by whom. */
import type { InterfaceFile } from '../interface/model.ts';
import type { Change, ChangePlace } from './change.ts';
import type { DiffRule } from './rule.ts';
import { type Side, sameFile } from './side.ts';

export const documentRules: readonly DiffRule[] = [
  {
    id: 'interface-document-missing',
    when: 'the file that describes an interface is missing on one side',
    why: 'What it said, or says, cannot be compared.',
    classes: ['POTENTIAL_BREAKING'],
  },
  {
    id: 'interface-document-unreadable',
    when: 'the file that describes an interface cannot be read, or is broken, on one side',
    why: 'What it said, or says, may not be compared in full; the reason stands at its place.',
    classes: ['POTENTIAL_BREAKING'],
  },
  {
    id: 'interface-format-changed',
    when: 'an interface is described in another format than before',
    why: 'Two formats cannot be compared with each other.',
    classes: ['POTENTIAL_BREAKING'],
  },
  {
    id: 'interface-document-changed',
    when: 'the file that describes an interface changed, in a format that is compared by its content alone',
    why: 'What changed in it, and for whom, is not known.',
    classes: ['POTENTIAL_BREAKING'],
  },
  {
    id: 'configuration-schema-missing',
    when: 'the schema of a configuration is missing on one side',
    why: 'What can be configured, or could be, cannot be compared.',
    classes: ['POTENTIAL_BREAKING'],
  },
  {
    id: 'configuration-schema-unreadable',
    when: 'the schema of a configuration cannot be read on one side',
    why: 'What can be configured, or could be, cannot be compared; the reason stands at its place.',
    classes: ['POTENTIAL_BREAKING'],
  },
];

/** One interface whose description is named on both sides. */
export interface DocumentPair {
  readonly element: string;
  readonly oldPath: string;
  readonly newPath: string;
  /** Into the contracts, at what names the files. */
  readonly oldPointer: string;
  readonly newPointer: string;
}

/** The files of both sides where they can be compared, and what stands in the way of comparing all of them. */
export interface Comparable {
  readonly files?: { readonly old: InterfaceFile; readonly new: InterfaceFile };
  readonly changes: readonly Change[];
}

/** Reads both files of an interface. Equal bytes, readable or not, are no change. */
export function comparable(before: Side, after: Side, pair: DocumentPair): Comparable {
  const [old, fresh] = [before.files.interfaceFile(pair.oldPath), after.files.interfaceFile(pair.newPath)];
  if (old !== undefined && fresh !== undefined && sameContent(before, after, old, fresh)) return { changes: [] };
  // Neither side can say what it describes, and nothing about that changed.
  if (old === undefined && fresh === undefined) return { changes: [] };
  const changes = [...missing(old, pair, 'old'), ...missing(fresh, pair, 'new')];
  if (old === undefined || fresh === undefined) return { changes };
  changes.push(...flaws(old, fresh, pair, 'old'), ...flaws(fresh, old, pair, 'new'));
  if (!isParsed(old) || !isParsed(fresh)) return { changes };
  if (old.format !== fresh.format) {
    const reason = `it was ${old.title} and is ${fresh.title}, which cannot be compared with each other`;
    const change = { ...changeOf(pair, 'interface-format-changed', reason), ...bothPlaces(old, fresh) };
    return { changes: [...changes, change] };
  }
  return { changes, files: { old, new: fresh } };
}

/** Unknown formats have nothing to parse, and are compared as wholes. */
function isParsed({ document, proto, format, problems }: InterfaceFile): boolean {
  return document !== undefined || proto !== undefined || (format === 'unknown' && problems.length === 0);
}

/** The change of a file that is compared by its content alone. */
export function contentChange(pair: DocumentPair, old: InterfaceFile, fresh: InterfaceFile): Change {
  const reason = `${fresh.title} is compared by its content alone, and that is another one`;
  return { ...changeOf(pair, 'interface-document-changed', reason), ...bothPlaces(old, fresh) };
}

/** Whether everything that was read for both is the same, byte by byte and under the same names. */
function sameContent(before: Side, after: Side, old: InterfaceFile, fresh: InterfaceFile): boolean {
  const others = (file: InterfaceFile) => file.files.filter((path) => path !== file.path);
  const [oldOthers, newOthers] = [others(old), others(fresh)];
  return (
    oldOthers.length === newOthers.length &&
    oldOthers.every((path, i) => path === newOthers[i] && sameText(before, after, path, path)) &&
    sameText(before, after, old.path, fresh.path)
  );
}

function sameText(before: Side, after: Side, oldPath: string, newPath: string): boolean {
  const [old, fresh] = [before.files.source(oldPath), after.files.source(newPath)];
  if (old.state !== 'file' || fresh.state !== 'file') return false;
  if (old.problems.length === 0 && fresh.problems.length === 0) return old.text === fresh.text;
  // What is no clean text has none to compare.
  return sameFile(before, after, oldPath, newPath);
}

function missing(file: InterfaceFile | undefined, pair: DocumentPair, side: 'old' | 'new'): Change[] {
  if (file !== undefined) return [];
  const [path, pointer] = side === 'old' ? [pair.oldPath, pair.oldPointer] : [pair.newPath, pair.newPointer];
  const reason = `${path} is not in the ${side} bundle, so that nothing can be said about what it describes`;
  return [{ ...changeOf(pair, 'interface-document-missing', reason), [side]: { pointer } }];
}

/** The first error that one side has and the other has not: what stands behind it may be compared wrongly or not at all. */
function flaws(own: InterfaceFile, other: InterfaceFile, pair: DocumentPair, side: 'old' | 'new'): Change[] {
  const told = new Set(other.problems.map(({ message }) => message));
  const problem = own.problems.find(
    ({ severity, message }) => severity === 'error' && (!isParsed(own) || !told.has(message)),
  );
  if (problem === undefined) return [];
  const { file, pointer = '', span, help } = problem;
  const wrong = help === undefined ? problem.message : `${problem.message} (${help})`;
  const reason = `${file} cannot be relied on as it is on the ${side} side: ${wrong}`;
  const place: ChangePlace = { file, pointer, ...(span === undefined ? {} : { span }) };
  return [{ ...changeOf(pair, 'interface-document-unreadable', reason), [side]: place }];
}

/**
 * Why two configuration schemas cannot be compared; an empty list where they are the same, byte by byte, and undefined
 * where they are to be compared.
 */
export function unreadableSchema(before: Side, after: Side, pair: DocumentPair): readonly Change[] | undefined {
  if (sameText(before, after, pair.oldPath, pair.newPath) && !reachesOut(before, pair.oldPath)) return [];
  const trouble = [...schemaTrouble(before, pair, 'old'), ...schemaTrouble(after, pair, 'new')];
  const isMissingInBoth = trouble.filter(({ rule }) => rule === 'configuration-schema-missing').length === 2;
  if (isMissingInBoth) return [];
  return trouble.length === 0 ? undefined : trouble;
}

/** Whether a schema may have a part in another file, which may differ where the file itself does not. */
function reachesOut({ files }: Side, path: string): boolean {
  const source = files.source(path);
  // Escapes can spell anything.
  return source.document().ok && /ref["']?\s*:\s*(?:["']?[^"'#\s]|["']\s)|\\[xuU]/i.test(source.text);
}

function schemaTrouble({ files }: Side, pair: DocumentPair, side: 'old' | 'new'): Change[] {
  const [path, pointer] = side === 'old' ? [pair.oldPath, pair.oldPointer] : [pair.newPath, pair.newPointer];
  const base = { path: 'configuration.schema.document', element: pair.element, type: 'modified' } as const;
  const classification = 'POTENTIAL_BREAKING';
  const source = files.source(path);
  if (source.state === 'missing') {
    const reason = `${path} is not in the ${side} bundle, so that nothing can be said about what it describes`;
    return [{ ...base, rule: 'configuration-schema-missing', classification, reason, [side]: { pointer } }];
  }
  const parsed = source.document();
  if (parsed.ok) return [];
  const [problem] = parsed.problems;
  const reason = `${path} cannot be read on the ${side} side: ${problem?.message ?? 'it is no document'}`;
  const place = { file: path, pointer: '', ...(problem?.span === undefined ? {} : { span: problem.span }) };
  return [{ ...base, rule: 'configuration-schema-unreadable', classification, reason, [side]: place }];
}

function changeOf({ element }: DocumentPair, rule: string, reason: string): Change {
  const path = 'interfaces.contract.document';
  return { rule, path, element, type: 'modified', classification: 'POTENTIAL_BREAKING', reason };
}

function bothPlaces(old: InterfaceFile, fresh: InterfaceFile): Pick<Change, 'old' | 'new'> {
  return { old: { file: old.path, pointer: '' }, new: { file: fresh.path, pointer: '' } };
}
