import type { Context } from './context.ts';

/** Work shorter than this shows nothing. Milliseconds. */
const patience = 500;
const interval = 100;

/**
 * A line on standard error that says how far the work is, on a terminal only.
 *
 * @param what the word after the numbers: `120 of 1000 validated`
 */
export function progress(context: Context, what: string, total: number): { at(number: number): void; end(): void } {
  const start = Date.now();
  let last = 0;
  return {
    at(number) {
      const now = Date.now();
      if (!context.interactive || now - start < patience || now - last < interval) return;
      last = now;
      context.stderr.write(`\r\u001b[2K${number} of ${total} ${what}`);
    },
    end() {
      if (last > 0) context.stderr.write('\r\u001b[2K');
    },
  };
}
