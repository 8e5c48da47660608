/** Random schemas and random values: what is called contained has no counterexample, and what is shown is one. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../src/core/json.ts';
import '../../../support/properties.ts';
import { document, value } from './arbitrary.ts';
import { type Comparison, prepare } from './compare.ts';

/** `PACTO_TEST_RUNS` is how many pairs are tried; a long run finds what a short one does not. */
const runs = Number(process.env.PACTO_TEST_RUNS ?? 2000);

const score = { contained: 0, witness: 0, undecided: 0, reasons: new Map<string, number>() };

function pair(a: Json, b: Json): Comparison {
  return prepare({ schema: a, dialect: '2020-12' }, { schema: b, dialect: '2020-12' });
}

/** Values of a schema that random ones would hardly meet: it is made narrower, and what is left is asked for. */
function valuesOf(a: Json, narrower: readonly Json[]): Json[] {
  return narrower.flatMap((other) => {
    const { decider, a: from, b: to } = pair(a, { not: other });
    const verdict = decider.contained(from, to);
    return verdict.kind === 'witness' ? [verdict.value] : [];
  });
}

function check({ decider, a, b, accepts }: Comparison, values: readonly Json[]): void {
  const verdict = decider.contained(a, b);
  score[verdict.kind] += 1;
  if (verdict.kind === 'undecided') {
    score.reasons.set(verdict.reason, (score.reasons.get(verdict.reason) ?? 0) + 1);
  } else if (verdict.kind === 'witness') {
    expect([accepts(verdict.value, 'a'), accepts(verdict.value, 'b')]).toEqual([true, false]);
  } else {
    expect(values.find((it) => accepts(it, 'a') === true && accepts(it, 'b') === false)).toBeUndefined();
  }
}

const values = fc.array(value, { minLength: 12, maxLength: 12 });
const narrower = fc.array(document, { minLength: 3, maxLength: 3 });

describe('random schemas', () => {
  it('are never called contained against the evidence', () => {
    fc.assert(
      fc.property(document, document, values, narrower, (a, b, some, others) => {
        check(pair(a, b), [...some, ...valuesOf(a, others)]);
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  });

  it('are never called contained against the evidence where they differ little', () => {
    const close = fc.tuple(document, document).map(([a, b]): [JsonObject, JsonObject] => {
      const [only] = a.allOf as Json[];
      const [other] = b.allOf as Json[];
      return [
        { ...a, allOf: [only ?? true] },
        { ...a, allOf: [{ anyOf: [{ allOf: [only ?? true, other ?? true] }, only ?? true] }] },
      ];
    });
    fc.assert(
      fc.property(close, values, narrower, ([a, b], some, others) => {
        const all = [...some, ...valuesOf(b, others)];
        check(pair(a, b), all);
        check(pair(b, a), all);
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });

  it('are decided nearly always', () => {
    const { contained, witness, undecided, reasons } = score;
    console.log(`score: random schemas, ${contained} contained, ${witness} with a witness, ${undecided} undecided`);
    for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 5)) console.log(count, reason);
    expect(undecided / (contained + witness + undecided)).toBeLessThan(0.02);
  });
});
