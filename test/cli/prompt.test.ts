import { describe, expect, it } from 'vitest';
import { openPrompt } from '../../src/cli/prompt.ts';

/** A terminal on which these keys are typed, and what it shows. */
function terminal(typed: readonly (string | Uint8Array)[], signal = new AbortController().signal) {
  const seen: string[] = [];
  let isClosed = false;
  const stdin = {
    isTerminal: true,
    setRaw: (raw: boolean) => void seen.push(raw ? '<raw>' : '<cooked>'),
    async *[Symbol.asyncIterator]() {
      try {
        yield* typed;
        if (signal !== undefined && !typed.includes('')) await new Promise(() => undefined);
      } finally {
        isClosed = true;
      }
    },
  };
  const stderr = { isTerminal: true, write: (text: string) => void seen.push(text) };
  return { prompt: openPrompt({ stdin, stderr, signal }), seen, isClosed: () => isClosed };
}

describe('a prompt', () => {
  it('asks for lines, of which hidden ones are shown to nobody', async () => {
    const { prompt, seen } = terminal(['alice\n', 's3', 'cret\r']);
    expect(await prompt.ask('Name: ')).toBe('alice');
    expect(await prompt.ask('Password: ', { hidden: true })).toBe('s3cret');
    expect(seen).toEqual(['Name: ', '<raw>', 'Password: ', '<cooked>', '\n']);
  });

  it('keeps what was typed ahead, and characters that came in pieces', async () => {
    const bytes = Buffer.from('pä🔑\r');
    const { prompt } = terminal(['alice\nfirst\r', ...[...bytes].map((byte) => Uint8Array.of(byte))]);
    expect(await prompt.ask('Name: ')).toBe('alice');
    expect(await prompt.ask('Password: ', { hidden: true })).toBe('first');
    expect(await prompt.ask('Again: ', { hidden: true })).toBe('pä🔑');
  });

  it.each([
    ['abc\u007f\u007fd\r', 'ad'],
    ['ä🔑\b\r', 'ä'],
    ['\u007fa\r', 'a'],
    ['wrong\u0015right\r', 'right'],
    ['a\u001b[A\u001b[1;5Db\u001bOPc\td\u0000\r', 'abcd'],
    ['a\u0004b\r', 'ab'],
    [' a b \r', ' a b '],
    ['\r', ''],
  ])('understands the keys %j', async (typed, line) => {
    const { prompt } = terminal([typed]);
    expect(await prompt.ask('Password: ', { hidden: true })).toBe(line);
  });

  it.each([
    ['Ctrl-C', ['abc\u0003def\r']],
    ['Ctrl-D', ['\u0004']],
    ['the end of the input', ['abc', '']],
  ])('has no answer after %s, and leaves the terminal as it was', async (_, typed) => {
    const { prompt, seen } = terminal(typed);
    expect(await prompt.ask('Password: ', { hidden: true })).toBeUndefined();
    expect(seen).toEqual(['<raw>', 'Password: ', '<cooked>', '\n']);
  });

  it('ends with the run, and leaves the terminal as it was', async () => {
    const interruption = new AbortController();
    const { prompt, seen } = terminal(['s3c'], interruption.signal);
    setTimeout(() => interruption.abort(new Error('interrupted')), 20);
    await expect(prompt.ask('Password: ', { hidden: true })).rejects.toThrow('interrupted');
    expect(seen).toEqual(['<raw>', 'Password: ', '<cooked>', '\n']);
    await expect(prompt.ask('Again: ')).rejects.toThrow('interrupted');
  });

  it('lets go of the terminal', async () => {
    const { prompt, isClosed } = terminal(['alice\n']);
    await prompt.ask('Name: ');
    await prompt.close();
    expect(isClosed()).toBe(true);
  });
});
