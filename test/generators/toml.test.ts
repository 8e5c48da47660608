import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/core/document/print.ts';
import { readToml } from '../../src/generators/schema-infer/toml.ts';

describe('TOML', () => {
  it.each<[string, string]>([
    ['', '{}'],
    ['a = 1\n[b.c]\nd = [true, "x"]', '{"a":1,"b":{"c":{"d":[true,"x"]}}}'],
    ['a = 12345678901234567890\nb = 0xff', '{"a":12345678901234567890,"b":255}'],
    ['[[p]]\nn = 1.5\n[[p]]', '{"p":[{"n":1.5},{}]}'],
    ['__proto__.x = 1', '{"__proto__":{"x":1}}'],
    [
      't = [1979-05-27T07:32:00Z, 1979-05-27T07:32:00, 1979-05-27, 07:32:00]',
      '{"t":["1979-05-27T07:32:00.000Z","1979-05-27T07:32:00.000","1979-05-27","07:32:00.000"]}',
    ],
  ])('%j', (text, json) => {
    const read = readToml(text);
    expect('value' in read ? jsonText(read.value) : read).toBe(json);
  });

  it.each([
    ['a = 1\na = 2', 2],
    ['a = yes', 1],
    [`a = ${'['.repeat(200)}`, 1],
  ])('%j is none, and where', (text, line) => {
    const read = readToml(text);
    expect('problem' in read && read.problem.line).toBe(line);
  });

  it.each([
    ['a = inf', 'Infinity is no number in JSON'],
    [`${'a.'.repeat(200_000)}a = 1`, 'values are nested more than 100 deep'],
  ])('has nothing that JSON has not: %.10s', (text, message) => {
    expect(readToml(text)).toEqual({ problem: { message } });
  });
});
