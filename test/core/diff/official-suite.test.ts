/**
 * Pairs of schemas from the official JSON Schema test suite, each as the configuration of a service in its own dialect: where
 * an instance is valid under the old one and not under the new one, the answer must not be that nothing breaks.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contractFile, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { isObject, type Json } from '../../../src/core/json.ts';
import { diff } from '../../../src/operations/diff.ts';
import type { Ports } from '../../../src/operations/ports.ts';
import { conformance } from '../../support/external.ts';

const suite = conformance('json-schema-test-suite');

const drafts = {
  draft4: 'http://json-schema.org/draft-04/schema#',
  draft6: 'http://json-schema.org/draft-06/schema#',
  draft7: 'http://json-schema.org/draft-07/schema#',
  'draft2019-09': 'https://json-schema.org/draft/2019-09/schema',
  'draft2020-12': 'https://json-schema.org/draft/2020-12/schema',
} as const;

interface Group {
  readonly description: string;
  readonly schema: Json;
  readonly tests: readonly { readonly data: Json; readonly valid: boolean }[];
}

interface LabelledPair {
  readonly name: string;
  readonly old: Json;
  readonly fresh: Json;
}

/** How far apart in a file two groups may be. */
const reach = 3;

/** Two groups of a file, near each other, that judge one instance differently. */
function pairsOf(draft: keyof typeof drafts): LabelledPair[] {
  const directory = path.join(suite ?? '', 'tests', draft);
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const groups: Group[] = JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
      return groups.flatMap((group, i) =>
        groups
          .slice(i + 1, i + 1 + reach)
          .flatMap((other) => labelled(`${draft}/${file}`, group, other, drafts[draft])),
      );
    });
}

function labelled(file: string, a: Group, b: Group, dialect: string): LabelledPair[] {
  const verdicts = new Map(b.tests.map(({ data, valid }) => [JSON.stringify(data), valid]));
  const judged = a.tests.map(({ data, valid }) => ({ mine: valid, theirs: verdicts.get(JSON.stringify(data)) }));
  const [old, fresh] = [named(a.schema, dialect), named(b.schema, dialect)];
  if (old === undefined || fresh === undefined) return [];
  const name = `${file}: ${a.description} / ${b.description}`;
  return [
    ...(judged.some(({ mine, theirs }) => mine && theirs === false) ? [{ name, old, fresh }] : []),
    ...(judged.some(({ mine, theirs }) => !mine && theirs === true)
      ? [{ name: `${name} (swapped)`, old: fresh, fresh: old }]
      : []),
  ];
}

/** The schema with its dialect named; a boolean schema cannot name one. */
function named(schema: Json, dialect: string): Json | undefined {
  return isObject(schema) ? { $schema: dialect, ...schema } : undefined;
}

const contract = `pactoVersion: "1.0"
service: {name: suite, version: 1.0.0}
configurations:
  - name: app
    schema: configuration/schema.json
`;

function bundle(schema: Json) {
  const text = (value: string) => new TextEncoder().encode(value);
  const files = new Map([
    [contractFile, text(contract)],
    ['configuration/schema.json', text(JSON.stringify(schema))],
  ]);
  return memoryBundle(files, { kind: 'memory', label: 'memory', contractPath: contractFile });
}

describe.skipIf(suite === undefined)('the official suite as configurations', () => {
  const pairs = suite === undefined ? [] : (Object.keys(drafts) as (keyof typeof drafts)[]).flatMap(pairsOf);

  it('has many pairs', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(300);
  });

  it('has no break that is called safe', async () => {
    const missed: string[] = [];
    for (const { name, old, fresh } of pairs) {
      const sides: Record<string, Json> = { old, fresh };
      const ports = {
        open: async (reference: string) => bundle(sides[reference] ?? true),
      } as Pick<Ports, 'open'> as Ports;
      const input = { old: { reference: 'old' }, new: { reference: 'fresh' }, date: '2026-01-01', pure: true };
      const { classification, changes } = await diff(ports, input);
      // A key that comes is safe by a published row: nobody is held to have set it before.
      const byRow = changes.some(({ convention }) => convention === 'configuration-key-added');
      if (classification === 'NON_BREAKING' && !byRow) missed.push(name);
    }
    expect(missed).toEqual([]);
  }, 120_000);
});
