import { type Classification, worst } from '../../core/diff/change.ts';
import type { Waiver } from '../../core/diff/waivers.ts';
import { jsonText } from '../../core/document/print.ts';
import { isArray, type Json } from '../../core/json.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { booleanText } from './boolean-words.ts';

/** Longer values are cut in lists; JSON has them whole. */
const shownLength = 120;

/** What is below these has a number in place of a name. */
const numbered = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']);

/** The element that came or went, where a change is of one: an interface by its name, a path, a property. */
export function elementName({ rule, type, path, element, oldValue, newValue }: DiffChange): string | undefined {
  if (type === 'modified') return undefined;
  const { keyword, inBrackets } = lastPart(path);
  if (inBrackets !== undefined && !numbered.has(keyword)) return inBrackets;
  const value = type === 'added' ? newValue : oldValue;
  // Single values that came or went, and not the list that they are in.
  if (/-enum-value-(?:added|removed)$/.test(rule) && value !== undefined) return listText(value);
  return typeof value === 'string' && value === element ? element : undefined;
}

/** What changed, in words and values: `port of rest-api modified [8081 -> 9090]`, or the name of what came or went. */
export function changeText(change: DiffChange): string {
  const name = elementName(change);
  if (name !== undefined) return name;
  const { path, element, type } = change;
  const what = element === undefined ? path : `${lastPart(path).text} of ${element}`;
  const { old, new: fresh } = valuesOf(change);
  const values = [old, fresh].filter((text) => text !== undefined);
  return `${what} ${type}${values.length === 0 ? '' : ` [${values.join(' -> ')}]`}`;
}

/** A change's path with the element that it is of: `interfaces.port of rest-api`, `interfaces: metrics`. */
export function placeName(change: DiffChange): string {
  const { path, element } = change;
  if (element === undefined) return path;
  return elementName(change) === element ? `${path}: ${element}` : `${path} of ${element}`;
}

/** A waiver as `--allow` takes it: `interface-port-changed@interfaces.port of rest-api`. */
export function waiverName({ rule, path, element }: Waiver): string {
  return `${rule}${path === undefined ? '' : `@${path}`}${element === undefined ? '' : ` of ${element}`}`;
}

/** The values of both sides; an element that came or went has its name on the side where it is. */
export function sides(change: DiffChange): { readonly old: string; readonly new: string } {
  const name = elementName(change);
  if (name !== undefined) return change.type === 'added' ? { old: '', new: name } : { old: name, new: '' };
  const { old = '', new: fresh = '' } = valuesOf(change);
  return { old, new: fresh };
}

/** Both values on one line each; what would read the same and is not is told as JSON. */
function valuesOf({ rule, path, oldValue, newValue }: DiffChange): {
  old: string | undefined;
  new: string | undefined;
} {
  const { keyword } = lastPart(path);
  const text = (value: Json | undefined) => {
    if (value === undefined) return undefined;
    if (keyword === 'type') return typeText(value);
    return (typeof value === 'boolean' ? booleanText(value, rule, keyword) : undefined) ?? valueText(value);
  };
  const [old, fresh] = [text(oldValue), text(newValue)];
  if (old === undefined || old !== fresh) return { old, new: fresh };
  return { old: shortened(jsonText(oldValue ?? null)), new: shortened(jsonText(newValue ?? null)) };
}

/** Types of a schema as people say them: `string or null`. */
function typeText(value: Json): string {
  return listText(value, ' or ');
}

/** Names and the like as people write them down; what holds more as JSON. */
function listText(value: Json, between = ', '): string {
  if (!isArray(value) || value.length === 0) return shortened(plainText(value));
  const isPlain = value.every((item) => typeof item !== 'object' || item === null);
  return shortened(isPlain ? value.map(plainText).join(between) : jsonText(value));
}

/** Texts as they are, everything else as JSON. */
function plainText(value: Json): string {
  return typeof value === 'string' && value !== '' ? value : jsonText(value);
}

/** A value on one line: texts as they are, and lists of them without brackets; everything else as JSON. */
export function valueText(value: Json): string {
  return listText(value);
}

