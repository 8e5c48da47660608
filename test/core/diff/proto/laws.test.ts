import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protoRules } from '../../../../src/core/diff/proto/rules.ts';
import { changesOf, compare } from './support.ts';

const classesOf = new Map(protoRules.map(({ id, classes }) => [id, classes]));

/** A program as data, so that its parts can be put in any order. */
interface Plain {
  readonly messages: readonly {
    readonly name: string;
    readonly fields: readonly Field[];
    readonly reserved: boolean;
  }[];
  readonly enums: readonly { readonly name: string; readonly values: readonly { name: string; number: number }[] }[];
  readonly rpcs: readonly {
    readonly name: string;
    readonly request: string;
    readonly response: string;
    stream: boolean;
  }[];
}
interface Field {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly label: string;
}

const messageNames = ['M0', 'M1', 'M2', 'M3'];
const enumNames = ['E0', 'E1'];
const typeName = fc.constantFrom(
  'int32',
  'int64',
  'sint32',
  'string',
  'bytes',
  'fixed32',
  ...messageNames,
  ...enumNames,
);
const field = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  number: fc.integer({ min: 1, max: 6 }),
  type: fc.oneof(
    { weight: 5, arbitrary: typeName },
    typeName.map((value) => `map<string, ${value}>`),
  ),
  label: fc.constantFrom('', '', 'optional ', 'repeated '),
});
const fields = fc
  .uniqueArray(field, { selector: ({ name }) => name, maxLength: 4 })
  .map((list) => list.filter(({ number }, i) => list.findIndex((other) => other.number === number) === i));
const program: fc.Arbitrary<Plain> = fc.record({
  messages: fc.uniqueArray(fc.record({ name: fc.constantFrom(...messageNames), fields, reserved: fc.boolean() }), {
    selector: ({ name }) => name,
  }),
  enums: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom(...enumNames),
      values: fc
        .uniqueArray(fc.record({ name: fc.constantFrom('X', 'Y', 'Z'), number: fc.integer({ min: 1, max: 4 }) }), {
          selector: ({ name }) => name,
        })
        .map((list) => list.filter(({ number }, i) => list.findIndex((other) => other.number === number) === i)),
    }),
    { selector: ({ name }) => name },
  ),
  rpcs: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('Get', 'Put', 'Del'),
      request: fc.constantFrom(...messageNames),
      response: fc.constantFrom(...messageNames),
      stream: fc.boolean(),
    }),
    { selector: ({ name }) => name },
  ),
});

function print({ messages, enums, rpcs }: Plain, gap = ' '): string {
  const printField = ({ type, label, name, number }: Field): string =>
    `${type.startsWith('map') ? '' : label}${type} ${name} = ${number};`;
  return [
    ...messages.map(({ name, fields: list, reserved }) => {
      return `message ${name} { ${reserved ? 'reserved 7 to 9; ' : ''}${list.map(printField).join(gap)} }`;
    }),
    ...enums.map(({ name, values }) => {
      const rest = values.map((value) => `${name}_${value.name} = ${value.number};`);
      return `enum ${name} { ${name}_ZERO = 0; ${rest.join(gap)} }`;
    }),
    `service S { ${rpcs.map(({ name, request, response, stream }) => `rpc ${name}(${stream ? 'stream ' : ''}${request}) returns (${response});`).join(gap)} }`,
  ].join(gap);
}

function reversed({ messages, enums, rpcs }: Plain): Plain {
  return {
    messages: messages.map((one) => ({ ...one, fields: one.fields.toReversed() })).toReversed(),
    enums: enums.map((one) => ({ ...one, values: one.values.toReversed() })).toReversed(),
    rpcs: rpcs.toReversed(),
  };
}

/** Another program of which some parts are those of the first, so that there is something to pair. */
const pairs = fc
  .tuple(program, program, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([old, other, kept]) => {
    const messages = old.messages.map((one, i) => {
      const fresh = other.messages.find(({ name }) => name === one.name);
      return fresh === undefined || kept[i] === true ? one : fresh;
    });
    const fresh: Plain = { ...other, messages: kept[0] === true ? other.messages : messages };
    return [old, fresh] as const;
  });

describe('laws of comparison', () => {
  it('nothing differs from itself, in whatever order and layout', () => {
    fc.assert(
      fc.property(program, (made) => {
        expect(changesOf(print(made), print(reversed(made), '\n// x\n'))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('nothing differs when all types move to another file of the package', () => {
    fc.assert(
      fc.property(program, (made) => {
        const types = print({ ...made, rpcs: [] }).replace(/service S \{ +\}/, '');
        const service = `import "types.proto"; ${print({ messages: [], enums: [], rpcs: made.rpcs })}`;
        const split = { 'a.proto': service, 'types.proto': types };
        expect(changesOf(print(made), split)).toEqual([]);
        expect(changesOf(split, print(made))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('swapping the sides swaps what was added and removed', () => {
    fc.assert(
      fc.property(pairs, ([old, fresh]) => {
        const named = (from: Plain, to: Plain, type: string): string[] =>
          compare(print(from), print(to))
            .filter((change) => change.type === type)
            .map(({ rule, path }) => `${rule.replace(/-(?:added|removed)$/, '')} ${path}`)
            .sort();
        expect(named(old, fresh, 'added')).toEqual(named(fresh, old, 'removed'));
        expect(named(old, fresh, 'removed')).toEqual(named(fresh, old, 'added'));
      }),
      { numRuns: 500 },
    );
  });

  it('the order of declarations changes nothing about the answer', () => {
    fc.assert(
      fc.property(pairs, ([old, fresh]) => {
        const answer = changesOf(print(old), print(fresh));
        expect(changesOf(print(reversed(old)), print(fresh))).toEqual(answer);
        expect(changesOf(print(old), print(reversed(fresh)))).toEqual(answer);
      }),
      { numRuns: 300 },
    );
  });

  it('every change has a rule of its class, a place, and a reason that says for whom', () => {
    fc.assert(
      fc.property(pairs, ([old, fresh]) => {
        for (const { rule, classification, reason, old: before, new: after } of compare(print(old), print(fresh))) {
          expect(classesOf.get(rule), rule).toContain(classification);
          expect(before ?? after).toBeDefined();
          if (classification !== 'NON_BREAKING') expect(reason).toMatch(/^(?:Wire|JSON|Source|JSON and source): /);
        }
      }),
      { numRuns: 300 },
    );
  });
});
