import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyOverrides, type NormalisedOverride } from '../../../src/core/contract/override.ts';
import { readContract } from '../../../src/core/contract/read.ts';
import { contractSchema } from '../../../src/core/contract/schema.ts';
import { formatSteps, parseAssignment, parseSetPath, type Step } from '../../../src/core/contract/set-path.ts';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { child, readable, tokens } from '../../../src/core/pointer.ts';

const base: JsonObject = {
  pactoVersion: '1.0',
  service: {
    name: 'api',
    version: '1.0.0',
    owner: { team: 'a', contacts: [{ type: 'email', value: 'a@x.io' }] },
  },
  interfaces: [
    { name: 'rest', type: 'http', port: 8080 },
    { name: 'debug', type: 'http', port: 6060 },
  ],
  configurations: [{ name: 'default', schema: 'configuration/schema.json', values: { LEVEL: 'info' } }],
  runtime: { lifecycle: { gracefulShutdownSeconds: 5 } },
  metadata: { list: [1, 2], tier: 'gold' },
};

const file = (value: JsonObject): NormalisedOverride => ({ kind: 'file', value });
const set = (text: string): NormalisedOverride => ({ kind: 'set', text });

function merge(from: JsonObject, ...overrides: NormalisedOverride[]) {
  const result = applyOverrides(from, overrides, contractSchema);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.merged;
}

/** The value at a pointer, own members only. */
function at(value: Json | undefined, pointer: string): Json | undefined {
  let found: Json | undefined = value;
  for (const token of tokens(pointer)) {
    found =
      found !== null && typeof found === 'object' && Object.hasOwn(found, token)
        ? Reflect.get(found, token)
        : undefined;
  }
  return found;
}

describe('values files', () => {
  it.each<[string, JsonObject, string, Json | undefined]>([
    [
      'mappings merge',
      { runtime: { lifecycle: { upgradeStrategy: 'rolling' } } },
      '/runtime/lifecycle',
      { gracefulShutdownSeconds: 5, upgradeStrategy: 'rolling' },
    ],
    [
      'named items merge',
      { interfaces: [{ name: 'debug', port: 1 }] },
      '/interfaces/1',
      { name: 'debug', type: 'http', port: 1 },
    ],
    [
      'new names are appended',
      { interfaces: [{ name: 'events', type: 'event' }] },
      '/interfaces/2',
      { name: 'events', type: 'event' },
    ],
    [
      'values keep their schema',
      { configurations: [{ name: 'default', values: { LEVEL: 'debug' } }] },
      '/configurations/0',
      { name: 'default', schema: 'configuration/schema.json', values: { LEVEL: 'debug' } },
    ],
    [
      'contacts merge by value',
      { service: { owner: { contacts: [{ value: 'a@x.io', purpose: 'oncall' }] } } },
      '/service/owner/contacts',
      [{ type: 'email', value: 'a@x.io', purpose: 'oncall' }],
    ],
    ['other lists are replaced', { metadata: { list: [3] } }, '/metadata/list', [3]],
    ['null deletes', { runtime: null, metadata: { tier: null } }, '/metadata', { list: [1, 2] }],
    ['null in something new is nothing', { scaling: { min: 1, max: null } }, '/scaling', { min: 1 }],
    [
      'null in a replaced list stays',
      { metadata: { list: [null, { a: null }] } },
      '/metadata/list',
      [null, { a: null }],
    ],
    ['a mapping replaces text', { metadata: { tier: { name: 'x' } } }, '/metadata/tier', { name: 'x' }],
    ['text replaces a mapping', { service: { owner: 'team/b' } }, '/service/owner', 'team/b'],
    [
      'nested keys named like lists do not merge',
      { metadata: { interfaces: [{ name: 'a' }] } },
      '/metadata/interfaces',
      [{ name: 'a' }],
    ],
    [
      'a name given twice stays a mistake',
      { dependencies: [{ name: 'a' }, { name: 'a' }] },
      '/dependencies',
      [{ name: 'a' }, { name: 'a' }],
    ],
  ])('%s', (_, override, pointer, expected) => {
    expect(at(merge(base, file(override)).value, pointer)).toEqual(expected);
  });

  it('leave the base as it was', () => {
    const before = structuredClone(base);
    merge(base, file({ interfaces: [{ name: 'debug', port: 1 }], metadata: { tier: null } }), set('service.version=2'));
    expect(base).toEqual(before);
  });
});