function shortened(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

/** What is said where nothing changed in the contract itself. */
export function nothingChanged(result: DiffResult): string {
  if (result.old === undefined) return 'There is no earlier version to compare with.';
  return isUnchanged(result) ? 'No changes detected.' : 'The contract itself did not change.';
}

/** Whether neither the dependencies nor the SBOMs have changes beside those of the contract. */
export function isUnchanged({ dependencies, sbom }: DiffResult): boolean {
  return (dependencies?.tree ?? []).length === 0 && (sbom?.changes ?? []).length === 0;
}

/** The worst class of the contract's own changes, where its dependencies are worse. */
export function ownClass({ classification, changes }: DiffResult): Classification | undefined {
  const own = worst(changes.map((change) => change.classification));
  return own === classification ? undefined : own;
}

/** `shop 1.0.0 → shop 1.1.0`. */
export function versionsText({ old, new: fresh }: DiffResult, arrow: string): string {
  const after = `${fresh.name} ${fresh.version}`;
  return old === undefined ? after : `${old.name} ${old.version} ${arrow} ${after}`;
}

/** What is wrong with the new version, where it did not go up far enough. */
export function versionProblem(result: DiffResult): string | undefined {
  const { old, new: fresh, suggestedVersion, versionStep } = result;
  if (old === undefined || versionStep !== 'insufficient') return undefined;
  const wanted = suggestedVersion === undefined ? '' : `; it should be ${suggestedVersion} or later`;
  if (old.version === fresh.version) return `version ${fresh.version} stands for two different contents${wanted}`;
  const classification = ownClass(result) ?? result.classification;
  const asking = { BREAKING: 'breaking changes', POTENTIAL_BREAKING: 'potentially breaking changes' };
  const step = `version ${old.version} -> ${fresh.version}`;
  if (classification === 'NON_BREAKING') return `${step} does not go up${wanted}`;
  return `${step} is not far enough for ${asking[classification]}${wanted}`;
}

/** `3 breaking, 1 non-breaking`; classes that nothing has are left out. */
export function countsText({ counts }: Pick<DiffResult, 'counts'>): string {
  const parts: [number, string][] = [
    [counts.breaking, 'breaking'],
    [counts.potentialBreaking, 'potentially breaking'],
    [counts.nonBreaking, 'non-breaking'],
  ];
  return parts.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`])).join(', ');
}

/** Harmless by agreement alone, where one would think otherwise: what decided is to be said. */
const surprising = new Set(['configuration-default-fills-in', 'sunset-passed']);

/** Whether a reader wants to know why a change has its class. */
export function needsReason({ rule, classification, convention }: DiffChange): boolean {
  if (classification !== 'NON_BREAKING' || rule.endsWith('-after-sunset')) return true;
  return convention !== undefined && surprising.has(convention);
}

/** Why a change has its class, with what shows it, or by which convention; then whom it concerns. */
export function explanation({
  rule,
  reason,
  witness,
  convention,
  affects = [],
  moreAffected = 0,
  waived,
}: DiffChange): string[] {
  const example = witness === undefined ? '' : `, for example ${shortened(jsonText(witness.value))}`;
  // Some conventions are called as the only rule that they are of.
  const agreed = convention === undefined || rule.endsWith(convention) ? '' : ` (by the convention ${convention})`;
  return [
    `${reason}${example}${agreed}`,
    ...(affects.length < 2
      ? []
      : [`affects ${count(affects.length + moreAffected, 'place')}: ${shortList(affects, moreAffected)}`]),
    ...(waived === undefined ? [] : [`waived: ${waived}`]),
  ];
}

function shortList(items: readonly string[], unlisted: number): string {
  const shown = items.slice(0, 5);
  const more = items.length - shown.length + unlisted;
  return `${shown.join(', ')}${more === 0 ? '' : `, and ${more} more`}`;
}

interface PathPart {
  readonly text: string;
  readonly keyword: string;
  readonly inBrackets: string | undefined;
}

const pathToken = /\[((?:[^[\]"]|"(?:[^"\\]|\\.)*")*)\]|\.|[^.[\]]+|[[\]]/gs;

/** The last part of a path with what stands in its brackets: `maximum`, `fields[3:amount]`. */
function lastPart(path: string): PathPart {
  let [start, keyword] = [0, ''];
  let inBrackets: string | undefined;
  for (const { 0: token, 1: bracketed, index } of path.matchAll(pathToken)) {
    if (token === '.') [start, keyword, inBrackets] = [index + 1, '', undefined];
    else if (bracketed === undefined) keyword += token;
    else inBrackets = bracketed;
  }
  return { text: path.slice(start), keyword, inBrackets };
}
