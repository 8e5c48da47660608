/**
 * Pairs that comparing schemas and APIs goes wrong with most easily: what changes, and what does not. A pair is a few lines
 * of YAML; `PACTO_CASES_WRITE=1` records what is found.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dump, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../src/core/contract/bundle.ts';
import { diff } from '../src/operations/diff.ts';
import { casePorts, casesDirectory } from './support/cases.ts';

const directory = path.join(casesDirectory, 'diff-traps');

type Value = null | boolean | number | string | Value[] | { [name: string]: Value };
type Fields = Readonly<Record<string, Value | undefined>>;

interface Trap extends Fields {
  readonly name: string;
  /**
   * `request` and `response`: the schema of a JSON body; `paths`: those of a document, with members in `common`;
   * `openapi`: a document; `config` and `event`: a schema; `files`: a bundle.
   */
  readonly kind: 'request' | 'response' | 'paths' | 'openapi' | 'config' | 'event' | 'files';
  readonly old: Value;
  readonly new: Value;
  /** Class, rule and path of every change. */
  readonly expect: string[];
}

const letters = { NON_BREAKING: 'N', POTENTIAL_BREAKING: 'P', BREAKING: 'B' } as const;

describe.each(readdirSync(directory))('%s', (file) => {
  const text = readFileSync(path.join(directory, file), 'utf8');
  const traps = load(text) as Trap[];

  it.each(traps)('$name', async (trap) => {
    expect(await found(trap)).toEqual(trap.expect);
  });

  it('is as recorded', async () => {
    if (process.env.PACTO_CASES_WRITE !== '1') return;
    const lists = await Promise.all(traps.map(found));
    const written = text.replaceAll(/^ {2}expect:.*\n(?: {4}- .*\n)*/gm, () => {
      const list = lists.shift() ?? [];
      return list.length === 0 ? '  expect: []\n' : `  expect:\n${list.map((line) => `    - ${line}\n`).join('')}`;
    });
    writeFileSync(path.join(directory, file), written);
  });
});

async function found(trap: Trap): Promise<string[]> {
  const ports = casePorts(directory);
  const { changes } = await diff(
    { ...ports, open: async (side) => bundleOf(trap, side === 'old' ? 'old' : 'new') },
    {
      old: { reference: 'old' },
      new: { reference: 'new' },
      date: '2026-01-01',
      ...(typeof trap.today === 'string' && { today: trap.today }),
    },
  );
  return changes.map(({ classification, rule, path: place }) => `${letters[classification]} ${rule} ${place}`);
}

function bundleOf(trap: Trap, side: 'old' | 'new') {
  const files = Object.entries(filesOf(trap, side)).map(([name, content]): [string, Uint8Array] => [
    name,
    new TextEncoder().encode(content),
  ]);
  return memoryBundle(new Map(files), { kind: 'memory', label: side, contractPath: `${side}/pacto.yaml` });
}

function contract(member: string): string {
  return `pactoVersion: "1.0"\nservice: {name: shop, version: 1.0.0}\n${member}\n`;
}

function filesOf(trap: Trap, side: 'old' | 'new'): Record<string, string> {
  const value = trap[side];
  if (trap.kind === 'files') return value as Record<string, string>;
  if (trap.kind === 'config') {
    return {
      'pacto.yaml': contract('configurations: [{name: app, schema: app.json}]'),
      'app.json': JSON.stringify(value),
    };
  }
  if (trap.kind === 'event') {
    const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...(value as Fields) };
    return {
      'pacto.yaml': contract('interfaces: [{name: orders, type: event, contract: order.json}]'),
      'order.json': JSON.stringify(schema),
    };
  }
  return {
    'pacto.yaml': contract('interfaces: [{name: api, type: http, port: 8080, contract: api.yaml}]'),
    'api.yaml': typeof value === 'string' ? value : dump(documentOf(trap, side), { noRefs: true }),
  };
}

function documentOf(trap: Trap, side: 'old' | 'new'): Value {
  const own = (name: string) => trap[`${side}${name}`] ?? trap[name.toLowerCase()];
  const document = { openapi: own('Version') ?? '3.1.0', info: { title: 'Shop', version: '1' } };
  const value = trap[side];
  if (trap.kind === 'openapi') return { ...document, ...(value as Fields) } as Value;
  if (trap.kind === 'paths') return { ...document, ...(own('Common') as Fields | undefined), paths: value } as Value;
  const content = { 'application/json': { schema: value } };
  const responses = { 200: { description: 'found', ...(trap.kind === 'response' && { content }) } };
  const operation = { ...(trap.kind === 'request' && { requestBody: { required: true, content } }), responses };
  const components = own('Components');
  return {
    ...document,
    paths: { '/x': { post: operation } },
    ...(components !== undefined && { components }),
  } as Value;
}
