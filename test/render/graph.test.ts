import { describe, expect, it } from 'vitest';
import type { GraphEdge, GraphNode } from '../../src/core/graph/model.ts';
import type { GraphResult } from '../../src/operations/results.ts';
import { renderGraphDot } from '../../src/render/graph/dot.ts';
import { renderGraphMarkdown } from '../../src/render/graph/markdown.ts';
import { renderGraphMermaid } from '../../src/render/graph/mermaid.ts';
import { renderGraphSvg } from '../../src/render/graph/svg/svg.ts';
import { renderGraph } from '../../src/render/graph/text.ts';
import { coloured } from '../../src/render/style.ts';
import { graphOf, hostileGraph } from './graphs.ts';

const oci = (name: string, version: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id: `oci://ghcr.io/acme/${name}-pacto@sha256:${'a'.repeat(64)}`,
  name,
  version,
  source: 'oci',
  repository: `oci://ghcr.io/acme/${name}-pacto`,
  ...more,
});
const edge = (from: GraphNode, ref: string, to?: GraphNode, more: Partial<GraphEdge> = {}): GraphEdge => ({
  from: from.id,
  kind: 'dependency',
  name: 'd',
  ref,
  constraint: '*',
  required: true,
  ...(to === undefined ? { error: { code: 'X', message: 'not there', hint: '' } } : { to: to.id }),
  ...more,
});

describe('the tree', () => {
  const root: GraphNode = { id: 'my-service', name: 'my-service', version: '1.0.0', source: 'local' };
  const auth = oci('auth-service', '2.3.0');
  const users = oci('user-store', '1.0.0');
  const cache: GraphNode = { id: 'cache', name: 'cache', version: '1.0.0', source: 'local' };

  it('is drawn as documented', () => {
    const result = graphOf(
      [root, auth, users, cache],
      [
        edge(root, 'ghcr.io/acme/auth-pacto@sha256:abc123', auth),
        edge(root, '../cache', cache),
        edge(auth, 'ghcr.io/acme/user-store-pacto:1.0.0', users),
        edge(auth, '../cache', cache),
      ],
    );
    expect(renderGraph(result)).toBe(`my-service@1.0.0
├─ auth-service@2.3.0 (ghcr.io/acme/auth-pacto@sha256:abc123)
│  ├─ user-store@1.0.0 (ghcr.io/acme/user-store-pacto:1.0.0)
│  └─ cache@1.0.0 [local]
└─ cache@1.0.0 [local] (shared)

Cycles (0)
Conflicts (0)
`);
  });

  it('names the tag that was chosen where the reference names none', () => {
    const chosen = { ...users, tag: 'v1.0.0' };
    const result = graphOf([root, chosen], [edge(root, 'oci://ghcr.io/acme/user-store-pacto', chosen)]);
    expect(renderGraph(result)).toContain('└─ user-store@1.0.0 (ghcr.io/acme/user-store-pacto:v1.0.0)\n');
  });

  it('says what is optional only where it is missing, and cuts long reasons', () => {
    const long = { code: 'X', message: 'x'.repeat(1000), hint: '' };
    const result = graphOf(
      [root, cache],
      [
        edge(root, '../cache', cache, { required: false }),
        edge(root, 'oci://h.io/a:1', undefined, { required: false, name: 'a' }),
        edge(root, 'oci://h.io/b:1', undefined, { name: 'b', error: long }),
      ],
    );
    const lines = renderGraph(result).split('\n');
    expect(lines[1]).toBe('├─ cache@1.0.0 [local]');
    expect(lines[2]).toBe('├─ a (h.io/a:1) (optional) (error: not there)');
    expect(lines[3]).toBe(`└─ b (h.io/b:1) (error: ${'x'.repeat(300)}…)`);
  });

  it('prints a cycle whole, with versions where a name is on it twice', () => {
    const older = { ...cache, id: 'older', version: '0.9.0' };
    const result = graphOf(
      [root, cache, older],
      [
        edge(root, '../cache', cache),
        edge(cache, '../older', older),
        edge(older, '../my-service', root),
        edge(cache, '../cache', cache),
      ],
    );
    const text = renderGraph({
      ...result,
      cycles: [
        [root.id, cache.id, older.id, root.id],
        [cache.id, cache.id],
      ],
    });
    expect(text).toContain('my-service@1.0.0 [local] (cycle)\n');
    expect(text).toContain('cache@1.0.0 [local] (cycle)\n');
    expect(text).toContain(
      'Cycles (2)\n  my-service@1.0.0 -> cache@1.0.0 -> cache@0.9.0 -> my-service@1.0.0\n  cache -> cache\n',
    );
  });

  it('leaves out of a line what was requested', () => {
    const message =
      'r.io answered 401; no credentials were given (to list the tags of r.io/x: GET https://r.io/v2/x/tags/list)';
    const gone = { ...edge(root, 'oci://r.io/x', undefined), error: { code: 'REGISTRY_AUTH', message, hint: '' } };
    expect(renderGraph(graphOf([root], [gone]))).toContain('(error: r.io answered 401; no credentials were given)\n');
  });

  it('shows who is refused first, and of many only some', () => {
    const requirers = Array.from({ length: 30 }, (_, i) => ({
      from: root.id,
      to: cache.id,
      constraint: `^${i}`,
      version: '29.0.0',
      satisfied: i !== 29,
    }));
    const conflict = { name: 'cache', message: 'cache is there', versions: ['29.0.0'], requirers };
    const lines = renderGraph({ ...graphOf([root], []), conflicts: [conflict] }).split('\n');
    expect(lines.slice(3, 6)).toEqual([
      'Conflicts (1)',
      '  cache is there',
      '    my-service@1.0.0 asks for ^29 and gets 29.0.0, which is outside of it',
    ]);
    expect(lines.at(-2)).toBe('    and 20 more');
  });

  it('is drawn to a hundred levels, however deep it is', () => {
    const chain = Array.from({ length: 20_000 }, (_, i): GraphNode => ({ ...cache, id: `n${i}`, name: `n${i}` }));
    const edges = chain.slice(1).map((node, i) => edge(chain[i] ?? node, '../next', node));
    const text = renderGraph(graphOf(chain, edges));
    expect(text.split('\n')).toHaveLength(101 + 4);
    expect(text).toContain('n100@1.0.0 [local] (…)\n');
  });

  it('has colours on terminals', () => {
    expect(renderGraph(graphOf([root], []), coloured)).toContain('\u001b[1mmy-service@1.0.0\u001b[22m');
  });
});

