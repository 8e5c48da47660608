import { describe, expect, it } from 'vitest';
import { PactoError } from '../../src/core/error.ts';
import { answerLimit, callTool, type Host } from '../../src/mcp/call.ts';
import { rootsFor } from '../../src/mcp/roots.ts';
import { defineTool, readOnly, type Tool } from '../../src/mcp/tool.ts';
import { createPorts } from '../../src/operations/create-ports.ts';

const logged: string[] = [];
let closed = 0;
const host: Host = {
  cwd: '/nonexistent',
  roots: [],
  clientsOnlyNarrow: false,
  log: (line) => void logged.push(line),
  callLimit: 200,
  open: (cwd) => ({ ports: createPorts({ cwd }), close: async () => void closed++ }),
};

function tool(run: Tool['run']): readonly Tool[] {
  const row = { name: 'pacto_example', title: 'Example', description: 'An example.', annotations: readOnly } as const;
  return [{ ...defineTool({ ...row, input: {}, outputSchema: async () => ({}), run: async () => ({}) }), run }];
}

function call(run: Tool['run'], signal = new AbortController().signal) {
  const context = { roots: rootsFor(host, undefined), signal, onProgress: () => undefined };
  return callTool(host, tool(run), { name: 'pacto_example' }, context);
}

describe('a call', () => {
  it('that fails for a reason that nobody thought of is an answer, and the stack is in the log', async () => {
    const answer = await call(() => Promise.reject(new TypeError('x is not a function')));
    expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('"BUG"') }] });
    expect(answer).not.toHaveProperty('structuredContent');
    expect(logged.at(-1)).toMatch(/^bug TypeError: x is not a function\n\s+at /);
  });

  it.each(['USAGE', 'CONTRACT_NOT_FOUND', 'INVALID_CONTRACT', 'GRAPH_INCOMPLETE'] as const)(
    'that fails with %s hints at no command line',
    async (code) => {
      const answer = await call(() => Promise.reject(new PactoError(code, 'x')));
      const { error } = JSON.parse(answer.content[0]?.text ?? '');
      expect(error.hint).not.toBe('');
      expect(error.hint).not.toMatch(/--|`pacto /);
    },
  );

  it('that takes too long is ended', async () => {
    let seen: AbortSignal | undefined;
    const answer = await call(({ signal }) => {
      seen = signal;
      return new Promise(() => undefined);
    });
    expect(answer.content[0]?.text).toContain('"TIMED_OUT"');
    expect(seen?.aborted).toBe(true);
  });

  it('that is cancelled is not waited for, and what was opened for it is closed', async () => {
    const before = closed;
    const lines = logged.length;
    const ending = new AbortController();
    const answer = call(() => new Promise(() => undefined), ending.signal);
    ending.abort();
    expect((await answer).isError).toBe(true);
    expect(closed).toBe(before + 1);
    expect(logged.length).toBe(lines);
  });

  it('whose answer is larger than anybody reads is refused with what to do', async () => {
    const structured = { text: 'x'.repeat(answerLimit) };
    const answer = await call(async () => ({ structured }));
    expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('ANSWER_TOO_LARGE') }] });
    expect(answer.content[0]?.text.length).toBeLessThan(1000);
  });
});
