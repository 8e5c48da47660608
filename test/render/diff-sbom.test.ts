import { describe, expect, it } from 'vitest';
import type { DiffResult, SbomChanges } from '../../src/operations/results.ts';
import { renderDiffGithub } from '../../src/render/diff/github.ts';
import { renderDiffJunit } from '../../src/render/diff/junit.ts';
import { renderDiffMarkdown } from '../../src/render/diff/markdown.ts';
import { renderDiffSarif } from '../../src/render/diff/sarif.ts';
import { renderDiff } from '../../src/render/diff/text.ts';

type Change = SbomChanges['changes'][number];

const gate = { fatal: ['BREAKING'], requireBump: false } as const;

const changed: Change = {
  type: 'modified',
  name: 'ms',
  ecosystem: 'npm',
  purl: 'pkg:npm/ms',
  version: '2.1.3',
  field: 'hash',
  oldValue: `SHA256:${'a'.repeat(64)}`,
  newValue: `SHA256:${'b'.repeat(64)}`,
  contentChanged: true,
};
const added = (i: number): Change => ({ type: 'added', name: `package-${i}`, version: '1.0.0' });

function result(sbom: Partial<SbomChanges> | undefined): DiffResult {
  const changes = sbom?.changes ?? [];
  const number = (type: string) => changes.filter((change) => change.type === type).length;
  const whole: SbomChanges = {
    files: { old: ['old/sbom/app.cdx.json'], new: ['new/sbom/app.cdx.json'] },
    counts: {
      added: number('added'),
      removed: number('removed'),
      modified: number('modified'),
      contentChanged: changes.filter(({ contentChanged }) => contentChanged === true).length,
    },
    complete: { old: true, new: true },
    changes,
    unstated: [],
    troubles: [],
    ...sbom,
  };
  return {
    schemaVersion: 1,
    old: { ref: 'old', name: 'shop', version: '1.0.0' },
    new: { ref: 'new', name: 'shop', version: '1.0.0' },
    classification: 'NON_BREAKING',
    gate: 'NON_BREAKING',
    counts: { breaking: 0, potentialBreaking: 0, nonBreaking: 0 },
    changes: [],
    waivers: { unused: [], expired: [] },
    suggestedBump: 'none',
    versionStep: 'sufficient',
    ...(sbom === undefined ? {} : { sbom: whole }),
  };
}

/** The lines of the section about SBOMs. */
function section(sbom: Partial<SbomChanges>): string[] {
  return renderDiff(result(sbom)).split('\n\n').slice(1).join('\n').trimEnd().split('\n');
}

