// Measures commands against each other on one machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Median wall times in milliseconds. The commands are run in turn, round by round, so that whatever else the machine
 * does meets all of them.
 * @param {readonly { args: readonly string[], env?: Record<string, string>, before?: () => void }[]} commands arguments
 *   for `node`; `before` is run before each time and not measured
 * @param {number} rounds after a warm-up that does not count
 */
export function medians(commands, rounds) {
  /** @type {number[][]} */
  const times = commands.map(() => []);
  for (let round = -1; round < rounds; round++) {
    commands.forEach(({ args, env, before }, i) => {
      before?.();
      const start = process.hrtime.bigint();
      node(args, env);
      const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
      if (round >= 0) times[i]?.push(elapsed);
    });
  }
  return times.map(median);
}

/**
 * The median of the most memory that a command had resident at once. Bytes.
 * @param {readonly string[]} args arguments for `node`
 * @param {number} rounds
 * @param {{ env?: Record<string, string>, before?: () => void }} options
 */
export function peakMemory(args, rounds, { env, before } = {}) {
  const directory = mkdtempSync(path.join(tmpdir(), 'pacto-bench-'));
  try {
    const file = path.join(directory, 'peak');
    const atExit = `import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(${JSON.stringify(file)}, String(process.resourceUsage().maxRSS)));`;
    const peaks = Array.from({ length: rounds }, () => {
      before?.();
      node(['--import', `data:text/javascript,${encodeURIComponent(atExit)}`, ...args], env);
      return Number(readFileSync(file, 'utf8')) * 1024;
    });
    return median(peaks);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param {number[]} values */
function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** @param {readonly string[]} args @param {Record<string, string>} env */
function node(args, env = {}) {
  const { status, error, stderr } = spawnSync(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}\n${stderr}`);
}
