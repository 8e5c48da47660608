import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cronFields, cronProblem } from '../../../src/generators/kubernetes/cron.ts';

it('says the numbers of a field by bounds and by a pattern', () => {
  for (const [index, { about, numbers }] of cronFields.entries()) {
    const pattern = new RegExp(`^(?:0*(?:${numbers}))$`);
    const only = (text: string) => ['*', '*', '*', '*', '*'].with(index, text).join(' ');
    fc.assert(
      fc.property(fc.stringMatching(/^0{0,2}[0-9]{1,3}$/), (text) => {
        expect(pattern.test(text), `${about} ${text}`).toBe(cronProblem(only(text)) === undefined);
      }),
    );
  }
});
