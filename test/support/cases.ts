/** Case directories: a bundle, and beside it what validating it should say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createOpenBundle } from '../../src/adapters/bundle/open.ts';
import { sha256 } from '../../src/adapters/files/digest.ts';
import { readUserFile } from '../../src/adapters/files/read.ts';
import { type Bundle, contractFile, type FileRead, memoryBundle } from '../../src/core/contract/bundle.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Ports } from '../../src/operations/ports.ts';
import type { ValidateInput } from '../../src/operations/validate.ts';
import { root } from './run.ts';

/** Directory of all cases. */
export const casesDirectory = path.join(root, 'test', 'cases');

/** Files of a case directory that are about the case and no part of its bundle. */
const aboutTheCase = new Set(['expect', 'args', 'origin', 'explain', 'reads']);

/** Names of the folders in a directory, sorted. */
export function foldersIn(directory: string): string[] {
  const entries = existsSync(directory) ? readdirSync(directory, { withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The lines of a file beside the bundle; none where it does not exist. */
export function linesOf(directory: string, name: string): string[] {
  const file = path.join(directory, name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * What `validate` is called with for a case: the directory, and what its file `args` says, one flag a line:
 * `--all`, `--ignore CODE`, `--set PATH=VALUE`, `--set-string PATH=VALUE`, `--set-json PATH=VALUE`, `--values FILE`.
 */
export function caseInput(directory: string): ValidateInput {
  const args = linesOf(directory, 'args').map((line): [string, string] => {
    const space = line.indexOf(' ');
    return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
  });
  const valuesOf = (flag: string) => args.flatMap(([name, value]) => (name === flag ? [value] : []));
  const known = ['--all', '--ignore', '--values', '--set', '--set-string', '--set-json'];
  const unknown = args.find(([name]) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${directory}/args: ${unknown[0]} is not one of ${known.join(', ')}`);
  const sets = args.flatMap(([name, text]) => {
    const kind = name.slice(2);
    return kind === 'set' || kind === 'set-string' || kind === 'set-json' ? [{ kind, text } as const] : [];
  });
  return {
    reference: '.',
    all: args.some(([name]) => name === '--all'),
    ignore: valuesOf('--ignore'),
    values: valuesOf('--values'),
    sets,
  };
}

/**
 * Ports for a case, as if the user stood in its directory. A file `origin` with the word `registry` makes the bundle
 * one that was pulled; a file `reads` lists files that are there and cannot be read, or
 * are too large: `PATH unreadable`, `PATH too-large`.
 */
export function casePorts(directory: string): Ports {
  const open = createOpenBundle({ cwd: directory });
  const pulled = linesOf(directory, 'origin').includes('registry');
  return {
    open: async (reference, from) => {
      if (!pulled || from !== undefined) return refusing(await open(reference, from), linesOf(directory, 'reads'));
      const label = 'oci://registry.example.com/case:1.0.0';
      return memoryBundle(bundleFiles(directory), { kind: 'registry', label, contractPath: contractFile });
    },
    readFile: async (file) => readUserFile(path.resolve(directory, file)),
    writeFile: async (file) => {
      throw new Error(`a case has nothing to write, and ${file} was written`);
    },
    digest: sha256,
    repository: async () => {
      throw new Error('a case asks no repository');
    },
    note: () => undefined,
  };
}

function refusing(bundle: Bundle, lines: readonly string[]): Bundle {
  const refused = new Map(lines.map((line) => [line.split(' ')[0], line.split(' ')[1]]));
  const mebibyte = 1024 * 1024;
  return {
    ...bundle,
    read(file): FileRead {
      const how = refused.get(file);
      if (how === 'unreadable') return { kind: 'unreadable', reason: 'permission denied' };
      if (how === 'too-large') return { kind: 'too-large', size: 70 * mebibyte, limit: 64 * mebibyte };
      return bundle.read(file);
    },
  };
}

/** A finding as `expect` files have it: `CODE line:column`, with the file between them where it is not pacto.yaml. */
export function expectLine({ code, at }: Finding): string {
  const place = `${at.line}:${at.column}`;
  return at.file === contractFile ? `${code} ${place}` : `${code} ${at.file}:${place}`;
}

function bundleFiles(directory: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(directory, file);
    if (entry.isFile() && !aboutTheCase.has(name)) files.set(name.split(path.sep).join('/'), readFileSync(file));
  }
  return files;
}