describe('--set', () => {
  it.each<[string, string, Json | undefined]>([
    ['service.version=1.0', '/service/version', '1.0'],
    ['service.version=', '/service/version', ''],
    ['pactoVersion=1.1', '/pactoVersion', '1.1'],
    ['service.owner=true', '/service/owner', 'true'],
    ['service.owner=123', '/service/owner', '123'],
    ['service.image.ref=acme/api:2=x', '/service/image/ref', 'acme/api:2=x'],
    ['service.image.private=true', '/service/image/private', true],
    ['interfaces[0].port=9090', '/interfaces/0/port', 9090],
    ['interfaces[name=debug].port=0x10', '/interfaces/1/port', 16],
    ['scaling.min=2', '/scaling', { min: 2 }],
    ['runtime.lifecycle.gracefulShutdownSeconds=30', '/runtime/lifecycle/gracefulShutdownSeconds', 30],
    ['runtime.workload=job', '/runtime/workload', 'job'],
    ['metadata.count=3', '/metadata/count', 3],
    ['metadata.on=True', '/metadata/on', true],
    ['metadata.version=1.0', '/metadata/version', 1],
    ['metadata.empty=', '/metadata/empty', ''],
    ['metadata.a\\.b=1', '/metadata/a.b', 1],
    ['metadata["a.b"].c=x', '/metadata/a.b/c', 'x'],
    ['metadata.list[1]=x', '/metadata/list', [1, 'x']],
    ['configurations[name=default].values.LEVEL=debug', '/configurations/0/values/LEVEL', 'debug'],
    ['configurations[name=default].values.PORT=8080', '/configurations/0/values/PORT', 8080],
    ['service.owner.contacts[value=a@x.io].purpose=oncall', '/service/owner/contacts/0/purpose', 'oncall'],
    ['metadata.tier=null', '/metadata', { list: [1, 2] }],
    ['metadata.nothing.here=null', '/metadata', { list: [1, 2], tier: 'gold' }],
    ['metadata.list[0]=null', '/metadata/list', [2]],
    ['interfaces[name=rest]=null', '/interfaces', [{ name: 'debug', type: 'http', port: 6060 }]],
    ['interfaces[name=other]=null', '/interfaces/2', undefined],
    ['configurations[name=default]=null', '/configurations', undefined],
    ['configuration.values.LEVEL=warn', '/configurations/0/values/LEVEL', 'warn'],
    ['policy.schema=policy/schema.json', '/policies', [{ name: 'default', schema: 'policy/schema.json' }]],
    ['runtime.workload.type=job', '/runtime/workload', 'job'],
  ])('%s', (text, pointer, expected) => {
    expect(at(merge(base, set(text)).value, pointer)).toEqual(expected);
  });

  it.each<[string, string]>([
    ['metadata.a="x"', '"x"'],
    ['metadata.a=12', '12'],
    ['interfaces[0].port=12', '12'],
    ['metadata.a=null', 'null'],
    ['metadata.a=', ''],
  ])('--set-string %s', (text, expected) => {
    const { value } = merge(base, { kind: 'set-string', text });
    expect(at(value, text.startsWith('meta') ? '/metadata/a' : '/interfaces/0/port')).toBe(expected);
  });

  it('--set-json sets a value of any kind as it stands', () => {
    const json = (text: string) => merge(base, { kind: 'set-json', text }).value;
    expect(at(json('metadata={"a":{"b":null},"list":[]}'), '/metadata')).toEqual({ a: { b: null }, list: [] });
    expect(at(json('interfaces[name=rest]={"type":"event"}'), '/interfaces/0')).toEqual({
      name: 'rest',
      type: 'event',
    });
    expect(at(json('dependencies[name=db]={"required":false}'), '/dependencies')).toEqual([
      { name: 'db', required: false },
    ]);
    expect(at(json('metadata.a="1.0"'), '/metadata/a')).toBe('1.0');
    expect(at(json('metadata.tier=null'), '/metadata/tier')).toBeUndefined();
  });

  it.each<[string, string, string, number | undefined]>([
    ['service.version', 'there is no = and no value', 'PATH=VALUE', 16],
    ['=x', 'a key is missing', 'PATH=VALUE', 1],
    ['', 'the path is empty', 'PATH=VALUE', 1],
    ['a..b=x', 'a key is missing', '', 3],
    ['a.[0]=x', 'a bracket follows the dot', 'leave out the dot', 3],
    ['a[0]b=x', '"b" stands after a bracket', 'go on with a dot', 5],
    ['a[-1]=x', 'this bracket is not understood', '[name=app]', 2],
    ['a[01]=x', 'this bracket is not understood', '', 2],
    ['a[name=]=x', '[name=] has no value', '', 8],
    ['a[name=b=x', 'a closing ] is missing', '', 7],
    ['a["b]=x', 'the quoted text cannot be read', '', 3],
    ['a]=x', 'this ] closes nothing', '', 2],
    ['a\\b=x', '"\\b" is not an escape', '', 2],
    [
      'interfaces[0].port=http',
      'interfaces[0].port: takes a whole number, and "http" is not',
      'write a whole number',
      20,
    ],
    ['interfaces[0].port=80.5', 'takes a whole number', '', 20],
    ['dependencies[name=a].required=yes', 'takes true or false, and "yes" is not', '', 31],
    ['dependencies[name=a].required=True', 'takes true or false', '', 31],
    ['interfaces=x', 'interfaces: takes a list, and "x" is not', '--set-json', 12],
    ['metadata.x=.inf', '.inf has no place in JSON', '--set-string', 12],
    ['interfaces[7].port=1', 'interfaces[7] is out of range, interfaces has 2 items: 0 to 1', '[name=x]', undefined],
    [
      'interfaces[name=rst].port=1',
      'no item of interfaces has the name "rst", only "rest", "debug"',
      'did you mean "rest"?',
      undefined,
    ],
    [
      'interfaces[name=admin].port=1',
      'no item of interfaces has the name "admin", only "rest", "debug"',
      "--set-json 'interfaces[name=admin]={…}'",
      undefined,
    ],
    [
      'policies[name=platform].ref=oci://r.io/p',
      'no item of policies has the name "platform": there are none',
      "--set-json 'policies[name=platform]={…}'",
      undefined,
    ],
    ['metadata.list[2]=1', 'metadata.list[2] is out of range, metadata.list has 2 items: 0 to 1', '', undefined],
    ['interfaces.rest.port=1', 'interfaces is a list, not a mapping', '[name=x]', undefined],
    ['metadata[0]=1', 'metadata is a mapping, not a list', 'metadata.KEY', undefined],
    ['metadata.tier.name=1', 'metadata.tier is a single value, not a mapping', '--set-json', undefined],
    ['metadata.new[0]=1', 'metadata.new is not there, so it has no items', '', undefined],
    ['metadata.list[name=x].a=1', 'no item of metadata.list has the name "x": there are none', '', undefined],
    [`${'a.'.repeat(100)}a=1`, 'the path has more than 100 parts', '', 201],
    [`${'a'.repeat(4097)}=1`, 'the path has more than 4096 characters', '', 1],
  ])('%s is refused', (text, message, help, column) => {
    const result = applyOverrides(base, [file({}), set(text)], contractSchema);
    if (result.ok) throw new Error('it was applied');
    const [problem] = result.problems;
    expect(problem?.message).toContain(message);
    expect(problem?.help ?? '').toContain(help);
    expect(problem?.column).toBe(column);
    expect(problem?.source).toBe(1);
  });

  it('says where broken JSON is broken, and all that is wrong', () => {
    const flags = [
      { kind: 'set-json', text: 'metadata.a={"b": tru}' },
      { kind: 'set', text: 'a' },
    ] as const;
    const result = applyOverrides(base, flags, contractSchema);
    expect(result.ok || result.problems.map(({ source, column }) => [source, column])).toEqual([
      [0, 18],
      [1, 2],
    ]);
  });
});

