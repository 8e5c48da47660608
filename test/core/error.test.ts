import { describe, expect, it } from 'vitest';
import { errorKinds, hintOf } from '../../src/core/error.ts';

describe('hints', () => {
  it.each(Object.entries(errorKinds))('are sentences: %s', (_, { hint }) => {
    expect(hint).toMatch(/^[A-Z`].*\.$/);
  });

  it.each([
    [undefined, {}],
    ['did you mean "foo"?', { hint: 'Did you mean "foo"?' }],
    ['write PATH=VALUE', { hint: 'Write PATH=VALUE.' }],
    ['Whole already.', { hint: 'Whole already.' }],
  ])('are made of the help of findings: %j', (help, hint) => {
    expect(hintOf(help)).toEqual(hint);
  });
});
