import { describe, expect, it } from 'vitest';
import { inputSchemaOf, readArguments } from '../../src/mcp/arguments.ts';
import { z } from '../../src/mcp/sdk.ts';
import { defineTool, readOnly } from '../../src/mcp/tool.ts';
import { tools } from '../../src/mcp/tools/table.ts';

const tool = defineTool({
  name: 'pacto_example',
  title: 'Example',
  description: 'An example.',
  input: {
    ref: z.string().max(20).optional().describe('a text'),
    names: z.array(z.string()).max(2).optional().describe('texts'),
    count: z.int().min(1).max(9).optional().describe('a number'),
    deep: z.boolean().optional().describe('a switch'),
    kind: z.enum(['small', 'large']).optional().describe('a choice'),
    part: z.strictObject({ port: z.int() }).optional().describe('an object'),
    owner: z
      .union([z.string(), z.strictObject({ team: z.string() })])
      .optional()
      .describe('either'),
    must: z.string().describe('what must be there'),
  },
  aliases: { path: 'ref' },
  outputSchema: async () => ({ type: 'object' }),
  annotations: readOnly,
  run: async (_, given) => given,
});

const read = (given: Record<string, unknown>) => readArguments(tool, { must: 'x', ...given });

describe('arguments', () => {
  it.each([
    [{ names: '["a","b"]' }, { names: ['a', 'b'] }],
    [{ names: 'a' }, { names: ['a'] }],
    [{ count: '3' }, { count: 3 }],
    [{ deep: 'true' }, { deep: true }],
    [{ part: '{"port": 80}' }, { part: { port: 80 } }],
    [{ owner: '{"team": "a"}' }, { owner: { team: 'a' } }],
    [{ owner: 'team/a' }, { owner: 'team/a' }],
    [{ owner: '5' }, { owner: '5' }],
    [{ path: 'here' }, { ref: 'here' }],
    [{ ref: '["a"]' }, { ref: '["a"]' }],
    [{ ref: null, count: null }, {}],
  ])('are read as meant: %j', (given, meant) => {
    expect(read(given)).toEqual({ must: 'x', ...meant });
  });

  it.each([
    [{ nmaes: [] }, 'there is no argument "nmaes"', 'Did you mean "names"?'],
    [{ zzz: 1 }, 'there is no argument "zzz"', 'It takes ref, names, count, deep, kind, part, owner, must.'],
    [JSON.parse('{"__proto__": 1}'), 'there is no argument "__proto__"', 'It takes'],
    [{ constructor: 1 }, 'there is no argument "constructor"', 'It takes'],
    [{ ref: 'a', path: 'b' }, '"ref" is given twice, also as "path"', 'input schema'],
    [{ ref: 5 }, '"ref" must be a string, and is 5', 'input schema'],
    [{ names: 5 }, '"names" must be a list, and is 5', 'input schema'],
    [{ names: ['a', 5] }, '"names[1]" must be a string, and is 5', 'input schema'],
    [{ names: ['a', 'b', 'c'] }, '"names" must have at most 2 items, and has 3', 'input schema'],
    [{ count: '3x' }, '"count" must be a number, and is "3x"', 'input schema'],
    [{ count: 1.5 }, '"count" must be a whole number, and is 1.5', 'input schema'],
    [{ count: 0 }, '"count" must be at least 1, and is 0', 'input schema'],
    [{ deep: 'maybe' }, '"deep" must be a boolean, and is "maybe"', 'input schema'],
    [{ kind: 'lrage' }, '"kind" must be one of small, large, and is "lrage" (did you mean large?)', 'input schema'],
    [{ part: [] }, '"part" must be an object, and is a list', 'input schema'],
    [{ part: { port: 1, host: 2 } }, '"part" has no member "host"; it takes port', 'input schema'],
    [{ part: {} }, '"part.port" is missing', 'input schema'],
    [{ part: { prot: 1, port: 1 } }, '"part" has no member "prot" (did you mean port?); it takes port', 'input schema'],
    [{ owner: 5 }, '"owner" must be a string or an object, and is 5', 'input schema'],
    [{ owner: ['a'] }, '"owner" must be a string or an object, and is a list', 'input schema'],
    [{ owner: { team: 5 } }, '"owner.team" must be a string, and is 5', 'input schema'],
    [{ owner: { team: 'a', dir: 'b' } }, '"owner" has no member "dir"; it takes team', 'input schema'],
    [{ ref: 'x'.repeat(21) }, '"ref" must have at most 20 characters, and has 21', 'input schema'],
  ])('are refused: %j', (given, message, hint) => {
    expect(() => read(given)).toThrow(expect.objectContaining({ code: 'USAGE', message: `pacto_example: ${message}` }));
    expect(() => read(given)).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  it('that are any object must be one', () => {
    const edit = tools.find(({ name }) => name === 'pacto_edit');
    if (edit === undefined) throw new Error('there is no pacto_edit');
    const list = () => readArguments(edit, { set_values: ['a=1'] });
    expect(list).toThrow(
      expect.objectContaining({ message: 'pacto_edit: "set_values" must be an object, and is a list' }),
    );
  });

  it('are refused where one is missing, and where they are too large', () => {
    expect(() => readArguments(tool, {})).toThrow('"must" is missing');
    expect(() => read({ names: ['x'.repeat(2_000_000)] })).toThrow('characters of JSON');
  });
});

describe('the table of tools', () => {
  it('has every name once, with our prefix', () => {
    const names = tools.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^pacto_[a-z]+(_[a-z]+)*$/.test(name))).toEqual([]);
  });

  it.each(tools.map((one) => [one.name, one] as const))('describes what %s takes and gives', async (_, one) => {
    const { type, properties = {}, additionalProperties } = inputSchemaOf(one);
    expect({ type, additionalProperties }).toEqual({ type: 'object', additionalProperties: false });
    for (const [name, property] of Object.entries(properties as object)) {
      expect(property, name).toHaveProperty('description');
    }
    for (const [alias, meant] of Object.entries(one.aliases)) {
      expect(properties).toHaveProperty(meant);
      expect(properties).not.toHaveProperty(alias);
    }
    const output = await one.outputSchema();
    expect(output.type).toBe('object');
    // Clients hold the schemas of all tools in one place, where an address may be there once.
    expect(output).not.toHaveProperty('$id');
  });
});
