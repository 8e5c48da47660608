/**
 * Pairs from the official test suite: two schemas of one group of files and a value that the suite says only one accepts.
 * Whatever the engine answers, it must not call that contained, and a witness must be one.
 */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../../../src/core/diff/containment/schema-node.ts';
import { fileLimits, parseDocument } from '../../../../src/core/document/read.ts';
import { isArray, type Json, member } from '../../../../src/core/json.ts';
import { conformance } from '../../../support/external.ts';
import { prepare } from './compare.ts';

const directory = conformance('json-schema-test-suite');

const drafts: Readonly<Record<string, Dialect>> = {
  draft4: 'draft-04',
  draft6: 'draft-06',
  draft7: 'draft-07',
  'draft2019-09': '2019-09',
  'draft2020-12': '2020-12',
};

/** Each schema is held against so many of the others in its file. */
const neighbours = 2;

function readJson(file: string): Json {
  const read = parseDocument(readFileSync(file, 'utf8'), { limits: fileLimits, json: true });
  if (!read.ok) throw new Error(`${file}: ${read.problems[0]?.message}`);
  return read.document.value;
}

function list(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function remotes(root: string): Map<string, Json> {
  const folder = path.join(root, 'remotes');
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    found.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const uri = `http://localhost:1234/${path.relative(folder, file).split(path.sep).join('/')}`;
      return [uri, readJson(file)];
    }),
  );
}

const score = { pairs: 0, breaks: 0, witness: 0, undecided: 0, contained: 0, reasons: new Map<string, number>() };

describe.skipIf(directory === undefined)('pairs from the official test suite', () => {
  const root = directory ?? '';
  const documents = directory === undefined ? new Map<string, Json>() : remotes(root);

  function compareFile(file: string, dialect: Dialect): string[] {
    const wrong: string[] = [];
    const groups = list(readJson(file));
    const values = groups.flatMap((group) => list(member(group, 'tests')).map((test) => member(test, 'data') ?? null));
    const sides = groups.map((group) => {
      const side = { schema: member(group, 'schema') ?? true, dialect };
      const { accepts } = prepare(side, side, { documents });
      return { side, accepted: values.map((value) => accepts(value, 'a')) };
    });
    sides.forEach((one, index) => {
      for (let offset = 1; offset <= Math.min(neighbours, sides.length - 1); offset++) {
        const other = sides[(index + offset) % sides.length] ?? one;
        for (const [from, to] of [
          [one, other],
          [other, one],
        ] as const) {
          const pair = prepare(from.side, to.side, { documents });
          const verdict = pair.decider.contained(pair.a, pair.b);
          const label = values.findIndex((_, at) => from.accepted[at] === true && to.accepted[at] === false);
          score.pairs += 1;
          if (verdict.kind === 'contained') score.contained += 1;
          if (label < 0) continue;
          score.breaks += 1;
          if (verdict.kind === 'contained') {
            const shown = [from.side.schema, to.side.schema, values[label]].map((it) => JSON.stringify(it));
            wrong.push(`${shown[0]} is not within ${shown[1]}: ${shown[2]}`);
          } else score[verdict.kind] += 1;
          if (verdict.kind === 'undecided') {
            score.reasons.set(verdict.reason, (score.reasons.get(verdict.reason) ?? 0) + 1);
          }
        }
      }
    });
    return wrong;
  }

  for (const [folder, dialect] of Object.entries(directory === undefined ? {} : drafts)) {
    const base = path.join(root, 'tests', folder);
    const files = readdirSync(base).filter((name) => name.endsWith('.json'));
    it.each(files)(`${folder}/%s`, (name) => {
      expect(compareFile(path.join(base, name), dialect)).toEqual([]);
    });
  }

  afterAll(() => {
    const { pairs, breaks, witness, undecided, contained, reasons } = score;
    console.log(
      `score: official suite, ${breaks} labelled breaks in ${pairs} pairs: ${witness} with a witness, ` +
        `${undecided} undecided; ${contained} pairs contained`,
    );
    for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(count, reason);
    expect(breaks).toBeGreaterThanOrEqual(300);
    expect(witness / breaks).toBeGreaterThanOrEqual(0.95);
  });
});
