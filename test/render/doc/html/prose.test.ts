import { describe, expect, it } from 'vitest';
import { linkTarget } from '../../../../src/render/doc/html/links.ts';
import { type ProseContext, renderMarkdown } from '../../../../src/render/doc/html/prose.ts';
import { effort } from '../../../support/effort.ts';

const context: ProseContext = {
  link(href) {
    const target = linkTarget(href, 'docs/page.md');
    return target.kind === 'web' ? target.url : undefined;
  },
  image: (href) => (href === 'here.png' ? 'data:image/png;base64,AA==' : undefined),
  heading: (depth) => ({ tag: `h${depth + 2}`, id: `at-${depth}` }),
};
const rendered = (markdown: string) => renderMarkdown(markdown, context).html.trim();

describe('Markdown of a bundle', () => {
  it.each([
    ['plain words', '<p>plain words</p>'],
    ['*a* **b** `c` ~~d~~', '<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del></p>'],
    ['a &amp; b & c &copy; &lt;i&gt; &#60;i&#62;', '<p>a &amp; b &amp; c &copy; &lt;i&gt; &lt;i&gt;</p>'],
    ['a <b onclick="x">b</b>', '<p>a &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt;</p>'],
    [
      'a: `b`, see https://c.example.  ',
      '<p>a: <code>b</code>, see <a href="https://c.example" rel="noreferrer" class="bare">https://c.example</a>.</p>',
    ],
    ['a\n===', '<h3 id="at-1">a</h3>'],
    ['a\n- b', '<p>a</p>\n<ul>\n<li>b</li>\n</ul>'],
    ['<b onclick="x">a</b>', '<p>&lt;b onclick=&quot;x&quot;&gt;a&lt;/b&gt;</p>'],
    ['## Two', '<h4 id="at-2">Two</h4>'],
    ['- [x] done', '<ul>\n<li><span class="box">☑</span> done</li>\n</ul>'],
    ['[a](https://b.example/?c=1&amp;d=2)', '<p><a href="https://b.example/?c=1&amp;d=2" rel="noreferrer">a</a></p>'],
    ['[a](javascript:b)', '<p>a</p>'],
    ['[a](java&#115;cript:b)', '<p>a</p>'],
    ['[a](javascript&colon;b)', '<p>a</p>'],
    ['[a](//b.example)', '<p>a</p>'],
    ['![a](here.png)', '<p><img src="data:image/png;base64,AA==" alt="a"></p>'],
    ['![a](https://b.example/c.png)', '<p><a href="https://b.example/c.png" rel="noreferrer">a</a></p>'],
    ['![a"b](gone.png)', '<p>a&quot;b</p>'],
    ['```js"x\n<a>\n```', '<pre tabindex="0" data-language="js"><code>&lt;a&gt;</code></pre>'],
    ['a \u202e b &#x202e; c', '<p>a \\u202e b \\u202e c</p>'],
  ])('%j', (markdown, html) => {
    expect(rendered(markdown)).toBe(html);
  });

  it('has tables that can be scrolled by keyboard', () => {
    expect(rendered('| a | b |\n|---|---|\n| c | <i> |')).toBe(
      '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead><tbody><tr><td>c</td><td>&lt;i&gt;</td></tr></tbody></table></div>',
    );
  });

  it.each(['> ', '- ', '!', '[a', '**a', 'a_b_', 'a*', '`a', '> a\nb\n', '- a\n  - b\n', '<a ', '[a][', '(', '| a '])(
    'takes no long time for 250,000 characters of %j',
    (part) => {
      const rendering = effort(() => rendered(part.repeat(250_000 / part.length)));
      expect(rendering.result.length).toBeGreaterThan(1000);
      expect(rendering.effort).toBeLessThan(1000);
    },
  );
});

describe('a link of a bundle', () => {
  it.each([
    ['https://a.example/b#c', { kind: 'web', url: 'https://a.example/b#c' }],
    ['MAILTO:a@b.example', { kind: 'web', url: 'MAILTO:a@b.example' }],
    ['#part', { kind: 'here', fragment: 'part' }],
    ['other.md#a%20b', { kind: 'file', path: 'docs/other.md', fragment: 'a b' }],
    ['../README.md?x', { kind: 'file', path: 'README.md', fragment: undefined }],
    ['./a/./b%2fc.md', { kind: 'file', path: 'docs/a/b/c.md', fragment: undefined }],
    ['100%.md', { kind: 'file', path: 'docs/100%.md', fragment: undefined }],
    ['../../outside.md', { kind: 'refused' }],
    ['%2e%2e/%2e%2e/outside.md', { kind: 'refused' }],
    ['javascript:alert(1)', { kind: 'refused' }],
    ['JavaScript:alert(1)', { kind: 'refused' }],
    ['java\tscript:alert(1)', { kind: 'refused' }],
    [' javascript:alert(1)', { kind: 'refused' }],
    ['data:text/html,x', { kind: 'refused' }],
    ['file:///etc/passwd', { kind: 'refused' }],
    ['//a.example', { kind: 'refused' }],
    ['/\\a.example', { kind: 'refused' }],
    ['\\\\a.example', { kind: 'refused' }],
    ['https:a.example', { kind: 'refused' }],
    ['', { kind: 'refused' }],
  ])('%j', (href, target) => {
    expect(linkTarget(href, 'docs/page.md')).toEqual(target);
  });
});
