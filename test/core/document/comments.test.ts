import { expect, it } from 'vitest';
import { commentLines } from '../../../src/core/document/comments.ts';

it('finds comments and nothing that only looks like one', () => {
  const text = [
    '# first',
    'a: 1 # trailing',
    'b: "# no" # after a quote',
    "c: 'it''s # no'",
    'd: a#b # end',
    'e: |  # header',
    '  # inside a block',
    '  text',
    '# outside',
    'f: [1, # in brackets',
    '  2]',
    'g: http://x/#fragment',
    'h: &a#b x',
    'i: "two',
    '  # lines"',
    '\t# after a tab',
    '# last',
  ].join('\n');
  expect([...commentLines(text)]).toEqual([
    [1, '# first'],
    [2, '# trailing'],
    [3, '# after a quote'],
    [5, '# end'],
    [6, '# header'],
    [9, '# outside'],
    [10, '# in brackets'],
    [16, '# after a tab'],
    [17, '# last'],
  ]);
});

it('has nothing to say about what can not be parsed', () => {
  expect(commentLines('a: [ # x').size).toBe(0);
  expect(commentLines('').size).toBe(0);
});

it('does not keep the line break of CRLF files', () => {
  expect([...commentLines('a: 1 # x\r\n# y\r\nb: 2')]).toEqual([
    [1, '# x'],
    [2, '# y'],
  ]);
});
