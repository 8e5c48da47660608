import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../src/core/contract/normalise.ts';
import { contractLimits, parseDocument } from '../../../src/core/document/read.ts';
import type { Json } from '../../../src/core/json.ts';

function read(yaml: string): Json {
  const parsed = parseDocument(yaml, { limits: contractLimits });
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return parsed.document.value;
}

const spellings = [
  {
    name: 'one configuration',
    older: 'configuration: { schema: a.json }',
    canonical: 'configurations: [{ name: default, schema: a.json }]',
    places: { '/configurations/0/schema': '/configuration/schema', '/configurations/0': '/configuration' },
    notes: ['/configuration'],
  },
  {
    name: 'configurations under configs',
    older: 'configuration: { configs: [{ name: app, schema: a.json }] }',
    canonical: 'configurations: [{ name: app, schema: a.json }]',
    places: { '/configurations/0/schema': '/configuration/configs/0/schema' },
    notes: ['/configuration'],
  },
  {
    name: 'one policy',
    older: 'policy: { ref: ./policies }',
    canonical: 'policies: [{ name: default, ref: ./policies }]',
    places: { '/policies/0/ref': '/policy/ref' },
    notes: ['/policy'],
  },
  {
    name: 'workload as an object',
    older: 'runtime: { workload: { type: job } }',
    canonical: 'runtime: { workload: job }',
    places: { '/runtime/workload': '/runtime/workload/type' },
    notes: ['/runtime/workload/type'],
  },
  {
    name: 'dependencies without name and scheme',
    older: 'dependencies: [{ ref: "registry.example.com/acme/auth:1.0.0" }, { ref: ../cache }]',
    canonical:
      'dependencies: [{ name: auth, ref: "oci://registry.example.com/acme/auth:1.0.0" }, { name: cache, ref: ../cache }]',
    places: { '/dependencies/0/name': '/dependencies/0/ref', '/dependencies/1/ref': '/dependencies/1/ref' },
    notes: [],
  },
  {
    name: 'names that are missing',
    older: 'policies: [{ schema: a.json }, { name: default-2, schema: b.json }, { schema: c.json }]',
    canonical:
      'policies: [{ name: default, schema: a.json }, { name: default-2, schema: b.json }, { name: default-3, schema: c.json }]',
    places: {},
    notes: [],
  },
];

describe('older spellings', () => {
  it.each(spellings)('$name', ({ older, canonical, places, notes }) => {
    const normalised = normalise(read(older));
    expect(normalised.value).toEqual(read(canonical));
    expect(normalised.older.map(({ pointer }) => pointer)).toEqual(notes);
    for (const [pointer, authored] of Object.entries(places)) expect(normalised.authored(pointer)).toBe(authored);
  });

  it('leaves singular and plural together as they are', () => {
    const text = 'policy: { schema: a.json }\npolicies: [{ name: b, schema: b.json }]';
    const normalised = normalise(read(text));
    expect(normalised.value).toEqual(read(text));
    expect(normalised.ambiguous.map(({ pointer }) => pointer)).toEqual(['/policy']);
  });

  it('keeps the order of sections', () => {
    const { value } = normalise(read('policy: { schema: a.json }\nservice: {}\nconfiguration: { schema: b.json }'));
    expect(Object.keys(Object(value))).toEqual(['policies', 'service', 'configurations']);
  });

  it('never throws, and does nothing the second time', () => {
    const section = fc.oneof(fc.jsonValue(), fc.record({ configs: fc.jsonValue() }), fc.record({ type: fc.string() }));
    const document = fc.dictionary(
      fc.constantFrom('configuration', 'configurations', 'policy', 'policies', 'runtime', 'dependencies', 'x'),
      section,
    );
    fc.assert(
      fc.property(document, (value) => {
        const once = normalise(value as Json);
        if (once.ambiguous.length === 0) expect(normalise(once.value).value).toEqual(once.value);
      }),
    );
  });
});
