import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from '../../../src/core/document/print-yaml.ts';
import { parseDocument } from '../../../src/core/document/read.ts';
import type { JsonObject } from '../../../src/core/json.ts';

it('puts remarks above what they are about, and breaks them', () => {
  const document = { spec: { ports: [{ name: 'web', port: 80 }, { name: 'api' }], list: ['a'] } };
  const remarks = new Map([
    ['/spec', 'About all of it.'],
    ['/spec/ports/0', 'About the first.'],
    ['/spec/ports/0/port', 'About its port.'],
    ['/spec/ports/1/name', 'About what stands behind the dash.'],
    ['/spec/list/0', `A long one: ${'word '.repeat(30)}`],
    ['/nowhere', 'Not printed.'],
  ]);
  expect(yamlText(document, remarks)).toBe(`# About all of it.
spec:
  ports:
    # About the first.
    - name: web
      # About its port.
      port: 80
    # About what stands behind the dash.
    - name: api
  list:
    # A long one: word word word word word word word word word word word word word word word word word word word word
    # word word word word word word word word word word
    - a
`);
});

it('keeps a text of several lines as it is where that is exact', () => {
  const document = { a: 'x: 1\n\n  y\n', b: ['x\ny\n'], c: 'x\ny', d: ' x\ny\n', e: 'x\n\n', f: 'x\r\ny\n', g: '\n' };
  expect(yamlText(document)).toBe(`a: |
  x: 1

    y
b:
  - |
    x
    y
c: "x\\ny"
d: " x\\ny\\n"
e: "x\\n\\n"
f: "x\\r\\ny\\n"
g: "\\n"
`);
});

it('is read back as the same, by both versions of YAML, whatever the remarks', () => {
  const text = fc.oneof(
    fc
      .array(fc.constantFrom('a', ' ', '\n', '\t', '#', ':', '-', '\u2028', '\u0085', '\ufeff', '\u{1f600}', '%', '"'))
      .map((parts) => `${parts.join('')}\n`),
    fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed()),
  );
  const document = fc.dictionary(
    text.filter((name) => name !== '__proto__' && name.length < 100),
    fc.oneof(text, fc.array(fc.record({ first: text, second: text }))),
  );
  fc.assert(
    fc.property(document, text, (value: JsonObject, remark) => {
      const places = Object.entries(value).flatMap(([name, item]) => {
        const at = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        return Array.isArray(item) ? [at, `${at}/0`, `${at}/0/first`] : [at];
      });
      const printed = yamlText(value, new Map(places.map((place) => [place, remark])));
      if (Object.keys(value).length === 0) return;
      const own = parseDocument(printed, { limits: { maxBytes: 1e6, maxDepth: 10, maxAliasNodes: 10 } });
      expect(own.ok && own.document.value).toEqual(value);
      expect(parse(printed, { version: '1.1', maxAliasCount: 0 })).toEqual(value);
    }),
  );
});

it('has characters beyond U+FFFF as they are: escapes of their halves are nothing to libyaml and Go', () => {
  expect(yamlText({ '\u{1f600}': 'x \u{1f600}', b: '\u{1f600}\ny\n', c: '\u2028' })).toBe(
    '"\u{1f600}": "x \u{1f600}"\nb: |\n  \u{1f600}\n  y\nc: "\\u2028"\n',
  );
});
