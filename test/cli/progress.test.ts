import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eraseLine, progress, waiting } from '../../src/cli/progress.ts';

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

  it('names the host that is waited for after half a second, where nothing else is told', () => {
    const { written, context } = terminal(true);
    const wait = waiting(context);
    wait('quick.io')();
    const shown = progress(context, 'resolved');
    const [one, two] = [wait('r.io'), wait('other.io')];
    vi.advanceTimersByTime(600);
    shown.at(1, 3);
    vi.advanceTimersByTime(300);
    expect(written).toEqual(['\r\u001b[2Kwaiting for r.io', '\r\u001b[2K1 of 3 resolved']);
    vi.advanceTimersByTime(300);
    one();
    two();
    vi.advanceTimersByTime(5000);
    expect(written.slice(2)).toEqual(['\r\u001b[2Kwaiting for r.io', '\r\u001b[2K']);
    eraseLine(context.stderr);
    expect(written).toHaveLength(4);
  });

  it('names no host in a pipe', () => {
    const { written, context } = terminal(false);
    const end = waiting(context)('r.io');
    vi.advanceTimersByTime(5000);
    end();
    expect(written).toEqual([]);
  });
});
