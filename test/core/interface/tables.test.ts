import { describe, expect, it } from 'vitest';
import { asyncapi2 } from '../../../src/core/interface/asyncapi/shapes-2.ts';
import { asyncapi3 } from '../../../src/core/interface/asyncapi/shapes-3.ts';
import { openapi2 } from '../../../src/core/interface/openapi/shapes-2.ts';
import { openapi3 } from '../../../src/core/interface/openapi/shapes-3.ts';
import { objectTypes, type Shape, type TypeTable, versionNumber } from '../../../src/core/interface/shape/notation.ts';

const tables: readonly (readonly [name: string, table: TypeTable, root: string, versions: readonly string[]])[] = [
  ['OpenAPI 2', openapi2, 'OpenApi', ['2.0']],
  ['OpenAPI 3', openapi3, 'OpenApi', ['3.0', '3.1', '3.2']],
  ['AsyncAPI 2', asyncapi2, 'AsyncApi', ['2.0', '2.3', '2.6']],
  ['AsyncAPI 3', asyncapi3, 'AsyncApi', ['3.0', '3.1']],
];

function typesIn(shape: Shape | undefined): string[] {
  if (shape?.kind === 'object') return [shape.type];
  if (shape?.kind === 'list' || shape?.kind === 'map') return typesIn(shape.of);
  return shape?.kind === 'either' ? shape.shapes.flatMap(typesIn) : [];
}

describe.each(tables)('the table of %s', (_, table, root, versions) => {
  it('names only types it has, and has only types it needs', () => {
    const reached = new Set<string>();
    for (const version of versions) {
      const typeNamed = objectTypes(table, versionNumber(version));
      const open = [root];
      const seen = new Set<string>();
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        if (seen.has(name)) continue;
        seen.add(name);
        const type = typeNamed(name);
        if (type.choose !== undefined) open.push(type.choose.withIt, type.choose.otherwise);
        open.push(...[...type.fields.values()].flatMap(({ shape }) => typesIn(shape)), ...typesIn(type.rest));
      }
      for (const name of seen) reached.add(name);
    }
    expect([...reached].sort()).toEqual(Object.keys(table).sort());
  });
});

describe('mistakes in a table', () => {
  it.each([['Strin g'], ['string sinc 3.1'], ['strings'], ['[&]']])('%s', (text) => {
    const typeNamed = objectTypes({ A: { fields: { a: text } } }, 301);
    expect(() => typeNamed('A')).toThrow();
  });
  it('an unknown type', () => {
    expect(() => objectTypes({}, 301)('A')).toThrow('No type A');
  });
});
