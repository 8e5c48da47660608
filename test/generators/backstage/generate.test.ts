import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Contract, Owner } from '../../../src/core/contract/model.generated.ts';
import { generate } from '../../../src/generators/backstage/generate.ts';
import { casesDirectory, foldersIn } from '../../support/cases.ts';
import { backstageModel } from '../../support/external.ts';
import { root } from '../../support/run.ts';
import { exampleContract } from '../kubernetes/ask.ts';

const examples = foldersIn(path.join(root, 'examples')).filter((name) =>
  existsSync(path.join(root, 'examples', name, 'pacto.yaml')),
);

type Files = Readonly<Record<string, string>>;

function catalog(contract: Contract, options: Files = {}, files: Files = {}) {
  const response = generate({
    protocolVersion: '1',
    contract,
    options,
    readFile: (name) => (files[name] === undefined ? undefined : new TextEncoder().encode(files[name])),
    readNamedFile: () => undefined,
  });
  const text = response.files[0]?.content ?? '';
  const entities = parseAllDocuments(text).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
  return { text, entities };
}

function ofExample(name: string) {
  const contract = exampleContract(name);
  const files = (contract.interfaces ?? []).flatMap(({ contract: file }) =>
    file === undefined ? [] : [[file, readFileSync(path.join(root, 'examples', name, file), 'utf8')] as const],
  );
  return { ...catalog(contract, {}, Object.fromEntries(files)), files };
}

/** What Backstage itself says of an entity; it throws. */
const model = backstageModel();
async function judge(entity: object): Promise<void> {
  const backstage = createRequire(import.meta.url)(model ?? '');
  const { EntityPolicies, SchemaValidEntityPolicy, NoForeignRootFieldsEntityPolicy, FieldFormatEntityPolicy } =
    backstage;
  const policies = [
    new SchemaValidEntityPolicy(),
    new NoForeignRootFieldsEntityPolicy(),
    new FieldFormatEntityPolicy(),
  ];
  await EntityPolicies.allOf(policies).enforce(entity);
  const kinds = [backstage.componentEntityV1alpha1Validator, backstage.apiEntityV1alpha1Validator];
  const known = await Promise.all(kinds.map((kind) => kind.check(entity)));
  expect(known).toContain(true);
}

const shop = (owner?: Owner): Contract => ({
  pactoVersion: '1.0',
  service: { name: 'shop', version: '1.0.0', ...(owner === undefined ? {} : { owner }) },
});

describe.each(examples)('%s', (name) => {
  it('has its descriptions, word for word', () => {
    const { entities, files } = ofExample(name);
    const [component, ...apis] = entities;
    expect(component.kind).toBe('Component');
    expect(apis.map(({ spec }) => spec.definition)).toEqual(files.map(([, text]) => `${text.trimEnd()}\n`));
    expect(component.spec.providesApis ?? []).toEqual(apis.map(({ metadata }) => metadata.name));
  });

  it.skipIf(model === undefined)('is a catalog by Backstage’s own model', async () => {
    for (const entity of ofExample(name).entities) await judge(entity);
  });
});

it.each(['harbour-money', 'session-gateway', 'partner-feed', 'stock-watcher'])(
  '%s is the file that people read',
  (name) => {
    const directory = path.join(casesDirectory, 'backstage');
    const file = path.join(directory, `${name}.yaml`);
    const { text } = ofExample(name);
    if (process.env.PACTO_CASES_WRITE === '1') {
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  },
);

it.each<[Owner | undefined, string]>([
  ['team/payments', 'group:payments'],
  ['Payments & Co', 'group:Payments___Co'],
  [{ team: 'payments', dri: 'ada' }, 'group:payments'],
  [{ dri: 'ada@shop.example' }, 'user:ada'],
  [{ contacts: [{ type: 'email', value: 'a@b.example' }] }, 'unknown'],
  ['團隊', 'unknown'],
  [undefined, 'unknown'],
])('the owner %j is %s', (owner, expected) => {
  const { entities, text } = catalog(shop(owner));
  expect(entities[0].spec.owner).toBe(expected);
  expect(text.includes('# The contract names no owner')).toBe(expected === 'unknown');
});

it.each([
  ['0.9.0', 'experimental'],
  ['1.0.0-rc.1', 'experimental'],
  ['1.0.0+a-b', 'production'],
  ['10.0.0', 'production'],
])('version %s is %s', (version, lifecycle) => {
  const { entities } = catalog({ ...shop(), service: { name: 'shop', version } });
  expect(entities[0].spec.lifecycle).toBe(lifecycle);
});

it('tells what each interface is, and which descriptions are not whole', () => {
  const of = (name: string, file: string) => ({ name, type: 'event', contract: file }) as const;
  const files = {
    'a.yaml': 'openapi: 3.1.0\npaths: { /x: { $ref: "x.yaml" } }\n',
    'a.proto': 'syntax = "proto3";\r\nimport "google/protobuf/any.proto";\r\n\tmessage A {}',
    'a.json': '{"$ref": "#/x"}',
    'a.graphql': 'type A { a: Int }',
    'a.txt': 'hello',
    'empty.yaml': '',
  };
  const contract = { ...shop(), interfaces: [...Object.keys(files), 'missing'].map((file) => of(file, file)) };
  const { entities, text } = catalog(contract, {}, files);
  expect(entities.slice(1).map(({ metadata, spec }) => `${metadata.name} ${spec.type}`)).toEqual([
    'shop-a.yaml openapi',
    'shop-a.proto grpc',
    'shop-a.json jsonschema',
    'shop-a.graphql graphql',
    'shop-a.txt unknown',
  ]);
  expect(entities[2].spec.definition).toBe('syntax = "proto3";\nimport "google/protobuf/any.proto";\n\tmessage A {}\n');
  expect(text.split('# The description refers to other files').length - 1).toBe(1);
});

it('says what options say', async () => {
  const options = {
    name: 'web',
    namespace: 'eu',
    owner: 'group:eu/web',
    system: 'shop',
    type: 'website',
    lifecycle: 'beta',
  };
  const contract = { ...shop('team/a'), interfaces: [{ name: 'x', type: 'event', contract: 'x.json' }] } as const;
  const { entities } = catalog(contract, options, { 'x.json': '{}' });
  const shared = { owner: 'group:eu/web', system: 'shop', lifecycle: 'beta' };
  expect(entities[0]).toMatchObject({
    metadata: { name: 'web', namespace: 'eu' },
    spec: { type: 'website', ...shared },
  });
  expect(entities[1]).toMatchObject({ metadata: { name: 'web-x', namespace: 'eu' }, spec: shared });
  if (model !== undefined) for (const entity of entities) await judge(entity);
});

it.each([
  [{ name: 'a b' }, '--option name, "a b", is no name for Backstage'],
  [{ owner: 'a b' }, '--option owner cannot be "a b"'],
  [{ namespace: 'A' }, '--option namespace cannot be "A"'],
])('%j is refused', (options: Files, message) => {
  expect(() => catalog(shop(), options)).toThrow(expect.objectContaining({ code: 'USAGE', message }));
});
