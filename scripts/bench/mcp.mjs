// How long an assistant waits for an answer about a local contract, and for the first one of a server that was started.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../install.mjs';
import { medians } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');
/** What feels like no wait at all. Milliseconds. */
const unnoticed = 20;
const calls = 200;
const starts = 9;

/** @returns {Promise<{ what: string, measured: number, beside: number, of: string, budget: number }[]>} */
export async function mcpRows() {
  const [empty = Number.NaN] = medians([{ args: ['-e', '0'] }], 9);
  const [firsts, laters] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let start = 0; start < starts; start++) {
    const begun = performance.now();
    const server = serve();
    await server.ask('initialize', {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    });
    const params = { name: 'pacto_check', arguments: { ref: 'payments-api' } };
    await server.ask('tools/call', params);
    firsts.push(performance.now() - begun);
    // The first start of all keeps compiled code for the next ones, and one server is enough for the rest.
    for (let call = 0; start === starts - 1 && call < calls; call++) {
      const asked = performance.now();
      await server.ask('tools/call', params);
      laters.push(performance.now() - asked);
    }
    await server.end();
  }
  return [
    {
      what: `a tool call of \`pacto mcp\` about payments-api (\`pacto_check\`), after the first`,
      measured: median(laters),
      beside: unnoticed,
      of: 'what nobody notices',
      budget: 1,
    },
    {
      what: 'the same from starting the server to its first answer',
      measured: median(firsts),
      beside: empty,
      of: '`node -e 0`',
      budget: 5,
    },
  ];
}

/** A server over standard input and output, asked one thing after the other. */
function serve() {
  const child = spawn(process.execPath, [cli, 'mcp'], {
    cwd: path.join(root, 'examples'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let id = 0;
  return {
    /** @param {string} method @param {object} params */
    async ask(method, params) {
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params })}\n`);
      const { value } = await lines.next();
      const { result } = JSON.parse(value);
      if (result === undefined || result.isError) throw new Error(`${method} failed: ${value}`);
    },
    end() {
      child.stdin.end();
      return new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

/** @param {number[]} times */
function median(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
