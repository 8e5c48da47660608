import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { asyncapiRules } from '../../../../src/core/diff/asyncapi/rules.ts';
import { compareClassifications, worst } from '../../../../src/core/diff/change.ts';
import { fileLimits, parseDocument } from '../../../../src/core/document/read.ts';
import type { Json } from '../../../../src/core/json.ts';
import { root } from '../../../support/run.ts';
import { type Plain, reordered } from '../openapi/rewrite.ts';
import { compareTexts, linesOf, type Texts } from './compare.ts';
import { described, inlined, modern, renamedChannels, renamedComponents, renamedServers } from './rewrite.ts';
import '../../../support/properties.ts';

interface Written {
  readonly name: string;
  readonly document: Plain;
  /** Files beside it. */
  readonly beside: Readonly<Record<string, string>>;
}

/** Documents that people wrote: those of the examples and of the cases. */
function documents(): Written[] {
  const found: Written[] = [];
  for (const folder of ['examples', 'test/cases/diff']) {
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/(?:asyncapi|events)\.ya?ml$/.test(file)) continue;
      const parsed = parseDocument(readFileSync(path.join(root, folder, file), 'utf8'), { limits: fileLimits });
      if (!parsed.ok) throw new Error(`${file} is broken`);
      const directory = path.join(root, folder, path.dirname(file));
      const others = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /(?:\.proto|\.json|(?<!pacto|asyncapi|events)\.yaml)$/.test(name),
      );
      found.push({
        name: `${folder}/${file}`,
        document: JSON.parse(JSON.stringify(parsed.document.value as Json)) as Plain,
        beside: Object.fromEntries(others.map((name) => [name, readFileSync(path.join(directory, name), 'utf8')])),
      });
    }
  }
  return found;
}

const all = documents();

function texts(document: Plain, { beside }: Written): Texts {
  return { 'events.json': JSON.stringify(document), ...beside };
}

const rewritings: readonly (readonly [what: string, rewrite: (document: Plain) => Plain | undefined, least: number])[] =
  [
    ['members in another order', reordered, 200],
    ['what only people read', described, 200],
    ['2.x as 3.x', modern, 75],
    ['components under other names', renamedComponents, 200],
    ['channels and their messages under other names', renamedChannels, 150],
    ['servers under other names', renamedServers, 200],
    ['components where they are used', inlined, 200],
  ];

describe('the same in other words is no change', () => {
  it.each(rewritings)('%s', (_, rewrite, least) => {
    let count = 0;
    for (const written of all) {
      // What cannot be read has no other words.
      const other = written.name.includes('not-comparable') ? undefined : rewrite(written.document);
      if (other === undefined) continue;
      count += 1;
      const [old, fresh] = [texts(written.document, written), texts(other, written)];
      const changed = [...compareTexts(old, fresh), ...compareTexts(fresh, old)];
      const bad = changed.filter(({ classification }) => classification !== 'NON_BREAKING');
      expect(linesOf(bad), written.name).toEqual([]);
    }
    expect(count).toBeGreaterThanOrEqual(least);
  });

  it('JSON as YAML', () => {
    for (const written of all) {
      const old = { 'events.json': JSON.stringify(written.document), ...written.beside };
      const fresh = { 'events.yaml': dump(written.document), ...written.beside };
      expect(compareTexts(old, fresh), written.name).toEqual([]);
    }
  });

  it('a document and itself', () => {
    for (const written of all) {
      const text = texts(written.document, written);
      expect(compareTexts(text, text), written.name).toEqual([]);
    }
  });
});

/** Both sides of every case that is written in AsyncAPI. */
const pairs = all.flatMap((old) => {
  const fresh = all.find(({ name }) => name === old.name.replace('/old/', '/new/'));
  return old.name.includes('/old/') && fresh !== undefined ? [[old, fresh] as const] : [];
});

describe('a change', () => {
  it('means the same in 2.x, in 3.x, and on the way from one to the other', () => {
    let count = 0;
    for (const [old, fresh] of pairs) {
      // What stands in 2.x and has no place in 3.x.
      if (/message-id-changed|operation-id|versions/.test(old.name)) continue;
      const [oldModern, newModern] = [modern(old.document), modern(fresh.document)];
      if (oldModern === undefined || newModern === undefined) continue;
      count += 1;
      const said = (a: Plain, b: Plain) =>
        compareTexts(texts(a, old), texts(b, fresh))
          .map(({ classification, rule }) => `${classification} ${rule}`)
          .sort();
      const expected = said(old.document, fresh.document);
      expect(said(oldModern, newModern), old.name).toEqual(expected);
      expect(said(old.document, newModern), old.name).toEqual(expected);
    }
    expect(count).toBeGreaterThan(35);
  });

  it('the other way round adds what it removed', () => {
    for (const [old, fresh] of pairs) {
      const [there, back] = [
        compareTexts(texts(old.document, old), texts(fresh.document, fresh)),
        compareTexts(texts(fresh.document, fresh), texts(old.document, old)),
      ];
      const sorted = (types: readonly string[]) => [...types].sort();
      const turned = { added: 'removed', removed: 'added', modified: 'modified' } as const;
      expect(sorted(back.map(({ type }) => type)), old.name).toEqual(sorted(there.map(({ type }) => turned[type])));
    }
  });

  it('has a class of its rule, and where a schema breaks a witness or a convention', () => {
    const classes = new Map(asyncapiRules.map((rule) => [rule.id, rule.classes]));
    for (const [old, fresh] of pairs) {
      for (const change of compareTexts(texts(old.document, old), texts(fresh.document, fresh))) {
        if (classes.has(change.rule)) expect(classes.get(change.rule), change.rule).toContain(change.classification);
        else if (change.rule.startsWith('event-') && change.classification === 'BREAKING') {
          expect(change.witness ?? change.convention, `${old.name} ${change.path}`).toBeDefined();
        }
      }
    }
  });

  it('weighs as much when both directions are used as the worse of them', () => {
    const words = ['a', 'b', 'c', 'd'];
    const schema = fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'object'),
        enum: fc.uniqueArray(fc.constantFrom(...words), { minLength: 1 }),
        maxLength: fc.nat(9),
        required: fc.uniqueArray(fc.constantFrom(...words)),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(schema, schema, (before, after) => {
        const classOf = (actions: readonly string[]) =>
          worst(
            compareTexts(withActions(before, actions), withActions(after, actions)).map(
              ({ classification }) => classification,
            ),
          );
        const [receive, send] = [classOf(['receive']), classOf(['send'])];
        const both = classOf(['receive', 'send']);
        expect(both).toBe(compareClassifications(receive, send) > 0 ? receive : send);
      }),
      { numRuns: 150 },
    );
  });
});

function withActions(payload: Plain, actions: readonly string[]): string {
  return JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 'Shop', version: '1.0.0' },
    channels: { orders: { address: 'orders', messages: { one: { name: 'one', payload } } } },
    operations: Object.fromEntries(
      actions.map((action) => [action, { action, channel: { $ref: '#/channels/orders' } }]),
    ),
  });
}
