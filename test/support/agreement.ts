/**
 * Sets what buf says of a pair beside what we say. `buf-agreement.json` lists which of the rules are about the same; every
 * way to differ that is found needs its reason there.
 */
import { readFileSync } from 'node:fs';
import type { Classification } from '../../src/core/diff/change.ts';
import type { Level } from './buf.ts';

/** Rules of both that are about the same. */
interface Family {
  readonly what: string;
  readonly buf: readonly string[];
  readonly pacto: readonly string[];
  /** Why buf may report it and we not. */
  readonly alone?: string;
  /** Why we may take it for less than buf. */
  readonly less?: string;
}

export interface Agreement {
  readonly families: readonly Family[];
  /** Why we may report it where buf reports nothing of the kind, by our rule. */
  readonly alone: Readonly<Record<string, string>>;
  /** Why we may take it for more than buf, by our rule. */
  readonly more: Readonly<Record<string, string>>;
}

/** From the strongest to the weakest agreement. */
export type Kind = 'same' | 'more' | 'less' | 'only Pacto' | 'only buf';

export function readAgreement(): Agreement {
  return JSON.parse(readFileSync(new URL('../e2e/buf-agreement.json', import.meta.url), 'utf8'));
}

/** One pair, as both answered it. */
export interface Answered {
  readonly name: string;
  readonly buf: readonly string[];
  readonly pacto: readonly { readonly rule: string; readonly classification: Classification }[];
}

/** `what` is the family, or our rule where we say something alone or more. */
export interface Finding {
  readonly pair: string;
  readonly what: string;
  readonly kind: Kind;
  /** Undefined where none is written down. */
  readonly reason: string | undefined;
  readonly shown: string;
}

const weight = { NON_BREAKING: 0, POTENTIAL_BREAKING: 1, BREAKING: 2 } as const;

/** All that both, or one of them, found in a pair. What is NON_BREAKING for us and nothing for buf is not among it. */
export function compareAnswers(
  { families, alone, more }: Agreement,
  levels: ReadonlyMap<string, Level>,
  { name: pair, buf, pacto }: Answered,
): Finding[] {
  const weightOf = (ids: readonly string[]) => (ids.some((id) => levels.get(id) === 'wire') ? 2 : 1);
  const ours = strongest(pacto);
  const found = families.flatMap((family): Finding[] => {
    const theirs = buf.filter((id) => family.buf.includes(id));
    if (theirs.length === 0) return [];
    const same = [...ours].filter(([rule]) => family.pacto.includes(rule));
    const answered = Math.max(0, ...same.map(([, classification]) => weight[classification]));
    const shown = `${theirs.join(', ')} beside ${same.map(([rule, of]) => `${of} ${rule}`).join(', ') || 'nothing'}`;
    const finding = { pair, what: family.what, shown };
    if (answered === 0) return [{ ...finding, kind: 'only buf', reason: family.alone }];
    if (answered < weightOf(theirs)) return [{ ...finding, kind: 'less', reason: family.less }];
    return [{ ...finding, kind: 'same', reason: '' }];
  });
  for (const [rule, classification] of ours) {
    const theirs = buf.filter((id) => families.some((one) => one.buf.includes(id) && one.pacto.includes(rule)));
    const finding = { pair, what: rule, shown: `${classification} ${rule} beside ${theirs.join(', ') || 'nothing'}` };
    if (theirs.length === 0) found.push({ ...finding, kind: 'only Pacto', reason: alone[rule] });
    else if (weight[classification] > weightOf(theirs)) found.push({ ...finding, kind: 'more', reason: more[rule] });
  }
  return found;
}

/** The strongest answer of each rule that says more than NON_BREAKING. */
function strongest(changes: Answered['pacto']): Map<string, Classification> {
  const found = new Map<string, Classification>();
  for (const { rule, classification } of changes) {
    if (weight[classification] > weight[found.get(rule) ?? 'NON_BREAKING']) found.set(rule, classification);
  }
  return found;
}

/** Every reason that is written down, as the kind and what it is for. */
export function reasonsOf({ families, alone, more }: Agreement): { kind: Kind; what: string; reason: string }[] {
  return [
    ...families.flatMap(({ what, alone: reason }) => (reason ? [{ kind: 'only buf' as const, what, reason }] : [])),
    ...families.flatMap(({ what, less: reason }) => (reason ? [{ kind: 'less' as const, what, reason }] : [])),
    ...Object.entries(more).map(([what, reason]) => ({ kind: 'more' as const, what, reason })),
    ...Object.entries(alone).map(([what, reason]) => ({ kind: 'only Pacto' as const, what, reason })),
  ];
}
