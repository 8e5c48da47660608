// Measures commands against each other on one machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Median wall times in milliseconds. The commands are run in turn, round by round, so that whatever else the machine
 * does meets all of them.
 * @param {readonly (readonly string[])[]} commands arguments for `node`
 * @param {number} rounds after a warm-up that does not count
 */
export function medians(commands, rounds) {
  /** @type {number[][]} */
  const times = commands.map(() => []);
  for (let round = -1; round < rounds; round++) {
    commands.forEach((args, i) => {
      const start = process.hrtime.bigint();
      node(args);
      const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
      if (round >= 0) times[i]?.push(elapsed);
    });
  }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN);
}

/**
 * The most memory that a command had resident at once. Bytes.
 * @param {readonly string[]} args arguments for `node`
 */
export function peakMemory(args) {
  const directory = mkdtempSync(path.join(tmpdir(), 'pacto-bench-'));
  try {
    const file = path.join(directory, 'peak');
    const atExit = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`;
    node(['--import', `data:text/javascript,${encodeURIComponent(atExit)}`, ...args]);
    return Number(readFileSync(file, 'utf8')) * 1024;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {readonly string[]} args */
function node(args) {
  const { status, error, stderr } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}\n${stderr}`);
}
