import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bundle, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { type OverrideInput, readContract } from '../../../src/core/contract/read.ts';
import { PactoError } from '../../../src/core/error.ts';
import { type ValidateOptions, validateContract } from '../../../src/core/validate/validate.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function bundleOf(files: Readonly<Record<string, string>>, label = 'shop'): Bundle {
  const contents = Object.entries(files).map(([path, text]) => [path, bytes(text)] as const);
  return memoryBundle(new Map(contents), { kind: 'memory', label, contractPath: 'pacto.yaml', base: `/${label}` });
}

async function check(text: string, options: ValidateOptions = {}, overrides: readonly OverrideInput[] = []) {
  return validateContract(readContract(bytes(text), 'pacto.yaml', overrides), options);
}

const place = ({ at, code }: { at: { file: string; line: number; column: number }; code: string }) =>
  `${at.file}:${at.line}:${at.column} ${code}`;

const head = 'pactoVersion: "1.0"\nservice: { name: shop, version: 1.0.0 }\n';

describe('layers', () => {
  const twoLayers = `${head}interfaces:\n  - { name: api, type: http, port: 0 }\nscaling: { min: 3, max: 1 }\n`;

  it('stop after one with an error', async () => {
    const { layers, findings, valid } = await check(twoLayers);
    expect(layers.map(({ name, ran }) => [name, ran])).toEqual([
      ['structural', true],
      ['cross-field', false],
      ['semantic', false],
      ['policy', false],
    ]);
    expect(findings.map(place)).toEqual(['pacto.yaml:4:36 SCHEMA_VIOLATION']);
    expect(valid).toBe(false);
  });

  it('all run with `all`, on what can be judged, with the same verdict', async () => {
    const { findings, valid } = await check(twoLayers, { all: true });
    expect(findings.map(place)).toEqual([
      'pacto.yaml:4:36 SCHEMA_VIOLATION',
      'pacto.yaml:5:17 SCALING_MIN_EXCEEDS_MAX',
    ]);
    expect(valid).toBe(false);
  });

  it('with `all` say nothing about what is only unreadable', async () => {
    const text = `${head}interfaces:\n  - { name: 7, type: http, port: 80 }\n  - { name: api, type: http, port: 80 }\nruntime:\n  workload: service\n  state: { type: stateless, persistence: { scope: local, durability: ephemeral }, dataCriticality: low }\n  health: { interface: api, path: /health }\n`;
    const { findings } = await check(text, { all: true });
    expect(findings.map(place)).toEqual(['pacto.yaml:4:13 SCHEMA_VIOLATION']);
  });

  it('with `all` do not miss what is there in a wrong type', async () => {
    const text = `${head}interfaces:\n  - { name: api, type: http, port: "8080" }\n`;
    const { findings } = await check(text, { all: true });
    expect(findings.map(place)).toEqual(['pacto.yaml:4:36 SCHEMA_VIOLATION']);
  });

  it('point into the list as it was written when an item was left out', async () => {
    const text = `${head}dependencies:\n  - 5\n  - { ref: ./a, compatibility: "<<" }\n`;
    const { findings } = await check(text, { all: true });
    expect(findings.map(place)).toEqual(['pacto.yaml:4:5 SCHEMA_VIOLATION', 'pacto.yaml:5:32 INVALID_COMPATIBILITY']);
    expect(findings[1]?.pointer).toBe('/dependencies/1/compatibility');
  });
});

