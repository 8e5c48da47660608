import { describe, expect, it } from 'vitest';
import { dataUri } from '../../../../src/render/doc/html/data-uri.ts';
import { createIds } from '../../../../src/render/doc/html/ids.ts';
import { html, trusted } from '../../../../src/render/doc/html/markup.ts';
import { styleSheet } from '../../../../src/render/doc/html/style/sheet.ts';

describe('a template', () => {
  it('escapes what is put in, and nothing twice', () => {
    const inner = html`<b title="${'"&<>\''}">${'</b><script>'}</b>`;
    expect(html`<p>${inner}${['a', undefined, 1, trusted('<hr>')]}</p>`.html).toBe(
      '<p><b title="&quot;&amp;&lt;&gt;&#39;">&lt;/b&gt;&lt;script&gt;</b>a1<hr></p>',
    );
  });
});

describe('ids', () => {
  it('are unique, whatever asks for them', () => {
    const ids = createIds();
    const all = [['a'], ['a'], ['a-2'], ['a', '2'], ['A!'], [''], ['"><x>'], ['ü', '日本'], ['x'.repeat(500)]].map(
      (about) => ids(...about),
    );
    expect(all.slice(0, 5)).toEqual(['a', 'a-2', 'a-2-2', 'a-2-3', 'a-3']);
    expect(new Set(all).size).toBe(all.length);
    for (const id of all) expect(id).toMatch(/^[\p{L}\p{N}-]{1,90}$/u);
  });

  it('are none that the page or its drawing has', () => {
    const ids = createIds();
    expect(['content', 'filter', 'interfaces', 'pacto-head', '-pacto-graph-title'].map((about) => ids(about))).toEqual([
      'content-2',
      'filter-2',
      'interfaces-2',
      'of-pacto-head',
      'of-pacto-graph-title',
    ]);
  });

  it('have no two hyphens in a row, and no half of a character', () => {
    const ids = createIds();
    for (const about of [`${'x'.repeat(79)} y`, `${'x'.repeat(79)}\u{1d400}`, 'a--b', '- -']) {
      expect(ids(about)).toMatch(/^(?:[\p{L}\p{N}]+-?)*[\p{L}\p{N}]$/u);
    }
  });
});

describe('pictures of a bundle', () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10]);
  const files: Readonly<Record<string, Uint8Array>> = {
    'docs/a.png': png,
    'docs/page.html': new TextEncoder().encode('<script>'),
    'docs/large.png': new Uint8Array(300_000).map((_, i) => png[i] ?? 0),
    'docs/d.svg': new TextEncoder().encode('<svg/>'),
    ...Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [`docs/${i}.png`, new Uint8Array(250_000).map((_, at) => png[at] ?? i)]),
    ),
  };
  const uri = () => dataUri((path) => (Object.hasOwn(files, path) ? files[path] : undefined));

  it.each([
    ['a.png', 'data:image/png;base64,iVBORw0K'],
    ['../docs/a.png', 'data:image/png;base64,iVBORw0K'],
    ['d.svg', 'data:image/svg+xml;base64,PHN2Zy8+'],
    ['page.html', undefined],
    ['large.png', undefined],
    ['gone.png', undefined],
    ['../../a.png', undefined],
    ['https://a.example/a.png', undefined],
  ])('%s', (href, expected) => {
    expect(uri()(href, 'docs/x.md')).toBe(expected);
  });

  it('are a megabyte together at most, and count wherever they are shown', () => {
    const own = uri();
    const shown = [0, 1, 0, 2, 3, 4, 5].filter((i) => own(`${i}.png`, 'docs/x.md') !== undefined);
    expect(shown).toEqual([0, 1, 0, 2]);
    // What is smaller still fits.
    expect(own('a.png', 'docs/x.md')).toBe('data:image/png;base64,iVBORw0K');
  });
});

describe('the colours', () => {
  const roles = new Map(
    [...styleSheet.matchAll(/--([a-z-]+):light-dark\((#[0-9a-f]{6}),(#[0-9a-f]{6})\)/g)].map(
      ([, name, light, dark]) => [name, [light ?? '', dark ?? ''] as const],
    ),
  );
  const texts = ['text', 'quiet', 'accent', 'good', 'bad', 'warn', 'blue', 'violet'];
  const grounds = ['ground', 'surface', 'sunken'];
  const soft = [...roles.keys()].filter((name) => name?.endsWith('-soft'));
  const pairs = [
    ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
    ...soft.flatMap((ground) => [
      [ground?.replace('-soft', '') ?? '', ground ?? ''] as const,
      ['text', ground ?? ''] as const,
    ]),
    // What floats is the other way round.
    ['ground', 'text'] as const,
  ];

  it.each(pairs)('%s can be read on %s, light and dark', (text, ground) => {
    for (const scheme of [0, 1] as const) {
      const [a, b] = [roles.get(text)?.[scheme] ?? '', roles.get(ground)?.[scheme] ?? ''];
      expect(contrast(a, b), `${a} on ${b}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** WCAG 2.2, contrast ratio and relative luminance. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [a, b].map(luminance).sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the style', () => {
  it('loads nothing', () => {
    expect(styleSheet).not.toMatch(/@import|url\(|<\//);
  });
});
