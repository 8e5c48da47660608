/** Questions to whoever sits at the terminal. */
import type { World } from './context.ts';

export interface Prompt {
  /**
   * Asks on standard error and returns the line that is typed; undefined where Ctrl-C or the end of the input answers.
   * Throws where the run is interrupted otherwise.
   *
   * @param hidden whether what is typed is shown to nobody
   */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string | undefined>;
  /** Lets go of the terminal. */
  close(): Promise<void>;
}

/** A key as a terminal sends it: an escape sequence (ECMA-48, section 5.4) or a character. */
const keys = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O[@-~])|[\s\S]/gu;
const enter = /[\r\n]/;
const interrupt = '\u0003';
const endOfInput = '\u0004';
const eraseLine = '\u0015';
const erase = /[\b\u007f]/;

/** Opens a terminal for questions. Only where standard input is one. */
export function openPrompt({ stdin, stderr, signal }: Pick<World, 'stdin' | 'stderr' | 'signal'>): Prompt {
  const chunks = stdin[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Nobody may be waiting when it happens.
  interrupted.catch(() => undefined);
  /** Keys that were typed and not yet looked at. */
  let typed: string[] = [];

  async function nextKey(): Promise<string | undefined> {
    while (typed.length === 0) {
      const { done, value } = await Promise.race([chunks.next(), interrupted]);
      if (done === true) return undefined;
      typed = (typeof value === 'string' ? value : decoder.decode(value, { stream: true })).match(keys) ?? [];
    }
    return typed.shift();
  }

  async function readLine(): Promise<string | undefined> {
    let line: string[] = [];
    for (;;) {
      const key = await nextKey();
      if (key === undefined || key === interrupt) return undefined;
      if (enter.test(key)) return line.join('');
      if (key === endOfInput && line.length === 0) return undefined;
      if (key === eraseLine) line = [];
      else if (erase.test(key)) line.pop();
      else if (!/^\p{Cc}/u.test(key)) line.push(key);
    }
  }

  return {
    async ask(question, { hidden = false } = {}) {
      signal.throwIfAborted();
      if (!hidden) {
        stderr.write(question);
        return readLine();
      }
      stdin.setRaw?.(true);
      try {
        stderr.write(question);
        return await readLine();
      } finally {
        stdin.setRaw?.(false);
        stderr.write('\n');
      }
    },
    async close() {
      await chunks.return?.();
    },
  };
}
