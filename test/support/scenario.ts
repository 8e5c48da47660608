/**
 * Plain-text scenarios: what a user types, and what the program answers. `CONTRIBUTING.md` says when to write one;
 * `test/cases/cli/README.md` describes the format.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pacto, type RunResult, root } from './run.ts';

/** A part of a scenario: `==== name: argument ====` and the lines up to the next one. */
export interface Section {
  readonly name: string;
  readonly argument: string;
  readonly text: string;
}

const header = /^==== ([a-z]+)(?:: (.+?))? ====$/;
const setUps = ['file', 'directory', 'copy', 'git', 'env'];
const outcomes = ['status', 'stdout', 'stderr', 'written'];

/** The sections of a scenario file. Lines before the first one say what it is about. */
export function parseScenario(text: string): { readonly about: string; readonly sections: readonly Section[] } {
  const sections: { name: string; argument: string; lines: string[] }[] = [];
  const about: string[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const match = header.exec(line);
    if (match !== null) sections.push({ name: match[1] ?? '', argument: match[2] ?? '', lines: [] });
    else (sections.at(-1)?.lines ?? about).push(line);
  }
  const known = [...setUps, 'command', 'stdin', ...outcomes];
  for (const { name } of sections) {
    if (!known.includes(name)) throw new Error(`"==== ${name} ====" is not one of ${known.join(', ')}`);
  }
  return {
    about: about.join('\n').trim(),
    sections: sections.map(({ name, argument, lines }) => ({
      name,
      argument,
      text: lines.map((line) => `${line}\n`).join(''),
    })),
  };
}

/** Writes sections back as a scenario file. */
export function printScenario(about: string, sections: readonly Section[]): string {
  const parts = sections.map(({ name, argument, text }) => {
    const title = argument === '' ? name : `${name}: ${argument}`;
    return `==== ${title} ====\n${text === '' || text.endsWith('\n') ? text : `${text}\n`}`;
  });
  return (about === '' ? '' : `${about}\n\n`) + parts.join('');
}

/**
 * Plays a scenario in an empty directory and returns it with the outcomes that came. Outcomes that match what the
 * scenario expects, wildcards included, are returned as it has them, so that equal sections mean success.
 */
export async function playScenario(sections: readonly Section[]): Promise<Section[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'pacto-scenario-'));
  try {
    const played: Section[] = [];
    const env: Record<string, string> = { HOME: path.join(directory, '.home') };
    for (let i = 0; i < sections.length; ) {
      const section = sections[i] as Section;
      if (section.name !== 'command') {
        if (!setUps.includes(section.name)) throw new Error(`"==== ${section.name} ====" stands before any command`);
        setUp(directory, env, section);
        played.push(section);
        i += 1;
        continue;
      }
      const end = sections.findIndex(({ name }, at) => at > i && name !== 'stdin' && !outcomes.includes(name));
      const expected = sections.slice(i + 1, end < 0 ? sections.length : end);
      played.push(section, ...(await playCommand(directory, env, section, expected)));
      i += 1 + expected.length;
    }
    return played;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function playCommand(
  directory: string,
  env: Readonly<Record<string, string>>,
  command: Section,
  expected: readonly Section[],
): Promise<Section[]> {
  const stdin = expected.find(({ name }) => name === 'stdin');
  const [first = '', ...args] = words(command.text.trim());
  if (first !== 'pacto') throw new Error(`a command begins with "pacto", and this one with "${first}"`);
  const options = { cwd: directory, env, ...(stdin === undefined ? {} : { stdin: stdin.text }) };
  const result = await pacto(args, options);
  const sections: Section[] = stdin === undefined ? [] : [stdin];
  const answer = (name: string, text: string, argument = '') => {
    const wanted = expected.find((section) => section.name === name && section.argument === argument);
    if (wanted !== undefined && matches(wanted.text, text)) sections.push(wanted);
    else if (text !== '' || name === 'written') sections.push({ name, argument, text });
  };
  answer('status', statusLine(result));
  answer('stdout', withoutDirectory(result.stdout, directory));
  answer('stderr', withoutDirectory(result.stderr, directory));
  for (const { argument } of expected.filter(({ name }) => name === 'written')) {
    answer('written', readFileSync(path.join(directory, argument), 'utf8'), argument);
  }
  return sections;
}

/** Fine is not worth a line. */
function statusLine({ status, signal }: RunResult): string {
  return status === 0 ? '' : `${status ?? signal}\n`;
}

function setUp(directory: string, env: Record<string, string>, { name, argument, text }: Section): void {
  const target = path.join(directory, argument);
  switch (name) {
    case 'file':
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
      return;
    case 'directory':
      mkdirSync(target, { recursive: true });
      return;
    case 'copy':
      cpSync(path.join(root, argument), target, { recursive: true });
      return;
    case 'git':
      for (const line of text.split('\n').filter((line) => line !== '')) git(directory, words(line));
      return;
    default:
      for (const line of text.split('\n').filter((line) => line !== '')) {
        const [key = '', ...value] = line.split('=');
        env[key] = value.join('=');
      }
  }
}

/** Git with an identity and dates of its own, so that commits are the same everywhere. */
function git(directory: string, args: readonly string[]): void {
  const identity = { NAME: 'Test', EMAIL: 'test@example.com', DATE: '2024-01-01T00:00:00Z' };
  const env: Record<string, string> = { PATH: process.env.PATH ?? '', HOME: directory, GIT_CONFIG_NOSYSTEM: '1' };
  for (const [key, value] of Object.entries(identity)) {
    env[`GIT_AUTHOR_${key}`] = value;
    env[`GIT_COMMITTER_${key}`] = value;
  }
  execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], { cwd: directory, env, stdio: 'pipe' });
}

/** Splits a line as a shell does: spaces separate, single and double quotes hold together. Nothing is expanded. */
function words(line: string): string[] {
  const found = line.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return found.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
}

/** The temporary directory has another name each time; outputs show it as `$DIR`. */
function withoutDirectory(text: string, directory: string): string {
  return text.replaceAll(directory, '$DIR');
}

/** Whether the text is what was expected, where `[[..]]` stands for anything within a line and `[[...]]` for lines. */
export function matches(expected: string, actual: string): boolean {
  const pattern = expected
    .split(/(\[\[\.{2,3}\]\])/)
    .map((part) => {
      if (part === '[[..]]') return '[^\\n]*';
      if (part === '[[...]]') return '[^]*';
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  // Files end with a line break; outputs that do not are still equal to what a scenario can write down.
  return new RegExp(`^${pattern}$`).test(actual) || new RegExp(`^${pattern}$`).test(`${actual}\n`);
}