describe('positions', () => {
  it('stand at the alias, with the anchor beside it', async () => {
    const text = `${head}metadata:\n  port: &port 70000\ninterfaces:\n  - { name: api, type: http, port: *port }\n`;
    const { findings } = await check(text);
    expect(findings.map(place)).toEqual(['pacto.yaml:6:36 SCHEMA_VIOLATION']);
    expect(findings[0]?.related?.[0]?.at).toMatchObject({ line: 4, column: 15 });
  });

  it('are found in JSON', async () => {
    const text = '{\n  "pactoVersion": "1.0",\n  "service": {"name": "shop", "version": "newest"}\n}';
    expect((await check(text)).findings.map(place)).toEqual(['pacto.yaml:3:42 INVALID_SEMVER']);
  });

  it('name the override that a value came from', async () => {
    const overrides: OverrideInput[] = [
      { kind: 'file', file: 'prod.yaml', bytes: bytes('scaling:\n  min: 4\n') },
      { kind: 'set', text: 'service.version=newest' },
    ];
    const { findings } = await check(`${head}scaling: { min: 1, max: 2 }\n`, {}, overrides);
    expect(findings.map(place)).toEqual([
      '--set service.version:1:17 INVALID_SEMVER',
      'prod.yaml:2:8 SCALING_MIN_EXCEEDS_MAX',
    ]);
  });
});

describe('overrides', () => {
  const file = (name: string, text: string): OverrideInput => ({ kind: 'file', file: name, bytes: bytes(text) });

  it('in two spellings at once are told in the file that has them, once', async () => {
    const both = file('prod.yaml', 'policy: { schema: a.json }\npolicies: [{ name: b, schema: b.json }]\n');
    expect((await check(head, {}, [both])).findings.map(place)).toEqual(['prod.yaml:1:1 AMBIGUOUS_SPELLING']);
  });

  it('in an older spelling are told in the file that has it', async () => {
    const older = file('prod.yaml', 'configuration: { ref: oci://registry.example.com/acme/config }\n');
    expect((await check(head, {}, [older])).findings.map(place)).toEqual(['prod.yaml:1:1 DEPRECATED_SPELLING']);
  });

  it('do not hide from policies what nobody wrote', async () => {
    const text = `${head}dependencies: [{ ref: registry.example.com/a/b, compatibility: "^1" }]\npolicies: [{ schema: p.json }]\n`;
    const policy = '{ "properties": { "dependencies": { "items": { "required": ["name"] } } } }';
    const bundle = bundleOf({ 'pacto.yaml': text, 'p.json': policy });
    const set: OverrideInput = { kind: 'set', text: 'dependencies[0].compatibility=^2' };
    for (const overrides of [[], [set]]) {
      const codes = (await check(text, { bundle }, overrides)).findings.map(({ code }) => code);
      expect(codes).toEqual(['POLICY_VIOLATION', 'TAG_NOT_DIGEST']);
    }
  });
});

describe('silencing', () => {
  const warned = (comment: string) => `${head}service2: 1\n`.replace('service2: 1\n', comment);
  const scaled =
    'runtime:\n  workload: scheduled\n  state: { type: stateless, persistence: { scope: local, durability: ephemeral }, dataCriticality: low }\n';

  it.each([
    [
      'by a comment above',
      `${scaled}# pacto-ignore SCHEDULED_SCALING: the platform asks for it\nscaling: { replicas: 1 }\n`,
      1,
    ],
    ['by a comment on the line', `${scaled}scaling: { replicas: 1 } # pacto-ignore SCHEDULED_SCALING: asked for\n`, 1],
    ['not by another code', `${scaled}scaling: { replicas: 1 } # pacto-ignore PORT_CONFLICT: asked for\n`, 0],
    [
      'not by text in a value',
      `${scaled}scaling: { replicas: 1 }\nmetadata: { note: "# pacto-ignore SCHEDULED_SCALING" }\n`,
      0,
    ],
  ])('%s', async (_, rest, suppressed) => {
    const result = await check(warned(rest));
    expect(result.suppressed).toBe(suppressed);
    expect(result.findings).toHaveLength(1 - suppressed);
  });

  it('never hides an error', async () => {
    const text = `${head}# pacto-ignore SCALING_MIN_EXCEEDS_MAX: why not\nscaling: { min: 3, max: 1 }\n`;
    expect((await check(text, { ignore: ['SCALING_MIN_EXCEEDS_MAX'] })).valid).toBe(false);
  });
});

