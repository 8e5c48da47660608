import { jsonText } from '../../core/document/print.ts';
import type { Json } from '../../core/json.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { count } from '../count.ts';

/** Longer values are cut in lists; JSON has them whole. */
const shownLength = 120;

/** The element that came or went, where a change is of one: an interface by its name, a path, a property. */
export function elementName({ type, path, element, oldValue, newValue }: DiffChange): string | undefined {
  if (type === 'modified') return undefined;
  const inBrackets = /\[((?:[^[\]"]|"(?:[^"\\]|\\.)*")*)\]$/.exec(path)?.[1];
  if (inBrackets !== undefined) return inBrackets;
  const value = type === 'added' ? newValue : oldValue;
  return typeof value === 'string' && value === element ? element : undefined;
}

/** What changed, in words and values: `port of rest-api modified [8081 -> 9090]`, or the name of what came or went. */
export function changeText(change: DiffChange): string {
  const name = elementName(change);
  if (name !== undefined) return name;
  const { path, element, type, oldValue, newValue } = change;
  const what = element === undefined ? path : `${lastPart(path)} of ${element}`;
  const values = [oldValue, newValue].filter((value) => value !== undefined).map(valueText);
  return `${what} ${type}${values.length === 0 ? '' : ` [${values.join(' -> ')}]`}`;
}

/** A change's path with the element that it is of: `interfaces.port of rest-api`, `interfaces: metrics`. */
export function placeName(change: DiffChange): string {
  const { path, element } = change;
  if (element === undefined) return path;
  return elementName(change) === element ? `${path}: ${element}` : `${path} of ${element}`;
}

/** The values of both sides; an element that came or went has its name on the side where it is. */
export function sides(change: DiffChange): { readonly old: string; readonly new: string } {
  const name = elementName(change);
  if (name !== undefined) return change.type === 'added' ? { old: '', new: name } : { old: name, new: '' };
  const { oldValue, newValue } = change;
  return {
    old: oldValue === undefined ? '' : valueText(oldValue),
    new: newValue === undefined ? '' : valueText(newValue),
  };
}

/** A value on one line: texts as they are, everything else as JSON. */
export function valueText(value: Json): string {
  const text = typeof value === 'string' ? value : jsonText(value);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

/** What is said where nothing changed. */
export function nothingChanged({ old }: DiffResult): string {
  return old === undefined ? 'There is no earlier version to compare with.' : 'No changes detected.';
}

/** `shop 1.0.0 → shop 1.1.0`. */
export function versionsText({ old, new: fresh }: DiffResult, arrow: string): string {
  const after = `${fresh.name} ${fresh.version}`;
  return old === undefined ? after : `${old.name} ${old.version} ${arrow} ${after}`;
}

/** `3 breaking, 1 non-breaking`; classes that nothing has are left out. */
export function countsText({ counts }: DiffResult): string {
  const parts: [number, string][] = [
    [counts.breaking, 'breaking'],
    [counts.potentialBreaking, 'potentially breaking'],
    [counts.nonBreaking, 'non-breaking'],
  ];
  return parts.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`])).join(', ');
}

/** Why a change has its class, with what proves it and whom it concerns. */
export function explanation({ reason, witness, convention, affects = [], waived }: DiffChange): string[] {
  return [
    reason,
    ...(witness === undefined
      ? []
      : [`witness, valid on the ${witness.acceptedBy} side only: ${valueText(witness.value)}`]),
    ...(convention === undefined ? [] : [`by the convention ${convention}`]),
    ...(affects.length < 2 ? [] : [`affects ${count(affects.length, 'place')}: ${shortList(affects)}`]),
    ...(waived === undefined ? [] : [`waived: ${waived}`]),
  ];
}

function shortList(items: readonly string[]): string {
  const shown = items.slice(0, 5);
  return `${shown.join(', ')}${items.length > shown.length ? `, and ${items.length - shown.length} more` : ''}`;
}

/** The name that a path ends with, without what stands in brackets: `maximum` of `openapi.paths[/x].maximum`. */
function lastPart(path: string): string {
  const withoutBrackets = path.replace(/\[(?:[^[\]"]|"(?:[^"\\]|\\.)*")*\]/g, '');
  return withoutBrackets.slice(withoutBrackets.lastIndexOf('.') + 1);
}
