/**
 * Reads a guide as a script, so that what it tells is what happens:
 *
 * - a line of a `sh` block is a command, or an `export` for those behind it; a command ends with status 0 unless a comment behind it says `exits with N`;
 * - a `yaml` or `json` block whose first line is a comment with a file's name writes that file; of a contract that is
 *   there already it replaces the sections that it has;
 * - a block without a language after a command is what that printed, or lines of it in a row.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { isMap, parseDocument } from 'yaml';
import { pacto, root } from './run.ts';

interface GuideCommand {
  readonly kind: 'command';
  /** The line as it stands in the guide, without the comment. */
  readonly title: string;
  readonly status: number;
  /** Lines that it prints in a row; undefined where the guide does not show any. */
  prints: string | undefined;
}

interface GuideVariable {
  readonly kind: 'variable';
  readonly title: string;
  readonly variable: readonly [name: string, value: string];
}

interface GuideFile {
  readonly kind: 'file';
  /** The file's name, relative to the directory of the guide. */
  readonly title: string;
  readonly text: string;
}

export type GuideStep = GuideCommand | GuideVariable | GuideFile;

/** The steps of a guide below `docs/`, in its order. */
export function stepsOf(guide: string): GuideStep[] {
  const text = readFileSync(join(root, 'docs', guide), 'utf8');
  const steps: GuideStep[] = [];
  let last: GuideCommand | undefined;
  for (const [, language = '', block = ''] of text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)) {
    if (language === 'sh') {
      for (const line of block.trim().split('\n')) {
        const [, command = '', comment = ''] = /^(.*?)(?:\s+# (.*))?$/.exec(line) ?? [];
        const [, name, value] = /^export (\w+)=(.*)$/.exec(command) ?? [];
        if (name !== undefined && value !== undefined) {
          steps.push({ kind: 'variable', title: command, variable: [name, value] });
          continue;
        }
        const status = Number(/exits with (\d)/.exec(comment)?.[1] ?? 0);
        last = { kind: 'command', title: command, status, prints: undefined };
        steps.push(last);
      }
    } else if (language === '' && last) last.prints = block;
    else {
      const file = /^# (\S+)\n/.exec(block)?.[1];
      if (file !== undefined) steps.push({ kind: 'file', title: file, text: block });
    }
  }
  return steps;
}

/** The command lines of a guide below `docs/`, as they stand there. */
export function commandsOf(guide: string): string[] {
  return stepsOf(guide).flatMap((step) => (step.kind === 'command' ? [step.title] : []));
}

/** Follows a guide in a directory: what it exports holds from there on, and a command must do what the guide tells. */
export function follower(work: string): (step: GuideStep) => Promise<void> {
  const env: Record<string, string> = {};
  return async (step) => {
    if (step.kind === 'file') write(join(work, step.title), step.text);
    else if (step.kind === 'variable') env[step.variable[0]] = step.variable[1];
    else {
      const { status, stdout, stderr } = await pacto(wordsOf(step.title).slice(1), { cwd: work, env });
      expect({ status, stderr: stderr.replace(/^Next: .*\n/, '') }).toEqual({ status: step.status, stderr: '' });
      if (step.prints !== undefined) expect(stdout).toContain(step.prints);
    }
  };
}

function write(target: string, text: string): void {
  mkdirSync(dirname(target), { recursive: true });
  const there = target.endsWith('pacto.yaml') ? read(target) : undefined;
  writeFileSync(target, there === undefined ? text : withSections(there, text));
}

/** A contract whose sections are those of the text, where that has them. */
function withSections(there: string, text: string): string {
  const [contract, sections] = [parseDocument(there), parseDocument(text)];
  if (!isMap(sections.contents)) throw new Error('a block of a contract has no sections');
  for (const { key, value } of sections.contents.items) contract.set(key, value);
  return contract.toString();
}

/** The words of a command line, quotes taken off. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replaceAll(/["']/g, ''));
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
