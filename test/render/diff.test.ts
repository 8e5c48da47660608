import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { classifications, worst } from '../../src/core/diff/change.ts';
import type { DiffChange, DiffResult } from '../../src/operations/results.ts';
import { renderDiffJunit } from '../../src/render/diff/junit.ts';
import { renderDiffMarkdown } from '../../src/render/diff/markdown.ts';
import { renderDiffSarif } from '../../src/render/diff/sarif.ts';
import { renderDiff } from '../../src/render/diff/text.ts';
import { effort } from '../support/effort.ts';

const at = (file: string, line: number) => ({ file, line, column: 1, endLine: line, endColumn: 4 });

const port: DiffChange = {
  rule: 'interface-port-changed',
  path: 'interfaces.port',
  element: 'rest-api',
  type: 'modified',
  classification: 'BREAKING',
  reason: 'callers reach it at the old port',
  oldValue: 8081,
  newValue: 9090,
  old: at('old/pacto.yaml', 8),
  new: at('new/pacto.yaml', 8),
};
const potential: DiffChange = { ...port, rule: 'interface-visibility-changed', classification: 'POTENTIAL_BREAKING' };
const harmless: DiffChange = {
  rule: 'service-version-changed',
  path: 'service.version',
  type: 'modified',
  classification: 'NON_BREAKING',
  reason: 'a version says nothing by itself',
};

function result(changes: readonly DiffChange[]): DiffResult {
  const number = (wanted: string) => changes.filter(({ classification }) => classification === wanted).length;
  return {
    schemaVersion: 1,
    old: { ref: 'old', name: 'shop', version: '1.0.0' },
    new: { ref: 'new', name: 'shop', version: '2.0.0' },
    classification: worst(changes.map(({ classification }) => classification)),
    gate: worst(changes.filter(({ waived }) => waived === undefined).map(({ classification }) => classification)),
    counts: {
      breaking: number('BREAKING'),
      potentialBreaking: number('POTENTIAL_BREAKING'),
      nonBreaking: number('NON_BREAKING'),
    },
    changes,
    waivers: { unused: [], expired: [] },
    suggestedBump: 'none',
    versionStep: 'sufficient',
  };
}

describe('what changed, in a line', () => {
  const line = (change: Partial<DiffChange>) =>
    renderDiff(result([{ ...harmless, element: 'api', ...change }]))
      .split('\n')[2]
      ?.split('): ')[1];

  it.each<[string, Partial<DiffChange>]>([
    ['port of api modified [1 -> 2]', { path: 'interfaces.port', oldValue: 1, newValue: 2 }],
    [
      'fields[3:reserved] of api modified [3 -> 9]',
      { path: 'grpc.messages[a.b.C].fields[3:reserved]', oldValue: 3, newValue: 9 },
    ],
    [
      'servers[http://a.b:1/] of api modified [x -> y]',
      { path: 'openapi.servers[http://a.b:1/]', oldValue: 'x', newValue: 'y' },
    ],
    ['/a.b', { path: 'openapi.paths[/a.b]', type: 'removed' }],
    ['"x].y"', { path: 'configuration.properties["x].y"]', type: 'added' }],
    [
      'oneOf[2] of api added [{"type":"null"}]',
      { path: 'configuration.oneOf[2]', type: 'added', newValue: { type: 'null' } },
    ],
    ['200', { path: 'openapi.paths[/a].methods[GET].responses[200]', type: 'added' }],
    ['type of api modified', { path: 'configuration.properties["a.["].type' }],
    [
      'type of api modified [string -> string or null]',
      { path: 'configuration.properties[a].type', oldValue: 'string', newValue: ['string', 'null'] },
    ],
    [
      'required of api modified [a, b -> "", 1]',
      { path: 'configuration.required', oldValue: ['a', 'b'], newValue: ['', 1] },
    ],
    [
      'minLength of api modified ["3" -> 3]',
      { path: 'configuration.properties[a].minLength', oldValue: '3', newValue: 3 },
    ],
    [
      'parameters[limit:query] of api modified [optional -> required]',
      {
        rule: 'request-parameter-became-required',
        path: 'openapi.paths[/a].methods[GET].parameters[limit:query]',
        oldValue: false,
        newValue: true,
      },
    ],
    [
      'additionalProperties of api modified [{"type":"string"} -> none allowed]',
      {
        rule: 'request-additional-properties-changed',
        path: 'configuration.additionalProperties',
        oldValue: { type: 'string' },
        newValue: false,
      },
    ],
    [
      'items of api modified [any value -> {"type":"string"}]',
      { path: 'configuration.items', oldValue: true, newValue: { type: 'string' } },
    ],
    [
      'default of api modified [true -> false]',
      { rule: 'configuration-default-changed', path: 'configuration.default', oldValue: true, newValue: false },
    ],
    ['default of api modified ["" -> x]', { path: 'configuration.default', oldValue: '', newValue: 'x' }],
    [
      'cat, dog',
      { rule: 'request-enum-value-removed', path: 'configuration.enum', type: 'removed', oldValue: ['cat', 'dog'] },
    ],
    ['enum of api added [cat, dog]', { path: 'configuration.enum', type: 'added', newValue: ['cat', 'dog'] }],
  ])('%s', (text, change) => {
    expect(line(change)).toBe(text);
  });

  it('takes no longer than reading a hostile path', () => {
    const name = JSON.stringify('.["a'.repeat(100_000));
    const rendering = effort(() => line({ path: `configuration.properties[${name}].type` }));
    expect(rendering.result).toBe('type of api modified');
    expect(rendering.effort).toBeLessThan(200);
  });
});

