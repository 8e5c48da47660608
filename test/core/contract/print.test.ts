import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contractText } from '../../../src/core/contract/print.ts';
import { ExactNumber } from '../../../src/core/document/number.ts';
import { contractLimits, parseDocument } from '../../../src/core/document/read.ts';
import type { Json } from '../../../src/core/json.ts';

function read(text: string): Json {
  const parsed = parseDocument(text, { limits: contractLimits });
  if (!parsed.ok) throw new Error(`${parsed.problems[0]?.message} in ${text}`);
  return parsed.document.value;
}

it('prints a contract as one writes it', () => {
  const contract = {
    pactoVersion: '1.0',
    service: { name: 'shop', version: '1.0.0', owner: { contacts: [{ type: 'chat', value: '#shop' }] } },
    interfaces: [],
    metadata: {
      when: '2024-01-01',
      note: 'two words',
      nested: [['a'], [], {}],
      big: new ExactNumber(9007199254740993n, 0),
    },
  };
  expect(contractText(contract)).toBe(`pactoVersion: "1.0"
service:
  name: shop
  version: "1.0.0"
  owner:
    contacts:
      - type: chat
        value: "#shop"
interfaces: []
metadata:
  when: "2024-01-01"
  note: two words
  nested:
    -
      - a
    - []
    - {}
  big: 9007199254740993
`);
});

it('reads back as the same value', () => {
  const value = fc.letrec<{ json: Json }>((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
      fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
      fc.constantFrom('yes', 'null', '1.0', '- a', 'a: b', '#x', '', ' ', '<<', '2024-01-01', '~', '0x1F'),
      fc.array(tie('json')),
      fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('<<', '__proto__', 'true')), tie('json')),
    ),
  })).json;
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { minKeys: 1 }), (json) => {
      expect(read(contractText(json))).toEqual(json);
    }),
  );
});