describe('origins', () => {
  const merged = merge(
    base,
    file({
      metadata: { tier: 'x', extra: { a: 1 } },
      interfaces: [
        { name: 'new', port: 1 },
        { name: 'debug', port: 2 },
      ],
    }),
    set('interfaces[name=rest]=null'),
    set('service.version=2.0.0'),
    { kind: 'set-json', text: 'runtime.health={"interface":"new"}' },
  );
  it.each<[string, number | undefined, string]>([
    ['', undefined, ''],
    ['/service/name', undefined, '/service/name'],
    ['/service/version', 2, ''],
    ['/metadata', undefined, '/metadata'],
    ['/metadata/tier', 0, '/metadata/tier'],
    ['/metadata/extra/a', 0, '/metadata/extra/a'],
    ['/metadata/list/1', undefined, '/metadata/list/1'],
    ['/interfaces/0', undefined, '/interfaces/1'],
    ['/interfaces/0/type', undefined, '/interfaces/1/type'],
    ['/interfaces/0/port', 0, '/interfaces/1/port'],
    ['/interfaces/1', 0, '/interfaces/0'],
    ['/interfaces/1/type', 0, '/interfaces/0/type'],
    ['/runtime/health/interface', 3, ''],
    ['/runtime/missing', undefined, '/runtime/missing'],
  ])('%s', (pointer, source, expected) => {
    expect(merged.origin(pointer)).toEqual({ source, pointer: expected });
  });
});