describe('why', () => {
  it('is said of what is harmless by a surprising convention', () => {
    const filled = {
      ...port,
      rule: 'required-property-added',
      classification: 'NON_BREAKING' as const,
      reason: 'it has a default',
      convention: 'configuration-default-fills-in',
    };
    const says = 'it has a default (by the convention configuration-default-fills-in)';
    expect(renderDiff(result([filled]))).toContain(`Why:\n  interfaces.port of rest-api`);
    expect(renderDiff(result([filled]))).toContain(says);
    expect(renderDiffMarkdown(result([filled]))).toContain(says);
    expect(renderDiff(result([harmless]))).not.toContain('Why:');
  });

  it('shows a witness as JSON, so that nothing and a space are seen', () => {
    const text = renderDiff(result([{ ...port, witness: { value: '', acceptedBy: 'old' } }]));
    expect(text).toContain(', for example ""\n');
  });

  it('names a convention, unless the rule is called the same', () => {
    const text = renderDiff(
      result([
        { ...port, convention: 'nobody-reads-it' },
        { ...port, rule: 'response-discriminator-added', convention: 'discriminator-added' },
      ]),
    );
    expect(text).toContain('    callers reach it at the old port (by the convention nobody-reads-it)\n');
    expect(text).toContain('    callers reach it at the old port\n');
  });

  it('counts uses that are not listed', () => {
    const affects = Array.from({ length: 100 }, (_, i) => `GET /${i}`);
    const text = renderDiff(result([{ ...port, affects, moreAffected: 396 }]));
    expect(text).toContain('affects 496 places: GET /0, GET /1, GET /2, GET /3, GET /4, and 491 more\n');
  });
});

describe('SARIF', () => {
  const file = new URL('../corpus/sarif-2.1.0-rtm.5.json', import.meta.url);
  // Draft 4, of which it uses nothing that later drafts read otherwise.
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(schema);
  const waived = { ...potential, waived: 'agreed' };

  it.each([
    ['nothing', []],
    [
      'every class, and a waiver',
      [port, waived, harmless, { ...port, type: 'removed' as const, new: at('a b/c:d#.yaml', 1) }],
    ],
  ])('is what its official schema says: %s', (_name, changes) => {
    validate(
      JSON.parse(
        renderDiffSarif(result(changes), { version: '1.0.0', gate: { fatal: ['BREAKING'], requireBump: false } }),
      ),
    );
    expect(validate.errors ?? []).toEqual([]);
  });

  it('explains its rules, and tells equal changes apart', () => {
    const [run] = JSON.parse(
      renderDiffSarif(result([port, port, potential]), {
        version: '1.0.0',
        gate: { fatal: ['BREAKING'], requireBump: false },
      }),
    ).runs;
    for (const { ruleId, ruleIndex } of run.results) {
      const rule = run.tool.driver.rules[ruleIndex];
      expect(rule.id).toBe(ruleId);
      expect(rule.help.text).toMatch(/^Reported when .+\. .+\.$/);
    }
    const prints = run.results.map((one: { partialFingerprints: object }) => JSON.stringify(one.partialFingerprints));
    expect(new Set(prints).size).toBe(3);
  });
});