describe('hostile names', () => {
  it('do nothing to a terminal', () => {
    expect(renderGraph(hostileGraph)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    // Each line begins as a line of a tree or of a list does.
    expect(renderGraph(hostileGraph).split('\n').slice(1, 4)).toEqual([
      expect.stringMatching(/^├─ /),
      expect.stringMatching(/^└─ /),
      '',
    ]);
  });

  it('stay inside their code block and cells in Markdown', () => {
    const text = renderGraphMarkdown(hostileGraph);
    expect(text.match(/^`{3,}.*$/gm)).toEqual(['```````text', '```````']);
    expect(text.split('\n```````\n')[1]?.replace(/(`{3,}).*?\1/g, '')).not.toMatch(/<(?!br>)/);
    for (const row of text.split('\n').filter((line) => line.startsWith('|'))) {
      const cells = row.replace(/\\\|/g, '').split('|').length - 2;
      expect([1, 2, 5]).toContain(cells);
    }
  });

  it('stay inside their quotes in Mermaid', () => {
    const lines = renderGraphMermaid(hostileGraph).trimEnd().split('\n');
    const safe = String.raw`(?:[\p{L}\p{N} .,@:/+#;-]|<br/>)*`;
    const box = new RegExp(String.raw`^  n\d+\["${safe}"\](?::::[a-z]+)?$`, 'u');
    const arrow = new RegExp(String.raw`^  n\d+ (?:-->|-\.->)(?:\|"${safe}"\|)? n\d+$`, 'u');
    const style = /^ {2}(?:classDef|linkStyle) [\w,]+ [\w#:, -]+$/;
    expect(lines[0]).toBe('flowchart LR');
    expect(lines.slice(1).filter((line) => ![box, arrow, style].some((form) => form.test(line)))).toEqual([]);
  });

  it('stay inside their quotes in DOT', () => {
    const string = String.raw`"(?:[^"\\\n]|\\.)*"`;
    const attributes = String.raw`\[\w+=${string}(?:, \w+=${string})*\]`;
    const statement = new RegExp(String.raw`^  n\d+(?: -> n\d+)? ${attributes};$`);
    const [first, , , , ...lines] = renderGraphDot(hostileGraph).trimEnd().split('\n');
    expect(first).toMatch(new RegExp(`^digraph ${string} {$`));
    expect(lines.pop()).toBe('}');
    expect(lines.filter((line) => !statement.test(line))).toEqual([]);
    // Only escapes that we mean.
    const escapes = lines.join('').match(/\\./g) ?? [];
    expect([...new Set(escapes)].sort()).toEqual(['\\"', '\\\\', '\\n']);
    expect(lines.join('')).not.toMatch(/&(?!amp;)/);
  });

  it('stay text in SVG', async () => {
    const text = await renderGraphSvg(hostileGraph);
    expect(text).not.toMatch(/<script|<a[\s>]|href=|\son\w+=|<image|<foreignObject|url\((?!#)/);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });
});

describe('the picture', () => {
  it('of a graph that is too large to be laid out with care is made in a moment', async () => {
    const nodes = Array.from(
      { length: 1000 },
      (_, i): GraphNode => ({
        id: `n${i}`,
        name: `service-${i}`,
        version: '1.0.0',
        source: 'local',
      }),
    );
    const edges = nodes.flatMap((node, i) =>
      [1, 7, 31].map((step) => edge(node, '../x', nodes[(i * 3 + step) % nodes.length])),
    );
    const result: GraphResult = graphOf(nodes, edges);
    const text = await renderGraphSvg(result);
    expect(text.match(/class="box/g)).toHaveLength(1000);
    expect(text.match(/<path class="arrow/g)).toHaveLength(3000);
    expect(text).not.toContain('NaN');
  });
});
