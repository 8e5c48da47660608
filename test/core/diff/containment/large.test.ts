/** Real documents of some megabytes: every schema of one version against the same of another, both ways. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDecider, type Decider } from '../../../../src/core/diff/containment/decide.ts';
import { type SchemaReader, schemaReader } from '../../../../src/core/diff/containment/read-schema.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../../../src/core/json.ts';
import { type CompiledSchema, compileSchema } from '../../../../src/core/schema/compile.ts';
import { validate } from '../../../../src/core/schema/evaluate.ts';
import { conformance } from '../../../support/external.ts';

const directory = conformance('perf');

function load(name: string): Json {
  return JSON.parse(readFileSync(path.join(directory ?? '', `${name}.json`), 'utf8')) as Json;
}

/** As draft-04, which is OpenAPI 3.0 but for `nullable`. */
function asDraft04(value: Json): Json {
  if (isArray(value)) return value.map(asDraft04);
  if (!isObject(value)) return value;
  const copy: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) copy[name] = asDraft04(part);
  if (value.nullable === true && typeof value.type === 'string') copy.type = [value.type, 'null'];
  return copy;
}

function schemaNames(document: Json): string[] {
  return Object.keys((member(member(document, 'components'), 'schemas') ?? {}) as JsonObject);
}

interface Pair {
  readonly reader: SchemaReader;
  readonly decider: Decider;
}

function open(old: Json, fresh: Json): () => Pair {
  const documents: Readonly<Record<string, Json>> = { old, fresh };
  const plain = { old: asDraft04(old), fresh: asDraft04(fresh) };
  const compiled = new Map<string, CompiledSchema | undefined>();
  const compile = (file: 'old' | 'fresh', pointer: string): CompiledSchema | undefined => {
    const key = `${file} ${pointer}`;
    if (!compiled.has(key)) {
      const result = compileSchema(plain[file], { draft: 'draft-04', start: pointer, formatAssertion: false });
      compiled.set(key, result.ok ? result.schema : undefined);
    }
    return compiled.get(key);
  };
  return () => ({
    reader: schemaReader({
      value: (file) => documents[file],
      dialect: () => 'openapi-3.0',
      file: () => undefined,
    }),
    decider: createDecider({
      confirm(value, { file, pointer }) {
        const schema = compile(file === 'old' ? 'old' : 'fresh', pointer);
        return schema ? validate(schema, value, { maxErrors: 1 }).valid : 'unknown';
      },
    }),
  });
}

function ask({ reader, decider }: Pair, name: string, from: 'old' | 'fresh'): string {
  const pointer = `/components/schemas/${name}`;
  const [a, b] = [reader.node(from, pointer), reader.node(from === 'old' ? 'fresh' : 'old', pointer)];
  return a && b ? decider.contained(a, b).kind : 'gone';
}

describe.skipIf(directory === undefined)('large documents', () => {
  it('are decided altogether, with every witness confirmed', { timeout: 60_000 }, () => {
    for (const old of ['stripe-2022-04-07', 'stripe-2019-04-19']) {
      const [before, after] = [load(old), load('stripe-2022-04-12')];
      const pair = open(before, after)();
      const count = { contained: 0, witness: 0, undecided: 0, gone: 0 };
      for (const from of ['old', 'fresh'] as const) {
        for (const name of schemaNames(before)) count[ask(pair, name, from) as keyof typeof count] += 1;
      }
      console.log(`score: ${old} and its successor, ${count.contained} contained, ${count.witness} with a witness`);
      expect(count.undecided).toBe(0);
      expect(count.witness).toBeGreaterThan(50);
    }
  });

  it('are within themselves', () => {
    const document = load('stripe-2022-04-12');
    const pair = open(document, JSON.parse(JSON.stringify(document)))();
    for (const name of schemaNames(document)) expect(ask(pair, name, 'old')).toBe('contained');
  });

  it('give the same answers to one question alone as to many', { timeout: 60_000 }, () => {
    const old = load('stripe-2019-04-19');
    const start = open(old, load('stripe-2022-04-12'));
    const shared = start();
    const all = schemaNames(old).map((name) => [name, ask(shared, name, 'old')] as const);
    for (const [name, answer] of all.filter((_, index) => index % 10 === 0)) {
      expect([name, ask(start(), name, 'old')]).toEqual([name, answer]);
    }
  });
});