describe('SARIF of a version that is not far enough', () => {
  const short: DiffResult = { ...result([harmless]), versionStep: 'insufficient', suggestedVersion: '3.0.0' };
  const home = at('pacto.yaml', 1);
  const run = (requireBump: boolean) =>
    JSON.parse(renderDiffSarif(short, { version: '1.0.0', gate: { fatal: ['BREAKING'], requireBump }, home })).runs[0];

  it('is an error with a place where that closes the gate, and a notification where it does not', () => {
    const [, failure] = run(true).results;
    expect(failure).toMatchObject({ ruleId: 'require-bump', level: 'error' });
    expect(failure.locations[0].physicalLocation.artifactLocation.uri).toBe('pacto.yaml');
    expect(run(true).tool.driver.rules[failure.ruleIndex].id).toBe('require-bump');
    expect(run(true).invocations).toBeUndefined();
    expect(run(false).results).toHaveLength(1);
    expect(run(false).invocations[0].toolExecutionNotifications).toHaveLength(1);
  });
});

describe('JUnit', () => {
  it.each([
    [['BREAKING'] as const, 'failures="1" errors="0" skipped="1"'],
    [['BREAKING', 'POTENTIAL_BREAKING'] as const, 'failures="2" errors="0" skipped="0"'],
    [classifications, 'failures="3" errors="0" skipped="0"'],
    [[], 'failures="0" errors="0" skipped="2"'],
  ])('fails where the gate does: %s', (fatal, counts) => {
    const gate = { fatal, requireBump: false };
    expect(renderDiffJunit(result([port, potential, harmless]), gate)).toContain(counts);
  });

  it('fails for the version only where that closes the gate', () => {
    const short: DiffResult = { ...result([harmless]), versionStep: 'insufficient', suggestedVersion: '3.0.0' };
    const failures = (requireBump: boolean) =>
      / failures="(\d)"/.exec(renderDiffJunit(short, { fatal: ['BREAKING'], requireBump }))?.[1];
    expect([failures(false), failures(true)]).toEqual(['0', '1']);
  });
});

describe('Markdown', () => {
  const many = [...Array.from({ length: 3000 }, () => harmless), potential, port];

  it('fits in a comment, whatever changed', () => {
    const long: DiffChange = { ...port, path: `openapi.paths[/${'x'.repeat(70_000)}]` };
    const noisy = Array.from({ length: 3000 }, () => ({ ...port, reason: 'y'.repeat(300) }));
    for (const changes of [many, noisy, [long]])
      expect(renderDiffMarkdown(result(changes)).length).toBeLessThan(65_536);
    expect(renderDiffMarkdown(result([long]))).toContain('and 1 more; the other formats have all of them');
  });

  it('shows the worst first where it folds', () => {
    const [first, second, third] = renderDiffMarkdown(result(many)).split('\n').slice(8);
    expect(first).toMatch(/^\| BREAKING \|/);
    expect(second).toMatch(/^\| POTENTIAL_BREAKING \|/);
    expect(third).toMatch(/^\| NON_BREAKING \|/);
  });

  it('names what a waiver was for', () => {
    const unused = [{ rule: 'interface-removed', path: 'interfaces', reason: 'x' }];
    const text = renderDiffMarkdown({ ...result([]), waivers: { unused, expired: [] } });
    expect(text).toContain('- unused waiver `interface-removed@interfaces`');
  });
});
