import { describe, expect, it } from 'vitest';
import type { DependencyBranch, DependencyChanges, DependencyDiff, DiffResult } from '../../src/operations/results.ts';
import { isClosed } from '../../src/render/diff/failure.ts';
import { renderDiffGithub } from '../../src/render/diff/github.ts';
import { renderDiffJunit } from '../../src/render/diff/junit.ts';
import { renderDiffMarkdown } from '../../src/render/diff/markdown.ts';
import { renderDiffSarif } from '../../src/render/diff/sarif.ts';
import { renderDiff } from '../../src/render/diff/text.ts';

const side = (name: string, version: string) => ({ ref: `r.io/${name}:${version}`, name, version });

function branch(
  name: string,
  change: DependencyBranch['change'],
  old?: string,
  fresh?: string,
  more: Partial<DependencyBranch> = {},
): DependencyBranch {
  return {
    name,
    change,
    ...(old === undefined ? {} : { old: side(name, old) }),
    ...(fresh === undefined ? {} : { new: side(name, fresh) }),
    below: [],
    ...more,
  };
}

const auth: DependencyDiff = {
  name: 'auth',
  old: side('auth', '1.0.0'),
  new: side('auth', '2.0.0'),
  classification: 'BREAKING',
  countsAs: 'POTENTIAL_BREAKING',
  via: ['gate', 'auth'],
  at: { file: 'pacto.yaml', line: 6, column: 5, endLine: 9, endColumn: 19 },
  counts: { breaking: 1, potentialBreaking: 0, nonBreaking: 0 },
  changes: [
    {
      rule: 'interface-removed',
      path: 'interfaces',
      element: 'api',
      type: 'removed',
      classification: 'BREAKING',
      reason: 'whoever uses it finds nothing there',
      oldValue: 'api',
    },
  ],
};

function result(more: Partial<DependencyChanges>): DiffResult {
  const dependencies: DependencyChanges = {
    classification: 'NON_BREAKING',
    tree: [],
    services: [],
    unresolved: [],
    ...more,
  };
  return {
    schemaVersion: 1,
    old: side('shop', '1.0.0'),
    new: side('shop', '1.1.0'),
    classification: dependencies.classification,
    gate: dependencies.classification,
    counts: { breaking: 0, potentialBreaking: 0, nonBreaking: 0 },
    changes: [],
    waivers: { unused: [], expired: [] },
    suggestedBump: 'none',
    versionStep: 'sufficient',
    dependencies,
  };
}

/** The tree of a text, without its indentation. */
function treeOf(tree: readonly DependencyBranch[]): string[] {
  const lines = renderDiff(result({ tree })).split('\n');
  const from = lines.indexOf('Dependency graph changes:') + 2;
  return lines.slice(from, -1).map((line) => line.slice(2));
}

