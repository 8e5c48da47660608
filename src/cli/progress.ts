import type { Context } from './context.ts';

/** Work shorter than this shows nothing. Milliseconds. */
const patience = 500;
const interval = 100;

/** A line on standard error that says how far the work is. */
export interface Progress {
  /** @param known how much there is, where more was found on the way */
  at(number: number, known?: number): void;
  end(): void;
}

/**
 * Shows progress on a terminal, and nowhere else.
 *
 * @param what the word after the numbers: `120 of 1000 validated`
 * @param total how much there is, as far as it is known
 */
export function progress(context: Pick<Context, 'interactive' | 'stderr'>, what: string, total = 0): Progress {
  const start = Date.now();
  let last = 0;
  return {
    at(number, known = total) {
      const now = Date.now();
      if (!context.interactive || now - start < patience || now - last < interval) return;
      last = now;
      context.stderr.write(`\r\u001b[2K${number} of ${known} ${what}`);
    },
    end() {
      if (last > 0) context.stderr.write('\r\u001b[2K');
    },
  };
}
