import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/table.ts';
import { globalFlags } from '../../src/cli/flags.ts';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { initTypes } from '../../src/operations/init/scaffolds.ts';
import { publishedSchema, resultNames } from '../../src/operations/schema.ts';
import { pacto } from './world.ts';

describe('pacto, pacto help and pacto --help', () => {
  it('list every command with one sentence', async () => {
    const { code, stdout } = await pacto([]);
    expect(code).toBe(0);
    for (const { name, summary } of commands) {
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
      expect(summary).not.toMatch(/[.\n]$/);
    }
    expect((await pacto(['help'])).stdout).toBe(stdout);
    expect((await pacto(['--help'])).stdout).toBe(stdout);
    expect((await pacto(['-h'])).stdout).toBe(stdout);
  });

  it.each(commands)('explain $name', async (command) => {
    const words = command.name.split(' ');
    const { code, stdout } = await pacto([...words, '--help']);
    expect(code).toBe(0);
    const joined = stdout.replaceAll(/\s+/g, ' ');
    expect(joined.startsWith(`${command.summary}. Usage: pacto ${command.name}`)).toBe(true);
    expect(joined).not.toMatch(/\b([\w-]+, [\w-]+, or [\w-]+|[\w-]+, or [\w-]+): \w+, /);
    for (const { name } of [...command.flags, ...globalFlags]) expect(stdout).toContain(`--${name}`);
    for (const { line } of command.examples) expect(stdout).toContain(line);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    expect((await pacto(['help', ...words])).stdout).toBe(stdout);
  });

  it('explain a family of commands', async () => {
    expect((await pacto(['policy', '--help'])).stdout).toContain('policy test [DIR]');
    expect((await pacto(['help', 'policy'])).stdout).toContain('policy test [DIR]');
  });

  it.each([
    [300, 100],
    [80, 80],
    [64, 64],
    [20, 40],
  ])('are as wide as a terminal of %i columns, within bounds', async (columns, width) => {
    const run = async (args: string[]) =>
      (await pacto(args, { terminal: true, columns, env: { NO_COLOR: '1' } })).stdout.split('\n');
    for (const args of [['help'], ['policy', '--help'], ...commands.map(({ name }) => ['help', ...name.split(' ')])]) {
      // A name, a usage and an example are not broken.
      const tooLong = (await run(args)).filter((line) => line.length > width && !/^( {2,6}|Usage: )\S/.test(line));
      expect(tooLong.filter((line) => line.trim().includes(' '))).toEqual([]);
    }
    const longest = Math.max(...(await run(['help'])).map((line) => line.length));
    expect(longest).toBeGreaterThan(width * 0.9);
    expect(longest).toBeLessThanOrEqual(width);
  });

  it('have the same width in every pipe', async () => {
    const { stdout } = await pacto(['help', 'diff']);
    expect((await pacto(['help', 'diff'], { columns: 40, env: { COLUMNS: '40' } })).stdout).toBe(stdout);
    expect((await pacto(['help', 'diff'], { terminal: true, env: { NO_COLOR: '1' } })).stdout).toBe(stdout);
  });

  it('have colours on a terminal only, and never with NO_COLOR', async () => {
    expect((await pacto(['help'])).stdout).not.toContain('\u001b');
    expect((await pacto(['help'], { terminal: true })).stdout).toContain('\u001b[1m');
    expect((await pacto(['help'], { terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b');
    expect((await pacto(['help'], { terminal: true, env: { TERM: 'dumb' } })).stdout).not.toContain('\u001b');
    expect((await pacto(['help'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[1m');
  });
});

describe('the table of commands', () => {
  it.each(commands)('$name has an unambiguous row with examples that parse', async (command) => {
    const flags = [...command.flags, ...globalFlags];
    expect(new Set(flags.map(({ name }) => name)).size).toBe(flags.length);
    const shorts = flags.flatMap(({ short }) => short ?? []);
    expect(new Set(shorts).size).toBe(shorts.length);
    for (const { type, value } of flags) expect(value === undefined).toBe(type === 'boolean');
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { line } of command.examples) {
      const call = /pacto ([^<>|)]*)/.exec(line)?.[1]?.trim() ?? '';
      expect(call.startsWith(command.name)).toBe(true);
      await parseCommandLine(command, call.slice(command.name.length).split(' ').filter(Boolean));
    }
  });

  it('prints JSON but for those that docs/platform-engineers.md names', () => {
    const guide = readFileSync(new URL('../../docs/platform-engineers.md', import.meta.url), 'utf8');
    const without = commands.flatMap(({ name, formats }) => (formats.includes('json') ? [] : [`\`${name}\``])).sort();
    expect(guide).toContain(`\`--output-format json\`; ${without.slice(0, -1).join(', ')} and ${without.at(-1)} are`);
  });

  it('names the result schemas and the kinds of contract that there are', async () => {
    const flag = (command: string, name: string) =>
      commands.find((row) => row.name === command)?.flags.find((one) => one.name === name);
    expect(flag('schema', 'result')?.choices).toEqual(resultNames);
    expect(flag('init', 'type')?.choices).toEqual(initTypes);
    for (const name of resultNames) expect(await publishedSchema(name)).toHaveProperty('title');
  });
});

describe('pacto version', () => {
  it('prints the version', async () => {
    const { stdout } = await pacto(['version']);
    expect(stdout).toMatch(/^pacto version \d+\.\d+\.\d+\n$/);
    expect((await pacto(['--version'])).stdout).toBe(stdout);
    const json = JSON.parse((await pacto(['version', '--output-format', 'json'])).stdout);
    expect(`pacto version ${json.version}\n`).toBe(stdout);
  });
});
