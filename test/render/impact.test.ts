import { describe, expect, it } from 'vitest';
import type { Dependent } from '../../src/core/graph/impact.ts';
import { verdicts } from '../../src/core/graph/impact-verdict.ts';
import type { DiffResult, ImpactResult } from '../../src/operations/results.ts';
import { renderDiffGithub } from '../../src/render/diff/github.ts';
import { renderDiffJunit } from '../../src/render/diff/junit.ts';
import { renderDiffSarif } from '../../src/render/diff/sarif.ts';
import { renderImpactMarkdown } from '../../src/render/impact/markdown.ts';
import { renderImpactMermaid } from '../../src/render/impact/mermaid.ts';
import { renderImpactSvg } from '../../src/render/impact/svg.ts';
import { renderImpact } from '../../src/render/impact/text.ts';
import { dependentOf, hostile, hostileImpact, impactOn } from './impacts.ts';

describe('names that attack', () => {
  it('stay within their place in Mermaid', () => {
    const lines = renderImpactMermaid(hostileImpact).trimEnd().split('\n');
    const count = hostileImpact.dependents.length;
    // The heading, a box for each, an arrow for each dependent, and a class for the contract and each verdict.
    expect(lines.length).toBe(1 + 1 + count + count + 1 + verdicts.length);
    for (const line of lines.slice(1, 2 + count))
      expect(line).toMatch(/^ {2}[cn]\d*\["[^"<>]*(<br\/>[^"<>]*)*"\]:::[a-z]+$/);
    for (const line of lines.slice(2 + count, 2 + 2 * count))
      expect(line).toMatch(/^ {2}[cn]\d* -\.?->(\|"[^"|<>]*"\|)? n\d+$/);
  });

  it('reach no terminal, no table and no workflow command as more than text', () => {
    expect(renderImpact(hostileImpact)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    const markdown = renderImpactMarkdown(hostileImpact);
    const [hit = ''] = markdown.split('### Not looked at');
    const table = hit.split('\n').filter((row) => row.startsWith('| '));
    expect(table.length).toBeGreaterThan(verdicts.length);
    for (const row of table) expect(row.replaceAll(/\\./g, '').split('|').length).toBe(10);
    const withoutCode = markdown.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(withoutCode).not.toContain('<script');
    const annotations = renderDiffGithub(diffOf(hostileImpact), { fatal: ['BREAKING'], requireBump: false });
    for (const line of annotations.trimEnd().split('\n'))
      expect(line).toMatch(/^(::(error|warning|notice) title=|pacto: )/);
  });
});

describe('many consumers', () => {
  const many = impactOn(
    Array.from({ length: 3000 }, (_, i) =>
      dependentOf(`service-with-a-long-name-${i}`, i % 2 === 0 ? 'breaks' : 'held-back'),
    ),
  );

  it('fit into a comment, and the rest is counted', () => {
    const text = renderImpactMarkdown(many);
    expect(text.length).toBeLessThan(65_536);
    expect(text.match(/and \d+ more; the JSON format has all of them/g)?.length).toBe(2);
    expect(text).toContain('1500 break, 1500 held back');
  });

  it('are cut in a terminal, and the rest is counted for each verdict', () => {
    const text = renderImpact(many);
    expect(text.split('\n').length).toBeLessThan(140);
    expect(text).toContain('Breaks (1500):\n');
    expect(text).toContain('  and 1400 more; --output-format json has all of them\n');
    expect(text).toContain('Held back (1500):\n');
    expect(text).toContain('  and 1480 more; --output-format json has all of them\n');
    expect(text).toContain('1500 break, 1500 held back');
  });

  it('are cut in a tree, the nearest ones stay', () => {
    const near = Array.from({ length: 150 }, (_, i) => dependentOf(`near-${i}`, 'breaks'));
    const far = near.flatMap(({ ref }, i) =>
      [1, 2].map((j) => dependentOf(`far-${i}-${j}`, 'breaks', { distance: 2, through: ref })),
    );
    const { upgrade, verdicts: counts, ...tree } = impactOn([...far, ...near]);
    const lines = renderImpact(tree).split('\n');
    const end = lines.indexOf('… and 250 more; --output-format json has all of them');
    expect(end).toBe(201);
    expect(lines.filter((line) => line.includes('near-')).length).toBeGreaterThanOrEqual(150);
    expect(lines.slice(1, end).filter((line) => line.includes(' far-')).length).toBe(50);
  });

  it('are annotated up to a number, and are all in the test report', () => {
    const gate = { fatal: ['BREAKING'], requireBump: false } as const;
    const annotations = renderDiffGithub(diffOf(many), gate);
    expect(annotations.match(/^::error title=consumer-breaks/gm)?.length).toBe(10);
    const report = renderDiffJunit(diffOf(many), gate);
    expect(report).toContain('<testsuites name="pacto" tests="3001" failures="1501" errors="0" skipped="0">');
    expect(report.match(/<testcase/g)?.length).toBe(3001);
    expect(renderDiffSarif(diffOf(many), { version: '1.0.0', gate }).length).toBeLessThan(20_000);
  });

  it('are drawn', async () => {
    const svg = await renderImpactSvg(many);
    expect(svg.match(/class="box /g)?.length).toBe(3001);
    expect(svg).toContain('3000 dependents among 3000 contracts');
  });
});

it('says which verdict a picture shows without colour', async () => {
  const svg = await renderImpactSvg(impactOn(verdicts.map((verdict) => dependentOf(verdict, verdict))));
  for (const word of ['breaks', 'at risk', 'unknown', 'held back', 'not hit']) {
    expect(svg).toMatch(new RegExp(`<text class="facts"[^>]*>1\\.0\\.0 · team/shop · ${word}</text>`));
  }
});

/** The comparison that an impact is about. */
function diffOf({ upgrade, error, ...impact }: ImpactResult): DiffResult {
  const { name, version, considered, direct, required, verdicts: counts, dependents, owners, gaps } = impact;
  if (upgrade === undefined || counts === undefined) throw new Error('there is no new version');
  return {
    ...upgrade,
    schemaVersion: 1,
    old: { ref: 'old', name, version },
    suggestedBump: 'major',
    versionStep: 'sufficient',
    among: { considered, direct, required, verdicts: counts, dependents, owners, gaps },
    ...(error === undefined ? {} : { error }),
  };
}

it('has an attack in every text', () => {
  const texts = (dependent: Dependent) => [
    dependent.name,
    dependent.version,
    dependent.ref,
    dependent.owner,
    dependent.because,
  ];
  for (const dependent of hostileImpact.dependents) {
    for (const text of texts(dependent)) expect(text).toContain(hostile);
  }
});
