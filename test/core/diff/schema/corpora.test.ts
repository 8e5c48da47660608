/** Labelled pairs of schemas from other projects: what they say, and what is answered here. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { worst } from '../../../../src/core/diff/change.ts';
import type { Dialect } from '../../../../src/core/diff/containment/schema-node.ts';
import { fileLimits, parseDocument } from '../../../../src/core/document/read.ts';
import { isArray, type Json, member } from '../../../../src/core/json.ts';
import { conformance } from '../../../support/external.ts';
import { walk } from './walk-pair.ts';

const directory = conformance('diff');

interface Label {
  readonly corpus: string;
  readonly id: string;
  readonly direction: 'request' | 'response';
  readonly verdict: Json;
  readonly old: Json;
  readonly fresh: Json;
  readonly dialects: Json | undefined;
  /** The verdict is a matter of convention, about which projects disagree. */
  readonly policy: boolean;
  readonly identity: boolean;
}

interface Score {
  corpus: string;
  runs: number;
  breaking: number;
  recall: number;
  strict: number;
  safe: number;
  alarms: number;
  doubts: number;
  identical: number;
  unchanged: number;
  met: number;
}

function labelsIn(file: string): Label[] {
  const read = parseDocument(readFileSync(file, 'utf8'), { limits: fileLimits, json: true });
  if (!read.ok) throw new Error(`${file}: ${read.problems[0]?.message}`);
  const cases = isArray(read.document.value) ? read.document.value : [];
  return cases.flatMap((it) => {
    if (member(it, 'format') !== 'json-schema') return [];
    const notes = String(member(it, 'note') ?? '').split('; ');
    return (['request', 'response'] as const).flatMap((direction): Label[] => {
      const verdict = member(member(it, 'expect'), direction);
      if (verdict === undefined) return [];
      return [
        {
          corpus: String(member(it, 'corpus')),
          id: String(member(it, 'id')),
          direction,
          verdict,
          old: member(it, 'old') ?? true,
          fresh: member(it, 'new') ?? true,
          dialects: member(it, 'dialect'),
          policy: notes.includes('policy'),
          identity: notes.includes('identity'),
        },
      ];
    });
  });
}

function scoreOf(corpus: string, labels: readonly Label[], pure: boolean): Score {
  const score: Score = {
    corpus,
    runs: labels.length,
    breaking: 0,
    recall: 0,
    strict: 0,
    safe: 0,
    alarms: 0,
    doubts: 0,
    identical: 0,
    unchanged: 0,
    met: 0,
  };
  for (const { direction, verdict, old, fresh, dialects, identity } of labels) {
    const changes = walk(old, fresh, {
      role: direction === 'request' ? 'reads' : 'writes',
      dialect: (member(dialects, 'old') ?? '2020-12') as Dialect,
      newDialect: (member(dialects, 'new') ?? '2020-12') as Dialect,
      pure,
    });
    const answer = worst(changes.map(({ classification }) => classification));
    if (answer === (verdict === 'breaking' ? 'BREAKING' : 'NON_BREAKING')) score.met += 1;
    if (identity) {
      score.identical += 1;
      if (changes.length === 0) score.unchanged += 1;
    } else if (verdict === 'breaking') {
      score.breaking += 1;
      if (answer !== 'NON_BREAKING') score.recall += 1;
      if (answer === 'BREAKING') score.strict += 1;
    } else {
      score.safe += 1;
      if (answer === 'BREAKING') score.alarms += 1;
      if (answer !== 'NON_BREAKING') score.doubts += 1;
    }
  }
  return score;
}

describe.skipIf(directory === undefined)('labelled pairs of schemas', () => {
  const root = directory ?? '';
  const files = directory === undefined ? [] : readdirSync(root).filter((name) => name.endsWith('.json'));
  const labels = files.flatMap((name) => labelsIn(path.join(root, name)));
  const corpora = [...new Set(labels.map(({ corpus }) => corpus))];

  function table(pure: boolean, chosen: readonly Label[]): Score {
    const all = scoreOf('all', chosen, pure);
    const each = corpora.map((corpus) =>
      scoreOf(
        corpus,
        chosen.filter((label) => label.corpus === corpus),
        pure,
      ),
    );
    console.log(`score: labelled pairs of schemas${pure ? ', containment alone' : ''}`);
    console.table([...each, all]);
    return all;
  }

  it('are classified as their projects say', () => {
    const score = table(
      false,
      labels.filter(({ policy }) => !policy),
    );
    expect(score.runs).toBeGreaterThan(500);
    expect(score.recall / score.breaking).toBeGreaterThanOrEqual(0.98);
    expect(score.strict / score.breaking).toBeGreaterThanOrEqual(0.92);
    expect(score.alarms / score.safe).toBeLessThanOrEqual(0.01);
    expect(score.doubts / score.safe).toBeLessThanOrEqual(0.08);
    expect(score.unchanged).toBe(score.identical);
  }, 60_000);

  it('are classified by what is valid alone, conventions aside', () => {
    const score = table(true, labels);
    expect(score.met / score.runs).toBeGreaterThanOrEqual(0.97);
  }, 60_000);
});
