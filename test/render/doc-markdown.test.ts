import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import schema from '../../schema/output/doc.schema.json' with { type: 'json' };
import { memoryBundle } from '../../src/core/contract/bundle.ts';
import { doc } from '../../src/operations/doc.ts';
import type { DocResult } from '../../src/operations/results.ts';
import { renderDocumentMarkdown } from '../../src/render/doc/markdown.ts';
import { proseBlocks, proseLine } from '../../src/render/doc/markdown-prose.ts';
import { renderJson } from '../../src/render/json.ts';
import { casePorts, casesDirectory, foldersIn } from '../support/cases.ts';
import { effort } from '../support/effort.ts';
import { root } from '../support/run.ts';

const examples = path.join(root, 'examples');
const golden = path.join(casesDirectory, 'doc');
const fits = new Ajv2020({ strict: false }).compile(schema);

/** Every contract of the example platform. */
const names = foldersIn(examples).filter((name) => existsSync(path.join(examples, name, 'pacto.yaml')));

async function documented(reference: string, from = examples): Promise<DocResult> {
  return (await doc(casePorts(from), { reference })).result;
}

describe('the example platform', () => {
  it.each(names)('%s', async (name) => {
    const result = await documented(name);
    const text = renderDocumentMarkdown(result, { bundle: '' });
    const file = path.join(golden, `${name}.md`);
    if (process.env.PACTO_CASES_WRITE === '1') {
      mkdirSync(golden, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(renderDocumentMarkdown(await documented(name), { bundle: '' }), 'the same again').toBe(text);
    expect(fits(JSON.parse(renderJson(result))), JSON.stringify(fits.errors)).toBe(true);
  });
});

/** What an attacker writes wherever a text may stand. */
const attack = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '![x](data:text/html;base64,PHNjcmlwdD4=)',
  '</details></table>',
  '| a | b |\n| --- | --- |\n| c | d |',
  '```\n</code><script>alert(1)</script>\n',
  '~~~mermaid\nclick A call alert()\n~~~',
  '&lt;script&gt; &#60;script&#62; &#x6a;avascript:alert(1)',
  '[ref]: javascript:alert(1) "t"\n[ref]',
  '<javascript:alert(1)>',
  '`` ` <script> `` **<b>**',
  '\u202e\u0000\u001b[31m',
].join('\n\n');

/** Elements and addresses of the HTML that another program makes of a Markdown text. */
function seenBy(text: string): { readonly raw: string[]; readonly addresses: string[] } {
  const raw: string[] = [];
  const addresses: string[] = [];
  const tokens = marked.lexer(text);
  marked.walkTokens(tokens, (token) => {
    if (token.type === 'html') raw.push(token.raw);
    if (token.type === 'link' || token.type === 'image') addresses.push(token.href);
  });
  return { raw, addresses };
}

describe('text that came from elsewhere', () => {
  it('becomes no markup, wherever it stands', async () => {
    const quoted = JSON.stringify(attack);
    const openapi = {
      openapi: '3.1.0',
      info: { title: attack, version: attack, description: attack },
      servers: [{ url: attack, description: attack }],
      paths: {
        [`/${attack}`]: {
          get: {
            summary: attack,
            description: attack,
            operationId: attack,
            tags: [attack],
            security: [{ [attack]: [attack] }],
            parameters: [
              {
                name: attack,
                in: 'query',
                description: attack,
                schema: { type: attack, enum: [attack], pattern: attack },
              },
            ],
            requestBody: {
              description: attack,
              content: {
                [attack]: {
                  schema: { title: attack, properties: { [attack]: { description: attack, default: attack } } },
                },
              },
            },
            responses: { 200: { description: attack, headers: { [attack]: { description: attack } } } },
          },
        },
      },
      components: { securitySchemes: { [attack]: { type: attack, description: attack } } },
    };
    const settings = {
      title: attack,
      description: attack,
      properties: { [attack]: { type: 'string', description: attack, default: attack, enum: [attack] } },
    };
    const rules = {
      title: attack,
      description: attack,
      properties: { service: { required: [attack], errorMessage: attack, pattern: attack } },
    };
    const contract = `pactoVersion: "1.0"
service: {name: shop, version: 1.0.0, owner: ${quoted}, image: {ref: ${quoted}}}
interfaces: [{name: ${quoted}, type: http, port: 80, contract: interfaces/openapi.json}]
configurations: [{name: ${quoted}, schema: configuration/schema.json, values: {${quoted}: ${quoted}}}]
policies: [{name: ${quoted}, schema: policy/schema.json}]
dependencies: [{name: ${quoted}, ref: ../gone, compatibility: ^1.0.0}]
metadata: {description: ${quoted}, ${quoted}: ${quoted}}
`;
    const files = new Map(
      Object.entries({
        'pacto.yaml': contract,
        'interfaces/openapi.json': JSON.stringify(openapi),
        'configuration/schema.json': JSON.stringify(settings),
        'policy/schema.json': JSON.stringify(rules),
        'docs/<script>alert(1)<script>.md': `# ${attack}`,
        'docs/javascript:alert(1).md': '# <img src=x onerror=alert(1)>',
      }).map(([name, text]) => [name, new TextEncoder().encode(text)]),
    );
    const bundle = memoryBundle(files, { kind: 'memory', label: 'shop', contractPath: 'shop/pacto.yaml' });
    const ports = casePorts(root);
    const open: typeof ports.open = (reference, from, options) =>
      reference === 'shop' ? Promise.resolve(bundle) : ports.open(reference, from, options);
    const { result } = await doc({ ...ports, open }, { reference: 'shop' });
    const text = renderDocumentMarkdown(result, { bundle: '' });
    const { raw, addresses } = seenBy(text);
    expect(text.split('alert').length, 'it is there, as text').toBeGreaterThan(40);
    expect(raw.filter((tag) => tag !== '<br>')).toEqual([]);
    expect(addresses.filter((address) => !/^(?:#|docs\/|\.\/|https?:|mailto:)/.test(address))).toEqual([]);
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e]/);
    expect(fits(JSON.parse(renderJson(result))), JSON.stringify(fits.errors)).toBe(true);
  });

  it.each([
    ['Plain text.', 'Plain text.\n'],
    ['one\ntwo\n\nthree', 'one two\n\nthree\n'],
    ['- a\n- b', '- a\n- b\n'],
    ['Use `a|b` and **strong** words', 'Use `a\\|b` and **strong** words\n'],
    ['[site](https://example.com/a_b)', '[site](https://example.com/a_b)\n'],
    ['[site](javascript:alert(1))', '\\[site\\](javascript:alert(1))\n'],
    ['[x](https://e.example/<b>)', 'x\n'],
    ['# Title\ntext', '**Title**\n\ntext\n'],
    ['```json\n{"a": "<b>"}\n```', '```json\n{"a": "<b>"}\n```\n'],
    ['```mermaid\nclick\n```', '```\nclick\n```\n'],
    ['---', '* * *\n'],
    ['1) one\n2) two', '1. one\n2. two\n'],
    ['*a* and _b c_, not 2 * 3 * 4 or a_b_c', '*a* and *b c*, not 2 \\* 3 \\* 4 or a\\_b\\_c\n'],
    ['*<b>*', '*&lt;b&gt;*\n'],
    ['<b>bold</b>', '&lt;b&gt;bold&lt;/b&gt;\n'],
    ['- a\n  - b\n    - c\n- d', '- a\n  - b\n    - c\n- d\n'],
    ['3. a\n   b\n4. c\n\n   d', '3. a b\n4. c\n\n   d\n'],
    ['text\n- a\n- b\n\nmore', 'text\n\n- a\n- b\n\nmore\n'],
    ['- [ ] open\n- [x] done', '- [ ] open\n- [x] done\n'],
    ['1. do\n   ```sh\n   ls\n\n   ls\n   ```', '1. do\n   ```sh\n   ls\n\n   ls\n   ```\n'],
    ['| A | B |\n|---|:-:|\n| `a` | b \\| <c> |', '| A | B |\n| --- | --- |\n| `a` | b \\| &lt;c&gt; |\n'],
    ['> one\n> two\n>\n> - a', '> one two\n>\n> - a\n'],
    ['one  \ntwo\\\n1.5 three', 'one\\\ntwo\\\n1\\.5 three\n'],
    ['\\*no emphasis\\*', '\\*no emphasis\\*\n'],
    ['see <https://a.example/b_c> <javascript:x>', 'see <https://a.example/b_c> &lt;javascript:x&gt;\n'],
    ['Title\n===\ntext', '**Title**\n\ntext\n'],
    ['[a]: https://a.example', '\\[a\\]: https://a.example\n'],
    [`${'> '.repeat(60)}x`, `\`\`\`\n${'> '.repeat(60)}x\n\`\`\`\n`],
  ])('%j is written as %j', (text, expected) => {
    expect(proseBlocks(text)).toBe(expected);
  });

  it.each([
    ['one\n\ntwo', 'one two'],
    ['One of\n- a\n- `b`\n\nor none', 'One of<br>• a<br>• `b`<br>or none'],
    ['1. a\n   - b\n2. c', '1. a<br>• b<br>2. c'],
    ['| A | B |\n|---|---|\n| a | b |', 'A, B<br>a, b'],
    ['> a\n\n```\nb|c\nd\n```', 'a `b\\|c d`'],
    ['---', '---'],
  ])('%j is told in a cell as %j', (text, expected) => {
    expect(proseLine(text)).toBe(expected);
  });

  it.each(['*'.repeat(20_000), '['.repeat(20_000), '- '.repeat(10_000), '> '.repeat(10_000), '|a'.repeat(10_000)])(
    'is written in time: %.10s',
    (text) => {
      expect(effort(() => [proseBlocks(text), proseLine(text)]).effort).toBeLessThan(300);
    },
  );
});