describe('overrides of a contract that is read', () => {
  const bytes = new TextEncoder().encode(
    'pactoVersion: "1.0"\nservice: {name: api, version: 1.0.0}\ninterfaces: [{name: a}, {name: b}]\n',
  );
  it('may be in an older spelling, and are found where they stand', () => {
    const read = readContract(bytes, 'pacto.yaml', [
      { kind: 'file', file: 'prod.yaml', bytes: new TextEncoder().encode('configuration: {schema: s.json}\n') },
      { kind: 'set-json', text: 'runtime={"workload":{"type":"job"}}' },
      { kind: 'set', text: 'interfaces[name=a]=null' },
    ]);
    if (!read.ok) throw new Error(JSON.stringify(read.failures));
    const { value, place } = read.contract;
    expect(at(value, '/runtime/workload')).toBe('job');
    expect(at(value, '/configurations')).toEqual([{ name: 'default', schema: 's.json' }]);
    const places = ['/configurations/0/schema', '/runtime/workload', '/interfaces/0/name'].map(place);
    expect(places.map(({ source, pointer }) => [source.file, pointer])).toEqual([
      ['prod.yaml', '/configuration/schema'],
      ['--set-json runtime', ''],
      ['pacto.yaml', '/interfaces/1/name'],
    ]);
  });
});

