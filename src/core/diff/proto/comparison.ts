/** What every part of a comparison works with: both sides, what is the same on them, and where changes go. */

import type { Span } from '../../finding.ts';
import type { Declaration, ProtoFile } from '../../interface/proto/model.ts';
import type { Json } from '../../json.ts';
import { affected } from '../affected.ts';
import type { Change, ChangePlace, ChangeType, Classification } from '../change.ts';
import { recognisable } from '../spot.ts';
import { type FeatureName, fileFeatures } from './features.ts';
import type { Match } from './match.ts';
import type { Program } from './program.ts';
import { type Row, type RuleName, rules } from './rules.ts';
import type { Types } from './types.ts';
import { json, type Uses } from './uses.ts';

export interface Comparison {
  readonly element: string;
  readonly old: Program;
  readonly fresh: Program;
  readonly match: Match;
  readonly types: Types;
  readonly uses: Uses;
  readonly changes: Change[];
  /** What follows from what a file says about all its declarations, by cause. */
  readonly inherited: Map<string, { readonly change: Change; readonly affects: string[] }>;
}

export interface Found {
  /** Where the rule has more than one. */
  readonly classification?: Classification;
  /** Where there is more to say than the rule says. */
  readonly reason?: string;
  readonly oldValue?: Json | undefined;
  readonly newValue?: Json | undefined;
  /** Where the change is at another place than the declaration's name. */
  readonly old?: Span | undefined;
  readonly new?: Span | undefined;
}

/** A declaration, on one side or both, and what to report about it. */
export interface Spot {
  readonly path: string;
  readonly add: (rule: RuleName, found: Found & { readonly type: ChangeType }) => void;
  readonly modified: (rule: RuleName, found: Found) => void;
  /** Something below it. */
  readonly at: (below: string, old?: Declaration, fresh?: Declaration) => Spot;
}

export interface Sided {
  readonly file: ProtoFile;
  readonly span: Span;
}

/** Where a declaration has its name. */
export function declaredAt(node: { readonly file: ProtoFile; readonly declared: Declaration }): Sided {
  return { file: node.file, span: node.declared.name.span };
}

type Calls = () => Pick<Change, 'affects' | 'moreAffected'>;

/** `calls` says which calls the declaration matters to. */
export function spotAt(
  comparison: Comparison,
  path: string,
  old: Sided | undefined,
  fresh: Sided | undefined,
  calls?: Calls,
): Spot {
  const add: Spot['add'] = (rule, { type, classification, reason, oldValue, newValue, old: before, new: after }) => {
    if (type === 'removed' && mayHave(comparison.fresh, fresh)) return;
    if (type === 'added' && mayHave(comparison.old, old)) return;
    const row: Row = rules[rule];
    const judged = { classification: classification ?? row.classes[0], reason: reason ?? row.why.replace(/\.$/, '') };
    const isDoubtful = type !== 'modified' || byNeighbours.has(rule);
    const gap = isDoubtful ? gapAround(comparison, old, fresh) : undefined;
    comparison.changes.push({
      rule,
      path,
      element: comparison.element,
      type,
      ...(gap === undefined ? judged : doubted(judged, gap)),
      ...(oldValue === undefined ? {} : { oldValue }),
      ...(newValue === undefined ? {} : { newValue }),
      ...(old === undefined || type === 'added' ? {} : { old: placeOf(old, before) }),
      ...(fresh === undefined || type === 'removed' ? {} : { new: placeOf(fresh, after) }),
      ...calls?.(),
    });
  };
  return {
    path,
    add,
    modified: (rule, found) => add(rule, { type: 'modified', ...found }),
    at(below, before, after) {
      const [one, other] = [sided(old, before), sided(fresh, after)];
      return spotAt(comparison, recognisable(path) + below, one, other, calls);
    },
  };
}

/** Rules about what stands around a declaration, which is not known where braces and statements may be missing. */
const byNeighbours: ReadonlySet<RuleName> = new Set(['proto-field-oneof-changed', 'proto-enum-first-value-changed']);

