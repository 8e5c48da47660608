import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { renderValidationGithub, renderValidationsGithub } from '../../src/render/findings/github.ts';
import { renderValidationJunit, renderValidationsJunit } from '../../src/render/findings/junit.ts';
import { renderValidationMarkdown, renderValidationsMarkdown } from '../../src/render/findings/markdown.ts';
import { renderValidationSarif, renderValidationsSarif } from '../../src/render/findings/sarif.ts';
import { all, at, healthNotFound, hostile, invalid, portConflict, result, unknown, valid } from './results.ts';

describe('SARIF', () => {
  const validate = sarifValidator();

  it.each([
    ['valid', renderValidationSarif(valid, '1.0.0')],
    ['invalid', renderValidationSarif(invalid, '1.0.0')],
    ['unknown', renderValidationSarif(unknown, '1.0.0')],
    ['hostile', renderValidationSarif(result([hostile]), '1.0.0')],
    ['many', renderValidationsSarif(all, '1.0.0')],
  ])('is what its official schema says: %s', (_name, text) => {
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has rules with help, places, fingerprints and levels', () => {
    const [run] = JSON.parse(renderValidationSarif(invalid, '1.0.0')).runs;
    expect(run.tool.driver).toMatchObject({ name: 'pacto', version: '1.0.0' });
    const rule = run.tool.driver.rules[run.results[0].ruleIndex];
    expect(rule.id).toBe('HEALTH_INTERFACE_NOT_FOUND');
    expect(rule.help.text).toMatch(/^Reported when /);
    expect(run.results.map((one: { level: string }) => one.level)).toEqual(['error', 'warning', 'note']);
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'pacto.yaml' },
      region: { startLine: 12, startColumn: 5, endLine: 12, endColumn: 8 },
    });
    expect(run.results[1].relatedLocations[0].message.text).toBe('first used here');
    const prints = run.results.map((one: { partialFingerprints: object }) => JSON.stringify(one.partialFingerprints));
    expect(new Set(prints).size).toBe(3);
  });

  it('tells equal findings at one place apart', () => {
    const text = renderValidationSarif(result([portConflict, portConflict]), '1.0.0');
    const [run] = JSON.parse(text).runs;
    expect(run.results[0].partialFingerprints).not.toEqual(run.results[1].partialFingerprints);
  });

  it.each([
    ['a b/c#d.yaml', 'a%20b/c%23d.yaml'],
    ['git:HEAD/pacto.yaml', './git:HEAD/pacto.yaml'],
    ['/etc/pacto.yaml', 'file:///etc/pacto.yaml'],
    ['../x/pacto.yaml', '../x/pacto.yaml'],
  ])('writes %s as a URI reference', (file, uri) => {
    const text = renderValidationSarif(result([{ ...healthNotFound, at: at(file, 1, 1) }]), '1.0.0');
    expect(JSON.parse(text).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  it('says what could not be found out', () => {
    const [invocation] = JSON.parse(renderValidationsSarif(all, '1.0.0')).runs[0].invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(
      invocation.toolExecutionNotifications.map((one: { descriptor: { id: string } }) => one.descriptor.id),
    ).toEqual(['SOURCE_UNSUPPORTED', 'FILE_UNREADABLE']);
  });
});

describe('GitHub annotations', () => {
  it('have a place and a title', () => {
    expect(renderValidationGithub(invalid)).toBe(
      [
        '::error file=pacto.yaml,line=12,endLine=12,col=5,endColumn=7,title=HEALTH_INTERFACE_NOT_FOUND::health interface "api" is not declared (did you mean "rest-api"?)',
        '::warning file=pacto.yaml,line=9,endLine=9,col=11,endColumn=13,title=PORT_CONFLICT::port 8080 is used twice',
        '::notice file=pacto.yaml,line=2,endLine=2,col=1,endColumn=3,title=DEPRECATED_SPELLING::policy is the older spelling of policies',
        'pacto: payments-api is invalid (2 of 4 layers, 1 error, 1 warning, 1 info, 1 silenced)',
        '',
      ].join('\n'),
    );
  });

  it('escape what a contract says', () => {
    const [line] = renderValidationGithub(result([hostile])).split('\n');
    expect(line).toContain('file=odd dir/a%2Cb%3Ac\u0007|`%25.yaml,');
    expect(line).toContain('%0D%0A]]>&"%250A');
  });

  it('begin every other line with a word of ours, so that no contract can give commands', () => {
    const evil = result([], { name: '::set-output name=x::y\n::error::z', ref: '::add-mask::x' });
    expect(renderValidationGithub(evil)).toMatch(/^pacto: ::set-output name=x::y\\n::error::z is valid[^\n]*\n$/);
    for (const line of renderValidationsGithub(all).trimEnd().split('\n')) {
      expect(line).toMatch(/^(::(error|warning|notice) |pacto: )/);
    }
  });

  it('give no columns for a place of several lines', () => {
    const finding = { ...healthNotFound, at: at('pacto.yaml', 2, 3, 4, 1) };
    expect(renderValidationGithub(result([finding]))).toContain('file=pacto.yaml,line=2,endLine=4,title=');
  });
});

describe('JUnit', () => {
  it('has a suite with a case for each layer and each finding that fails', () => {
    expect(renderValidationJunit(invalid)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="pacto" tests="4" failures="1" errors="0" skipped="2">
  <testsuite name="payments-api" tests="4" failures="1" errors="0" skipped="2">
    <testcase classname="payments-api" name="structural layer"/>
    <testcase classname="payments-api" name="cross-field layer: HEALTH_INTERFACE_NOT_FOUND at runtime.health.interface">
      <failure message="health interface &quot;api&quot; is not declared" type="HEALTH_INTERFACE_NOT_FOUND">pacto.yaml:12:5 error HEALTH_INTERFACE_NOT_FOUND health interface &quot;api&quot; is not declared (did you mean &quot;rest-api&quot;?)</failure>
    </testcase>
    <testcase classname="payments-api" name="semantic layer">
      <skipped/>
    </testcase>
    <testcase classname="payments-api" name="policy layer">
      <skipped/>
    </testcase>
    <system-out>pacto.yaml:9:11 warning PORT_CONFLICT port 8080 is used twice&#10;pacto.yaml:2:1 info DEPRECATED_SPELLING policy is the older spelling of policies</system-out>
  </testsuite>
</testsuites>
`);
  });

  it('lets warnings fail where they do', () => {
    expect(renderValidationJunit(valid, { strict: true })).toContain('failures="1"');
    expect(renderValidationJunit(valid)).toContain('failures="0"');
  });

  it('has only characters that XML can have', () => {
    const text = renderValidationsJunit(all);
    expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    expect(text).not.toMatch(/<img|<odd|&"|]]>/);
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(text).toContain(
      '<error message="secret cannot be listed: permission denied" type="FILE_UNREADABLE">Ask.</error>',
    );
  });
});

describe('Markdown', () => {
  it('is a heading, the counts and a table', () => {
    expect(renderValidationMarkdown(invalid)).toBe(`### payments-api is invalid

2 of 4 layers, 1 error, 1 warning, 1 info, 1 silenced

| Severity | Place | Code | Message |
| --- | --- | --- | --- |
| error | \`pacto.yaml:12:5\` | \`HEALTH_INTERFACE_NOT_FOUND\` | health interface "api" is not declared (did you mean "rest-api"?) |
| warning | \`pacto.yaml:9:11\` | \`PORT_CONFLICT\` | port 8080 is used twice |
| info | \`pacto.yaml:2:1\` | \`DEPRECATED_SPELLING\` | policy is the older spelling of policies |
`);
  });

  it('lets no contract write markup, break a cell or call people', () => {
    const text = renderValidationsMarkdown(all);
    const row = text.split('\n').find((line) => line.includes('onerror')) ?? '';
    expect(row).toContain('&lt;img src=x onerror=alert(1)&gt; \\| \\`a\\` ::error::x');
    expect(row.split(/(?<!\\)\|/).length).toBe(6);
    expect(row).toContain('@\u200boctocat');
    expect(text).toContain('### services/&lt;odd&gt; is invalid');
    expect(text).toContain('| `secret` | FILE\\_UNREADABLE |');
  });
});

function sarifValidator() {
  const file = new URL('../corpus/sarif-2.1.0-rtm.5.json', import.meta.url);
  // Draft 4, of which it uses nothing that later drafts read otherwise.
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  return ajv.compile(schema);
}