describe('laws', () => {
  const names = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', 'x.y', '0', 'interfaces', 'name');
  const leaf = fc.oneof(fc.string({ maxLength: 4 }), fc.boolean(), fc.nat(9));
  const members = <T>(value: fc.Arbitrary<T>) => fc.dictionary(names, value, { maxKeys: 4, noNullPrototype: true });
  /** Mappings of mappings: always an object where another tree has one, so that order of merging does not matter. */
  const trees = members(members(leaf)) as fc.Arbitrary<JsonObject>;
  const items = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', '__proto__'), { maxLength: 3 })
    .chain((list) => fc.tuple(...list.map((name) => members(leaf).map((rest) => ({ ...rest, name })))));
  const contracts = fc.record(
    { metadata: trees, interfaces: items, service: trees },
    { requiredKeys: [] },
  ) as fc.Arbitrary<JsonObject>;
  const merged = (from: JsonObject, ...more: JsonObject[]) => merge(from, ...more.map(file)).value;

  it('an empty override changes nothing', () => {
    fc.assert(
      fc.property(contracts, (a) => {
        expect(merged(a, {})).toEqual(a);
      }),
    );
  });
  it('a contract over itself changes nothing', () => {
    fc.assert(
      fc.property(contracts, (a) => {
        expect(merged(a, a)).toEqual(a);
      }),
    );
  });
  it('merging one by one is merging at once', () => {
    fc.assert(
      fc.property(contracts, contracts, contracts, (a, b, c) => {
        expect(merged(a, b, c)).toEqual(merged(merged(a, b), c));
        expect(merged(a, b, c)).toEqual(merged(a, merged(b, c)));
      }),
    );
  });
  it('the last override wins, and what none names is untouched', () => {
    fc.assert(
      fc.property(trees, trees, names, names, leaf, (a, b, first, second, value) => {
        const override = { metadata: Object.fromEntries([[first, Object.fromEntries([[second, value]])]]) };
        const before = merged({ metadata: a }, { metadata: b });
        const after = merged({ metadata: a }, { metadata: b }, override);
        const pointer = child(child('/metadata', first), second);
        expect(at(after, pointer)).toEqual(value);
        for (const key of Object.keys(Object(at(before, '/metadata')))) {
          if (key !== first) expect(at(after, child('/metadata', key))).toEqual(at(before, child('/metadata', key)));
        }
      }),
    );
  });
  it('what is set can be read back, and nothing leaks into prototypes', () => {
    const text = fc.string({ maxLength: 6 }).filter((value) => !value.includes('\n'));
    fc.assert(
      fc.property(trees, fc.array(names, { minLength: 1, maxLength: 4 }), text, (a, keys, value) => {
        const pointer = keys.reduce<string>(child, '/other');
        const assignment = `${formatSteps([{ kind: 'key', key: 'other' }, ...keys.map((key) => ({ kind: 'key', key }) as const)])}=${value}`;
        expect(at(merge(a, { kind: 'set-string', text: assignment }).value, pointer)).toBe(value);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });
  it('every value says where it came from', () => {
    fc.assert(
      fc.property(contracts, contracts, (a, b) => {
        const result = merge(a, file(b));
        const visit = (value: Json, pointer: string): void => {
          const origin = result.origin(pointer);
          const source = at(origin.source === undefined ? a : b, origin.pointer);
          expect(source).not.toBeUndefined();
          if (value === null || typeof value !== 'object') expect(source).toEqual(value);
          else for (const [key, each] of Object.entries(value)) visit(each, child(pointer, key));
        };
        visit(result.value, '');
      }),
    );
  });

  const keys = fc.string({ minLength: 1, maxLength: 5 });
  const steps = fc.array(
    fc.oneof<fc.Arbitrary<Step>[]>(
      keys.map((key) => ({ kind: 'key', key })),
      fc.nat(1000).map((index) => ({ kind: 'index', index })),
      fc.tuple(fc.constantFrom('name', 'value'), keys).map(([key, value]) => ({ kind: 'match', key, value })),
    ),
    { minLength: 1, maxLength: 6 },
  );
  it('paths are formatted to text that reads the same, alone and before a value', () => {
    fc.assert(
      fc.property(steps, fc.string(), (path, value) => {
        expect(parseSetPath(formatSteps(path))).toMatchObject({ ok: true, steps: path });
        expect(parseAssignment(`${formatSteps(path)}=${value}`)).toMatchObject({ ok: true, steps: path, value });
      }),
    );
  });
  it('the places of findings are paths', () => {
    fc.assert(
      fc.property(
        fc.array(
          keys.filter((key) => !/^\d+$/.test(key)),
          { minLength: 1 },
        ),
        (parts) => {
          const place = readable(parts.reduce<string>(child, ''));
          expect(parseSetPath(place)).toMatchObject({ ok: true, steps: parts.map((key) => ({ kind: 'key', key })) });
        },
      ),
    );
  });
  it('any text is read or refused with a column inside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab.[]=\\"0n ') }), (text) => {
        const parsed = parseAssignment(text);
        if (!parsed.ok) expect(parsed.column).toBeLessThanOrEqual(text.length + 1);
      }),
      { numRuns: 1000 },
    );
  });
});