describe('policies', () => {
  const own = `${head}policies: [{ name: platform, ref: oci://registry.example.com/acme/policies }]\n`;

  it('out of reach leave the answer unknown', async () => {
    const open = async (): Promise<Bundle> => {
      throw new PactoError('SOURCE_UNSUPPORTED', 'registries are not read');
    };
    const result = await check(own, { bundle: bundleOf({ 'pacto.yaml': own }), open });
    expect(result.findings.map(({ code }) => code)).toEqual(['POLICY_REF_UNRESOLVED']);
    expect(result.unknown?.code).toBe('SOURCE_UNSUPPORTED');
    expect(result.policiesEnforced).toBe(0);
  });

  it('that are wrong beside ones out of reach make the answer no', async () => {
    const text = `${head}policies: [{ name: a, ref: oci://registry.example.com/a }, { name: b, ref: ./b }]\n`;
    const open = async (ref: string): Promise<Bundle> => {
      if (ref === './b') return bundleOf({ 'pacto.yaml': head }, ref);
      throw new PactoError('SOURCE_UNSUPPORTED', 'registries are not read');
    };
    const result = await check(text, { bundle: bundleOf({ 'pacto.yaml': text }), open });
    expect(result.findings.map(({ code }) => code)).toEqual(['POLICY_REF_UNRESOLVED', 'POLICY_REF_UNRESOLVED']);
    expect(result.unknown).toBeUndefined();
  });

  it('that meet again are not a cycle, and each counts', async () => {
    const schema = '{ "properties": { "service": { "required": ["owner"], "errorMessage": "needs an owner" } } }';
    const shared = { 'pacto.yaml': head, 'policy/schema.json': schema };
    const open = async (ref: string) => bundleOf(shared, ref);
    const text = `${head}policies: [{ name: a, ref: ./x }, { name: b, ref: ./x }]\n`;
    const result = await check(text, { bundle: bundleOf({ 'pacto.yaml': text }), open });
    expect(result.policiesEnforced).toBe(2);
    expect(result.findings.map(place)).toEqual(['pacto.yaml:2:1 POLICY_VIOLATION', 'pacto.yaml:2:1 POLICY_VIOLATION']);
  });

  it('whose patterns cannot be enforced fail closed', async () => {
    const text = `${head}policies: [{ schema: policy/schema.json }]\n`;
    const files = { 'pacto.yaml': text, 'policy/schema.json': '{ "propertyNames": { "pattern": "^(?!x)" } }' };
    const result = await check(text, { bundle: bundleOf(files) });
    expect(result.findings.map(({ code }) => code)).toEqual(['INVALID_POLICY_SCHEMA']);
  });
});

describe('any input', () => {
  const cases = fileURLToPath(new URL('../../cases/validate/', import.meta.url));
  const contracts = readdirSync(cases)
    .map((code) => `${cases}${code}/fail/pacto.yaml`)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
  const values = fc.constantFrom(
    '5',
    '[]',
    '{}',
    'null',
    '"x"',
    '[1, {a: 2}]',
    '-',
    '&a [*a]',
    '!x y',
    '1e999',
    '"\\u0000"',
  );

  it('gives findings and never an exception: bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (input) => {
        const { valid } = await validateContract(readContract(input, 'pacto.yaml'), { all: true });
        expect(valid).toBe(false);
      }),
    );
  });

  it('gives findings and never an exception: contracts with a value replaced', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...contracts), fc.nat(), values, fc.boolean(), async (text, n, value, all) => {
        const places = [...text.matchAll(/: [^\n]+$|:$/gm)];
        const match = places[n % places.length];
        const start = match?.index ?? 0;
        const mutated = `${text.slice(0, start)}: ${value}${text.slice(start + (match?.[0].length ?? 0))}`;
        const bundle = bundleOf({ 'pacto.yaml': mutated });
        const { findings } = await check(mutated, { all, bundle });
        for (const { at } of findings) expect(at.line).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
