import { printable } from '../render/printable.ts';
import type { Context, Output } from './context.ts';

/** Work shorter than this shows nothing. Milliseconds. */
const patience = 500;
const interval = 100;

/** The line that stands on an output and is not ended, and when it was drawn. */
const lines = new WeakMap<Output, { readonly text: string; readonly at: number }>();

function draw(output: Output, text: string): void {
  output.write(`\r\u001b[2K${text}`);
  lines.set(output, { text, at: Date.now() });
}

/** Takes away the line of progress that stands on an output, so that something else can be written there. */
export function eraseLine(output: Output): void {
  if (lines.delete(output)) output.write('\r\u001b[2K');
}

/** A line on standard error that says how far the work is. */
export interface Progress {
  /** @param known how much there is, where more was found on the way */
  at(number: number, known?: number): void;
  end(): void;
}

type Terminal = Pick<Context, 'interactive' | 'stderr'>;

/**
 * Shows progress on a terminal, and nowhere else.
 *
 * @param what the word after the numbers: `120 of 1000 validated`
 * @param total how much there is, as far as it is known
 */
export function progress({ interactive, stderr }: Terminal, what: string, total = 0): Progress {
  const start = Date.now();
  let last = 0;
  return {
    at(number, known = total) {
      const now = Date.now();
      if (!interactive || now - start < patience || now - last < interval) return;
      last = now;
      draw(stderr, `${number} of ${known} ${what}`);
    },
    end() {
      if (last > 0) eraseLine(stderr);
    },
  };
}

/**
 * Says on a terminal, and nowhere else, which host is waited for where that takes long and nothing else is told. Gives a
 * function to call where waiting for a host begins, whose result is to be called where it ends.
 */
export function waiting({ interactive, stderr }: Terminal): (host: string) => () => void {
  const waits = new Map<symbol, { readonly text: string; readonly since: number }>();
  let timer: NodeJS.Timeout | undefined;

  function show(): void {
    const [longest] = waits.values();
    const line = lines.get(stderr);
    if (longest === undefined || longest.text === line?.text) return;
    if (Date.now() - Math.max(longest.since, line?.at ?? 0) >= patience) draw(stderr, longest.text);
  }

  return (host) => {
    if (!interactive) return () => undefined;
    const wait = { text: `waiting for ${printable(host)}`, since: Date.now() };
    const key = Symbol(host);
    waits.set(key, wait);
    timer ??= setInterval(show, interval).unref();
    return () => {
      waits.delete(key);
      if (lines.get(stderr)?.text === wait.text) eraseLine(stderr);
      if (waits.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  };
}
