/** Dependencies: where their references lead, and whether what is there is what their ranges ask for. */

import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { formatReference, parseReference } from '../contract/reference.ts';
import { formatVersion, parseVersion } from '../contract/version.ts';
import { PactoError } from '../error.ts';
import type { JsonObject } from '../json.ts';
import type { Decision, DependencyIntent } from './intent.ts';

/** A reference in one spelling, for comparisons. */
function oneSpelling(ref: string): string {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok) return ref;
  return parsed.reference.kind === 'local' ? plainPath(parsed.reference.path) : formatReference(parsed.reference);
}

/** Where a reference leads, whatever the version; undefined for what is none. */
export function placeOf(ref: string): string | undefined {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok) return undefined;
  const { reference } = parsed;
  if (reference.kind === 'registry') return `${reference.registry}/${reference.repository}`;
  return reference.kind === 'local' ? plainPath(reference.path) : undefined;
}

/** Without what leads nowhere: `.././redis/` is `../redis`. */
function plainPath(path: string): string {
  const plain: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && plain.length > 0 && plain.at(-1) !== '..') plain.pop();
    else plain.push(segment);
  }
  return `${path.startsWith('/') ? '/' : ''}${plain.join('/')}`;
}

/** The version that a reference names, or that the contract has to which it leads. */
interface KnownVersion {
  readonly text: string;
  readonly isNamed: boolean;
}

/** @param versionOf the version of the contract that a local reference leads to */
export function knownVersion(ref: string, versionOf: (ref: string) => string | undefined): KnownVersion | undefined {
  const parsed = parseReference(ref, { inContract: true });
  const tag = parsed.ok && parsed.reference.kind === 'registry' ? parsed.reference.tag : undefined;
  const text = tag ?? versionOf(ref);
  return text === undefined ? undefined : { text, isNamed: tag !== undefined };
}

/** A tag such as `1` or `1.2` moves. */
const isWhole = /^v?\d+\.\d+\.\d+/;

/** Throws USAGE for a range that cannot be met: it admits nothing, or not the version that is known. */
export function refuseUnmet(ref: string, range: string, known: KnownVersion | undefined): void {
  const parsed = parseConstraint(range);
  if (!parsed.ok) return;
  const version = known !== undefined && isWhole.test(known.text) ? parseVersion(known.text) : undefined;
  const example = 'Say with which versions the service works, as in ^2.0.0.';
  const hint = { hint: version === undefined ? example : `Did you mean ^${formatVersion(version)}?` };
  if (parsed.constraint.alternatives.every(({ intervals }) => intervals.length === 0)) {
    throw new PactoError('USAGE', `the compatibility ${JSON.stringify(range)} of ${ref} admits no version`, hint);
  }
  if (known === undefined || version === undefined || satisfies(parsed.constraint, version)) return;
  const what = known.isNamed
    ? `${ref} names version ${known.text}`
    : `the contract of ${ref} has version ${known.text}`;
  throw new PactoError('USAGE', `${what}, which the compatibility ${JSON.stringify(range)} does not admit`, hint);
}

/**
 * A dependency as the contract declares it. Throws USAGE where the range of versions is neither said nor follows from
 * the reference.
 *
 * @param versionOf the version of the contract that a local reference leads to
 */
export function dependencyOf(
  { name, ref, compatibility, required }: DependencyIntent,
  path: string,
  versionOf: (ref: string) => string | undefined,
): { readonly declared: JsonObject; readonly decisions: Decision[] } {
  const known = knownVersion(ref, versionOf);
  const derived = compatibility === undefined ? rangeOf(known) : undefined;
  const range = compatibility ?? derived?.range;
  if (range === undefined) {
    throw new PactoError('USAGE', `the dependency ${JSON.stringify(name ?? ref)} has no compatibility`, {
      hint: noRange(ref),
    });
  }
  refuseUnmet(ref, range, known);
  return {
    declared: {
      ...(name === undefined ? {} : { name }),
      ref,
      ...(required === undefined ? {} : { required }),
      compatibility: range,
    },
    decisions: derived === undefined ? [] : [{ path: `${path}.compatibility`, value: range, because: derived.because }],
  };
}

function rangeOf(known: KnownVersion | undefined) {
  const version = known === undefined ? undefined : parseVersion(known.text);
  if (known === undefined || version === undefined) return undefined;
  const because = known.isNamed
    ? `the reference names version ${known.text}`
    : `its contract says version ${known.text}`;
  return { range: `^${formatVersion(version)}`, because };
}

/** Why no range follows from the reference, and what to do. */
function noRange(ref: string): string {
  const parsed = parseReference(ref, { inContract: true });
  const say = 'with which versions the service works, as in ^2.0.0.';
  if (!parsed.ok || parsed.reference.kind !== 'local') return `Say ${say}`;
  return `No contract was read at ${ref}; paths are relative to the directory of the contract that names them, such as ../orders-api. Or say ${say}`;
}

/**
 * Throws USAGE where a dependency of a change refers to what another one refers to.
 *
 * @param there what the other dependencies refer to
 */
export function refuseSameReference(there: readonly string[], added: readonly string[]): void {
  const seen = new Set(there.map(oneSpelling));
  for (const ref of added) {
    if (seen.size !== seen.add(oneSpelling(ref)).size) continue;
    throw new PactoError('USAGE', `there is a dependency on ${ref} already`, {
      hint: 'Declare each once; update_dependencies of pacto_edit changes one that is there.',
    });
  }
}
