import { describe, expect, it } from 'vitest';
import { findingLine, renderFindings, renderValidation, renderValidations } from '../../src/render/findings/text.ts';
import { coloured } from '../../src/render/style.ts';
import { all, at, healthNotFound, hostile, invalid, portConflict, result, unknown, valid } from './results.ts';

describe('findings as text', () => {
  it('stand on one line each, so that editors can jump', () => {
    expect(findingLine(healthNotFound)).toBe(
      'pacto.yaml:12:5 error HEALTH_INTERFACE_NOT_FOUND health interface "api" is not declared (did you mean "rest-api"?)',
    );
  });

  it('end with the summary', () => {
    expect(renderValidation(valid)).toBe(
      'pacto.yaml:9:11 warning PORT_CONFLICT port 8080 is used twice\npayments-api is valid (4 layers, 2 policies enforced, 1 warning)\n',
    );
    expect(renderValidation(result([]))).toBe('payments-api is valid (4 layers)\n');
    expect(renderValidation(invalid).split('\n').at(-2)).toBe(
      'payments-api is invalid (2 of 4 layers, 1 error, 1 warning, 1 info, 1 silenced)',
    );
    expect(renderValidation(unknown)).toBe('payments-api is not fully checked (4 layers)\n');
  });

  it('are summed up once for many contracts', () => {
    const lines = renderValidations(all).split('\n');
    expect(lines).toContain('services/orders is invalid (2 of 4 layers, 1 error, 1 warning, 1 info, 1 silenced)');
    expect(lines).toContain('secret error FILE_UNREADABLE secret cannot be listed: permission denied');
    expect(lines.at(-2)).toBe(
      '4 contracts: 1 valid, 2 invalid, 1 not fully checked, 1 could not be looked at (2 errors, 1 warning, 1 info, 1 silenced)',
    );
  });

  it('show what a contract says and never let it act', () => {
    const text = renderValidations(all);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(findingLine(hostile)).toContain('\\x1b[31m<img');
    expect(findingLine(hostile)).toContain('odd dir/a,b:c\\x07|`%.yaml:1:1');
    expect(findingLine(hostile)).not.toContain('\n');
  });

  it('have a code frame each where the sources are at hand, help below it where that is long', () => {
    const help = 'x'.repeat(200);
    const source = 'a: 1\nhealth: api\nb: 2\nc: 3\n';
    const finding = { ...portConflict, help, at: at('pacto.yaml', 2, 9) };
    expect(
      renderFindings([finding, { ...healthNotFound, at: at('gone.yaml', 1, 1) }], {
        sources: (file) => (file === 'pacto.yaml' ? source : undefined),
      }),
    ).toBe(
      `pacto.yaml:2:9 warning PORT_CONFLICT port 8080 is used twice
  1 | a: 1
  2 | health: api
    |         ^^^
  3 | b: 2
  help ${help}
  pacto.yaml:6:11 first used here

gone.yaml:1:1 error HEALTH_INTERFACE_NOT_FOUND health interface "api" is not declared (did you mean "rest-api"?)
`,
    );
  });

  it('have colours only where they were asked for', () => {
    expect(renderValidation(invalid)).not.toContain('\u001b');
    expect(renderValidation(invalid, { style: coloured })).toContain('\u001b[31merror\u001b[39m');
  });
});