/** The file of one of the places, if something that was left out of it may have stood around the place. */
function gapAround({ old, fresh }: Comparison, before: Sided | undefined, after: Sided | undefined) {
  if (before !== undefined && old.gaps.has(before.file)) return before.file;
  return after !== undefined && fresh.gaps.has(after.file) ? after.file : undefined;
}

function doubted(judged: Pick<Change, 'classification' | 'reason'>, { path }: ProtoFile): typeof judged {
  if (judged.classification !== 'BREAKING') return judged;
  return {
    classification: 'POTENTIAL_BREAKING',
    reason: `${judged.reason}. A part of ${path} cannot be read, and may say otherwise`,
  };
}

/** Whether a side may declare, in what could not be read of it, something that seems to be missing around a place. */
function mayHave({ gaps }: Program, around: Sided | undefined): boolean {
  return around === undefined ? gaps.size > 0 : gaps.has(around.file);
}

function sided(around: Sided | undefined, declared: Declaration | undefined): Sided | undefined {
  return around === undefined || declared === undefined ? around : { file: around.file, span: declared.name.span };
}

function placeOf({ file, span }: Sided, other: Span | undefined): ChangePlace {
  return { file: file.path, pointer: '', span: other ?? span };
}

/** The class of what only matters to JSON and source: worse where a call is offered over HTTP. */
export function jsonClass(flags: number): Classification {
  return (flags & json) === 0 ? 'POTENTIAL_BREAKING' : 'BREAKING';
}

/** `grpc` for the file that the contract names, `grpc.files[…]` for what it imports. */
export function filePath({ old }: Comparison, file: ProtoFile): string {
  return file === old.main ? 'grpc' : `grpc.files[${file.path}]`;
}

/**
 * Reports that a feature of a declaration changed: once for all that it changed for because their file says so, or
 * means so by its syntax.
 */
export function addFeature(
  comparison: Comparison,
  feature: FeatureName,
  spot: Spot,
  old: { readonly file: ProtoFile; readonly value: string },
  fresh: { readonly file: ProtoFile; readonly value: string },
  rule: RuleName,
  found: Found,
): void {
  if (isUnstated(comparison.old, old.file) || isUnstated(comparison.fresh, fresh.file)) return;
  const [before, after] = [defaultOf(comparison.old, old.file), defaultOf(comparison.fresh, fresh.file)];
  const values = { oldValue: old.value, newValue: fresh.value };
  if (before[feature] !== old.value || after[feature] !== fresh.value) {
    spot.modified(rule, { ...found, ...values });
    return;
  }
  const key = [feature, old.file.path, fresh.file.path, rule, found.classification ?? ''].join(' ');
  const known = comparison.inherited.get(key);
  if (known !== undefined) {
    known.affects.push(spot.path);
    return;
  }
  const sides = [old.file, fresh.file].map((file) => ({ file, span: featureSpan(file, feature) })) as [Sided, Sided];
  const own: Comparison = { ...comparison, changes: [] };
  spotAt(own, `${filePath(comparison, old.file)}.features[${feature}]`, ...sides).modified(rule, {
    ...found,
    ...values,
  });
  for (const change of own.changes) comparison.inherited.set(key, { change, affects: [spot.path] });
}

/** The changes that `addFeature` gathered. */
export function inheritedChanges({ inherited }: Comparison): Change[] {
  return [...inherited.values()].map(({ change, affects }) => ({ ...change, ...affected(affects) }));
}

/** Whether nobody knows which syntax a file has, because its statement may be what cannot be read. */
function isUnstated({ gaps }: Program, file: ProtoFile): boolean {
  return gaps.has(file) && file.syntaxSpan === undefined;
}

function defaultOf({ features }: Program, file: ProtoFile): ReturnType<typeof fileFeatures> {
  return features.get(file) ?? fileFeatures(file);
}

function featureSpan(file: ProtoFile, feature: FeatureName): Span {
  const option = file.options.find(({ name }) => name.text === `features.${feature}`);
  return option?.span ?? file.syntaxSpan ?? startOf;
}

/** Where a file says nothing, its start. */
export const startOf: Span = { start: 0, end: 0 };