describe('the tree', () => {
  it('tells one service that two references lead to apart by them', () => {
    const copy = { ...auth, new: { ...auth.new, ref: 'oci-layout:reg/auth:2.0.0' } };
    const text = renderDiff(
      result({ services: [auth, copy], tree: [branch('auth', 'version-changed', '1.0.0', '2.0.0')] }),
    );
    expect(text).toContain('Dependency auth 1.0.0 -> 2.0.0 (r.io/auth:2.0.0) [BREAKING]');
    expect(text).toContain('Dependency auth 1.0.0 -> 2.0.0 (oci-layout:reg/auth:2.0.0) [BREAKING]');
  });

  it('has versions in one column, however deep they are', () => {
    const log = branch('log', 'version-changed', '1.0.0', '1.1.0');
    expect(
      treeOf([branch('auth', 'none', '1.0.0', '1.0.0', { below: [log] }), branch('old-dep', 'removed', '1.0.0')]),
    ).toEqual(['├─ auth', '│  └─ log        1.0.0 → 1.1.0', '└─ old-dep       -1.0.0']);
    const long = branch('a-service-with-a-long-name', 'added', undefined, '1.0.0');
    expect(treeOf([long, log])).toEqual([
      '├─ a-service-with-a-long-name  +1.0.0',
      '└─ log                         1.0.0 → 1.1.0',
    ]);
  });

  it.each<[string, DependencyBranch]>([
    [
      'auth          1.0.0 → 2.0.0 (and in 1 more place)',
      branch('auth', 'version-changed', '1.0.0', '2.0.0', { others: 1 }),
    ],
    ['auth          +2.0.0 (and in 3 more places)', branch('auth', 'added', undefined, '2.0.0', { others: 3 })],
    ['auth          1.0.0 (other content)', branch('auth', 'content-changed', '1.0.0', '1.0.0')],
    ['auth          1.0.0 → ?', branch('auth', 'unresolved', '1.0.0')],
    ['auth          ? → 2.0.0', branch('auth', 'unresolved', undefined, '2.0.0')],
    ['auth          ?', branch('auth', 'unresolved')],
    [
      'login → auth  1.0.0 → 2.0.0',
      { ...branch('auth', 'version-changed', '1.0.0', '2.0.0'), old: side('login', '1.0.0') },
    ],
    ['数据库        +1.0.0', branch('数据库', 'added', undefined, '1.0.0')],
    ['a\\x1b[31mb    +1.0.0', branch('a\u001b[31mb', 'added', undefined, '1.0.0')],
  ])('%s', (line, one) => {
    expect(treeOf([one])).toEqual([`└─ ${line}`]);
  });

  it('is cut where nobody reads on, in depth and in breadth', () => {
    const wide = Array.from({ length: 5000 }, (_, i) => branch(`s${i}`, 'added', undefined, '1.0.0'));
    expect(treeOf(wide)).toHaveLength(201);
    expect(treeOf(wide).at(-1)).toBe('… and 4800 more; --output-format json has all of them');
    let deep = branch('end', 'added', undefined, '1.0.0');
    for (let i = 0; i < 99; i++) deep = branch(`s${i}`, 'none', '1.0.0', '1.0.0', { below: [deep] });
    expect(treeOf([deep]).at(-1)).toMatch(/^ +└─ end {2}\+1\.0\.0$/);
  });
});

describe('services', () => {
  const tree = [
    branch('gate', 'none', '1.0.0', '1.0.0', { below: [branch('auth', 'version-changed', '1.0.0', '2.0.0')] }),
  ];
  const changed = result({ classification: 'POTENTIAL_BREAKING', tree, services: [auth] });

  it('have their class in a text, and what it counts as', () => {
    expect(renderDiff(changed)).toBe(`Classification: POTENTIAL_BREAKING (NON_BREAKING without its dependencies)
The contract itself did not change.

Dependency auth [BREAKING] (1): 1 breaking, counts as potentially breaking
  [BREAKING] interfaces (removed): api

Dependency graph changes:
  shop
  └─ gate
     └─ auth       1.0.0 → 2.0.0
`);
  });

  it('are told apart by their versions where two have one name', () => {
    const other = { ...auth, old: side('auth', '2.0.0'), new: side('auth', '3.0.0') };
    const heads = renderDiff(result({ classification: 'POTENTIAL_BREAKING', tree, services: [auth, other] })).match(
      /^Dependency .*\]/gm,
    );
    expect(heads).toEqual(['Dependency auth 1.0.0 -> 2.0.0 [BREAKING]', 'Dependency auth 2.0.0 -> 3.0.0 [BREAKING]']);
  });

  it('have the worst first where not all is shown', () => {
    const [change = never()] = auth.changes;
    const potential = { ...change, classification: 'POTENTIAL_BREAKING' as const };
    const changes = [...Array.from({ length: 10 }, () => potential), change];
    const text = renderDiff(result({ classification: 'POTENTIAL_BREAKING', tree, services: [{ ...auth, changes }] }));
    expect(text).toMatch(/\(11\): .+\n {2}\[BREAKING\]/);
    expect(text).toContain('  and 1 more that are not harmless; --output-format json has all of them\n');
  });

  it('close the gate by what they count as', () => {
    const gate = (...fatal: ('BREAKING' | 'POTENTIAL_BREAKING' | 'NON_BREAKING')[]) => ({ fatal, requireBump: false });
    expect(isClosed(changed, gate('BREAKING'))).toBe(false);
    expect(isClosed(changed, gate('BREAKING', 'POTENTIAL_BREAKING'))).toBe(true);
    const added = result({
      tree: [branch('a', 'none', '1.0.0', '1.0.0', { below: [branch('b', 'added', undefined, '1.0.0')] })],
    });
    expect(isClosed(added, gate('BREAKING', 'POTENTIAL_BREAKING'))).toBe(false);
    expect(isClosed(added, gate('BREAKING', 'POTENTIAL_BREAKING', 'NON_BREAKING'))).toBe(true);
    const unknown = result({ tree: [branch('a', 'unresolved')] });
    expect(isClosed(unknown, gate('BREAKING', 'POTENTIAL_BREAKING', 'NON_BREAKING'))).toBe(false);
  });

  it('are annotated where the contract declares what leads to them', () => {
    const [line] = renderDiffGithub(changed, { fatal: ['BREAKING'], requireBump: false }).split('\n');
    expect(line).toBe(
      '::warning file=pacto.yaml,line=6,endLine=9,title=dependency-contract-changed::auth 1.0.0 -> 2.0.0, needed through gate, is BREAKING: 1 breaking%0Ainterfaces: api (removed): api',
    );
  });

  it('do not flood a report: a thousand of them, each with a hundred changes', () => {
    const [change] = auth.changes;
    const changes = Array.from({ length: 100 }, () => change ?? never());
    const services = Array.from({ length: 1000 }, (_, i) => ({ ...auth, name: `s${i}`, changes }));
    const wide = Array.from({ length: 5000 }, (_, i) => branch(`s${i}`, 'added', undefined, '1.0.0'));
    const many = result({ classification: 'POTENTIAL_BREAKING', tree: wide, services });
    expect(renderDiff(many).split('\n').length).toBeLessThan(1000);
    // What a comment on GitHub can hold.
    expect(renderDiffMarkdown(many).length).toBeLessThan(15_000);
  });
});

