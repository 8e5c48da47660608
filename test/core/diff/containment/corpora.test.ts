/** The labelled pairs of other projects: a break must be shown or left open, and what is safe must be proved. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../../../src/core/diff/containment/schema-node.ts';
import { fileLimits, parseDocument } from '../../../../src/core/document/read.ts';
import { isArray, type Json, member } from '../../../../src/core/json.ts';
import { conformance } from '../../../support/external.ts';
import { prepare, type Side } from './compare.ts';

const directory = conformance('diff');
const corpora = ['jsoncompat', 'apicurio', 'jsonsubschema', 'getsentry', 'haggholm'];

interface Score {
  breaking: number;
  shown: number;
  missed: number;
  safe: number;
  proved: number;
  falseAlarms: number;
}

const noScore: Score = { breaking: 0, shown: 0, missed: 0, safe: 0, proved: 0, falseAlarms: 0 };
const scores = new Map<string, Score>();

function casesOf(corpus: string): readonly Json[] {
  const read = parseDocument(readFileSync(path.join(directory ?? '', `${corpus}.json`), 'utf8'), {
    limits: fileLimits,
    json: true,
  });
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const { value } = read.document;
  const list = isArray(value) ? value : member(value, 'cases');
  return isArray(list) ? list : [];
}

function side(it: Json, name: 'old' | 'new'): Side {
  const dialect = member(member(it, 'dialect'), name);
  return { schema: member(it, name) ?? true, dialect: (dialect ?? '2020-12') as Dialect };
}

describe.skipIf(directory === undefined)('labelled pairs', () => {
  it.each(directory === undefined ? [] : corpora)('%s', (corpus) => {
    const score = { ...noScore };
    scores.set(corpus, score);
    for (const it of casesOf(corpus)) {
      for (const direction of ['request', 'response'] as const) {
        const label = member(member(it, 'expect'), direction);
        if (label === undefined) continue;
        const [a, b] = direction === 'request' ? (['old', 'new'] as const) : (['new', 'old'] as const);
        const pair = prepare(side(it, a), side(it, b));
        const { kind } = pair.decider.contained(pair.a, pair.b);
        if (label === 'breaking') {
          score.breaking += 1;
          if (kind === 'witness') score.shown += 1;
          if (kind === 'contained') score.missed += 1;
        } else {
          score.safe += 1;
          if (kind === 'contained') score.proved += 1;
          if (kind === 'witness') score.falseAlarms += 1;
        }
      }
    }
    expect(score.breaking + score.safe).toBeGreaterThan(25);
    expect(score.falseAlarms).toBe(0);
  });

  afterAll(() => {
    if (directory === undefined) return;
    const all = { ...noScore };
    for (const [corpus, score] of scores) {
      for (const key of Object.keys(all) as (keyof Score)[]) all[key] += score[key];
      console.log(`score: ${corpus.padEnd(14)} ${told(score)}`);
    }
    console.log(`score: ${'all'.padEnd(14)} ${told(all)}`);
    expect(all.shown / all.breaking).toBeGreaterThanOrEqual(0.95);
    expect(all.missed / all.breaking).toBeLessThanOrEqual(0.015);
    expect(all.proved / all.safe).toBeGreaterThanOrEqual(0.95);
    expect(all.falseAlarms / all.safe).toBeLessThanOrEqual(0.01);
    expect((all.shown + all.proved) / (all.breaking + all.safe)).toBeGreaterThanOrEqual(0.97);
  });
});

function told({ breaking, shown, missed, safe, proved, falseAlarms }: Score): string {
  return (
    `breaking ${breaking}: ${shown} with a witness, ${missed} called contained; ` +
    `safe ${safe}: ${proved} contained, ${falseAlarms} with a witness`
  );
}