describe('SBOM changes', () => {
  it.each([
    [{ type: 'added', name: 'left-pad', version: '1.3.0' }, '+ left-pad@1.3.0'],
    [{ type: 'removed', name: 'left-pad' }, '- left-pad'],
    [
      {
        type: 'modified',
        name: 'openssl',
        version: '3.0.2',
        field: 'version',
        oldValue: '3.0.1',
        newValue: '3.0.2',
        direction: 'up',
      },
      '~ openssl version: 3.0.1 -> 3.0.2',
    ],
    [
      { type: 'modified', name: 'a', version: '1', field: 'version', oldValue: '2', newValue: '1', direction: 'down' },
      '~ a version: 2 -> 1 (downgrade)',
    ],
    [
      { type: 'modified', name: 'a', version: '1', field: 'license', oldValue: 'MIT' },
      '~ a@1 license: MIT -> not stated',
    ],
    [
      changed,
      `! ms@2.1.3 hash: SHA256:${'a'.repeat(16)}… -> SHA256:${'b'.repeat(16)}… (other content under the same version)`,
    ],
    [
      { type: 'modified', name: 'app.jar', field: 'hash', oldValue: 'MD5:00', newValue: 'MD5:01' },
      '~ app.jar hash: MD5:00 -> MD5:01',
    ],
  ] satisfies [Change, string][])('are a line each', (change, line) => {
    expect(section({ changes: [change] })).toEqual(['SBOM changes (1):', `  ${line}`]);
  });

  it('tell packages of one name apart', () => {
    const zlib = (arch: string): Change => ({
      type: 'added',
      name: 'zlib1g',
      purl: `pkg:deb/debian/zlib1g?arch=${arch}`,
      version: '1.3',
    });
    expect(section({ changes: [zlib('amd64'), zlib('arm64')] }).slice(1)).toEqual([
      '  + pkg:deb/debian/zlib1g@1.3?arch=amd64',
      '  + pkg:deb/debian/zlib1g@1.3?arch=arm64',
    ]);
  });

  it('say where one side has no SBOM at all', () => {
    const changes = [added(1)];
    expect(section({ changes, files: { old: [], new: ['x'] } })[0]).toBe('SBOM changes (1): there was no SBOM before');
    expect(renderDiffMarkdown(result({ changes, files: { old: ['x'], new: [] } }))).toContain(
      '1 added; there is no SBOM any more.',
    );
  });

  it('are nothing where nothing changed', () => {
    for (const render of [renderDiff, renderDiffMarkdown]) expect(render(result({}))).toBe(render(result(undefined)));
    expect(renderDiffGithub(result({}), gate)).toBe(renderDiffGithub(result(undefined), gate));
  });

  it('are cut in a terminal and folded in a comment', () => {
    const changes = [changed, ...Array.from({ length: 5000 }, (_, i) => added(i))];
    const lines = section({ changes });
    expect(lines).toHaveLength(202);
    expect(lines.at(-1)).toBe('  and 4801 more; --output-format json has all of them');
    const comment = renderDiffMarkdown(result({ changes }));
    expect(comment.length).toBeLessThan(10_000);
    expect(comment).toContain('<summary>5000 changes</summary>');
    // What changed under its version is never folded.
    expect(comment.indexOf('`ms@2.1.3`')).toBeLessThan(comment.indexOf('<details>'));
    expect(comment).toMatch(/\nand \d+ more; the JSON format has all of them\n/);
  });

  it('say what could not be compared', () => {
    const trouble = {
      side: 'new',
      file: 'new/sbom/app.cdx.json',
      line: 3,
      column: 7,
      message: 'a comma or } is expected here',
    } as const;
    const lines = section({
      troubles: [trouble, { side: 'old', file: 'old/sbom/bom.xml', message: 'this is XML' }],
      complete: { old: false, new: false },
      unstated: [{ field: 'license', side: 'old' }],
    });
    expect(lines).toEqual([
      'SBOMs are not compared in full:',
      '  new side, new/sbom/app.cdx.json:3:7: a comma or } is expected here',
      '  old side, old/sbom/bom.xml: this is XML',
      '  what only the new side has is not listed, because the old side may have it as well',
      '  what only the old side has is not listed, because the new side may have it as well',
      '  licenses are not compared, because the old side states none',
    ]);
    expect(section({ troubles: Array.from({ length: 30 }, () => trouble) }).at(-1)).toBe('  and 20 more troubles');
  });

  it('warn on GitHub of other content under one version, and of nothing else', () => {
    expect(renderDiffGithub(result({ changes: [changed, added(1)] }), gate)).toBe(
      `::warning title=sbom::1 package in the SBOM with other content under the same version:%0Ams@2.1.3 SHA256:${'a'.repeat(16)}… -> SHA256:${'b'.repeat(16)}…\npacto: NON_BREAKING (no changes of the contract itself)\n`,
    );
    expect(renderDiffGithub(result({ changes: [added(1)] }), gate)).not.toContain('::');
  });

  it('are nothing to SARIF and JUnit, which list what may close the gate', () => {
    const [with_, without] = [result({ changes: [changed] }), result(undefined)];
    expect(renderDiffSarif(with_, { version: '1.0.0', gate })).toBe(
      renderDiffSarif(without, { version: '1.0.0', gate }),
    );
    expect(renderDiffJunit(with_, gate)).toBe(renderDiffJunit(without, gate));
  });

  it('let nothing through to a terminal, a comment or a workflow', () => {
    const name = '\u001b[31mred\r\n::error::x | `<script>` @everyone \u202e';
    const hostile: Change = { ...changed, name, purl: name, oldValue: name, newValue: name, version: name };
    const sbom = {
      changes: [hostile, { ...hostile, field: 'license' as const }],
      troubles: [{ side: 'old' as const, file: name, message: name }],
    };
    const text = renderDiff(result(sbom));
    expect(text).not.toMatch(/[\u001b\r\u202e]/);
    expect(text.split('\n').filter((line) => line.startsWith('::'))).toEqual([]);
    const comment = renderDiffMarkdown(result(sbom));
    expect(comment).not.toMatch(/[\u001b\r\u202e]|^::/m);
    expect(comment.replace(/(`+).*?\1/g, '')).not.toContain('<script>');
    const annotations = renderDiffGithub(result(sbom), gate).trimEnd().split('\n');
    expect(annotations.filter((line) => line.startsWith('::error'))).toEqual([]);
  });
});