describe('what could not be found out', () => {
  const missing = Array.from({ length: 12 }, (_, i) => ({
    side: 'new' as const,
    name: `s${i}`,
    ref: 'oci://r.io/s',
    code: 'REGISTRY_UNREACHABLE',
    message: 'r.io does not answer',
    hint: '',
  }));
  const gaps = result({ unresolved: missing, truncated: 'only 10000 references were followed' });

  it('is told also where nothing else is, and not without end', () => {
    expect(
      renderDiffMarkdown(gaps)
        .split('\n')
        .filter((line) => line.startsWith('- ')),
    ).toEqual([
      ...missing.slice(0, 10).map(({ name }) => `- "${name}" of the new side cannot be resolved: r.io does not answer`),
      '- 2 more dependencies cannot be resolved',
      '- the dependencies are not compared as a whole: only 10000 references were followed',
    ]);
    const [run] = JSON.parse(
      renderDiffSarif(gaps, { version: '1.0.0', gate: { fatal: ['BREAKING'], requireBump: false } }),
    ).runs;
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(12);
  });
});

describe('hostile names', () => {
  const name = '\u001b[31m<b>|`x```` ```\r\n::error::y]]>&"%0A @octocat';
  const hostile = result({
    classification: 'POTENTIAL_BREAKING',
    tree: [branch(name, 'version-changed', name, name)],
    services: [{ ...auth, name, via: [name], old: side(name, '1.0.0'), new: side(name, '2.0.0') }],
    unresolved: [{ side: 'old', name, ref: name, code: 'X', message: name, hint: name }],
  });
  const gate = { fatal: [], requireBump: false };

  it('stay text', () => {
    const text = renderDiff(hostile);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    const annotations = renderDiffGithub(hostile, gate).trimEnd().split('\n');
    expect(annotations.map((line) => line.split(' ')[0])).toEqual(['::warning', '::notice', 'pacto:']);
    expect(renderDiffJunit(hostile, gate)).not.toMatch(/<b>|\]\]>|\u001b/);
    expect(() =>
      JSON.parse(renderDiffSarif(hostile, { version: '1.0.0', gate: { fatal: ['BREAKING'], requireBump: false } })),
    ).not.toThrow();
  });

  it('do not end the block of code that they are in', () => {
    const markdown = renderDiffMarkdown(hostile);
    expect(markdown).not.toContain('\u001b');
    const [fence = ''] = /`+(?=text\n)/.exec(markdown) ?? [];
    expect(markdown.split('\n').filter((line) => line.startsWith('```'))).toEqual([`${fence}text`, fence]);
    const outside = markdown.slice(0, markdown.indexOf('### Dependency graph'));
    expect(outside).not.toMatch(/<b>|@octocat/);
  });
});

function never(): never {
  throw new Error('there is a change');
}
