import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progress } from '../../src/cli/progress.ts';

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function terminal(interactive: boolean) {
    const written: string[] = [];
    const stderr = { isTerminal: interactive, write: (text: string) => void written.push(text) };
    return { written, context: { interactive, stderr } };
  }

  it('says nothing of what is done in half a second', () => {
    const { written, context } = terminal(true);
    const shown = progress(context, 'done', 10);
    shown.at(1);
    vi.advanceTimersByTime(400);
    shown.at(9);
    shown.end();
    expect(written).toEqual([]);
  });

  it('follows a total that grows, a few times a second, and leaves nothing behind', () => {
    const { written, context } = terminal(true);
    const shown = progress(context, 'references resolved');
    vi.advanceTimersByTime(600);
    shown.at(1, 3);
    shown.at(2, 3);
    vi.advanceTimersByTime(100);
    shown.at(3, 40);
    shown.end();
    expect(written).toEqual([
      '\r\u001b[2K1 of 3 references resolved',
      '\r\u001b[2K3 of 40 references resolved',
      '\r\u001b[2K',
    ]);
  });

  it('is silent in a pipe', () => {
    const { written, context } = terminal(false);
    const shown = progress(context, 'done', 10);
    vi.advanceTimersByTime(5000);
    shown.at(5);
    shown.end();
    expect(written).toEqual([]);
  });
});
