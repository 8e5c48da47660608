/** What a generator answered, held to the protocol before anything is written. */

import { archiveLimits, nameRegister, quoted } from '../archive/names.ts';
import { compareBytes } from '../contract/bundle.ts';
import { lineAndColumn, lineTable } from '../document/lines.ts';
import { readDocument } from '../document/read.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import { nearest } from '../nearest.ts';
import { decodeBase64 } from './base64.ts';
import { outputPath, permissionBits, windowsProblem } from './path.ts';
import type { GenerateResponse } from './protocol.ts';
import type { ProtocolProblem, ProtocolRule } from './rules.ts';

/** A file that is ready to be written. */
export interface OutputFile {
  /** Relative, `/`-separated, without `.` and `..`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode?: number;
}

export interface ReadResponse {
  /** Sorted bytewise by path; complete only where there is no error among the problems. */
  readonly files: readonly OutputFile[];
  readonly message?: string;
  readonly problems: readonly ProtocolProblem[];
}

export interface ResponseOptions {
  /** Whether the files are for a Windows machine; names that it reserves are errors there, and warnings elsewhere. */
  readonly windows?: boolean;
}

/** The most bytes that are read of an answer. */
export const responseLimit = 64 * 1024 * 1024;
const maxDepth = 100;
/** As many errors, and as many warnings, as are told; a plugin with more has one mistake that it repeats. */
const maxProblems = 50;

/** Reads what a plugin printed. Never throws for what it says. */
export function readResponse(bytes: Uint8Array, options: ResponseOptions = {}): ReadResponse {
  const failed = (message: string): ReadResponse => ({
    files: [],
    problems: [{ rule: 'json', severity: 'error', message }],
  });
  if (bytes.every((byte) => byte === 32 || (byte >= 9 && byte <= 13))) return failed('printed nothing');
  const limits = { maxBytes: responseLimit, maxDepth, maxAliasNodes: 0 };
  const read = readDocument(bytes, { json: true, limits });
  if (read.ok) return checkResponse(read.document.value, options);
  const [problem] = read.problems;
  if (problem === undefined || problem.kind !== 'syntax') {
    // Documents are files elsewhere.
    return failed(`printed what cannot be read: ${problem?.message.replace(/^the file\b/, 'it') ?? 'no JSON'}`);
  }
  const text = new TextDecoder().decode(bytes);
  const { line, column } = lineAndColumn(lineTable(text), problem.span.start);
  const { start } = problem.span;
  const shown = quoted(text.slice(Math.max(0, start - 20), start + 40).trim());
  return failed(`printed something that is not JSON (line ${line}, column ${column}: ${problem.message}): ${shown}`);
}

/** The response of a built-in generator, by the same rules. */
export function checkResponse(value: Json | GenerateResponse, options: ResponseOptions = {}): ReadResponse {
  const problems: ProtocolProblem[] = [];
  const complain = (rule: ProtocolRule, message: string, severity: ProtocolProblem['severity'] = 'error') => {
    const told = problems.filter((problem) => problem.severity === severity).length;
    if (told < maxProblems) problems.push({ rule, severity, message });
  };
  const response = value as Json;
  if (!isObject(response)) {
    complain('response', `printed ${kindOf(response)} where an object with files is expected`);
    return { files: [], problems };
  }
  noteUnknown(response, ['files', 'message'], 'the answer', complain);
  const files = filesOf(response, complain, options);
  const message = member(response, 'message') ?? undefined;
  if (message !== undefined && typeof message !== 'string') {
    complain('response', `message is ${kindOf(message)}, and should be a text`);
  }
  return { files, problems, ...(typeof message === 'string' && message.trim() !== '' ? { message } : {}) };
}

type Complain = (rule: ProtocolRule, message: string, severity?: ProtocolProblem['severity']) => void;

function filesOf(response: Json, complain: Complain, options: ResponseOptions): OutputFile[] {
  const listed = member(response, 'files') ?? null;
  // The first plugins were written in Go, which prints an empty list as null and could leave it out.
  if (listed === null) {
    if (member(response, 'files') === undefined) complain('response', 'files is missing', 'warning');
    return [];
  }
  if (!isArray(listed)) {
    complain('response', `files is ${kindOf(listed)}, and should be a list`);
    return [];
  }
  if (listed.length > archiveLimits.entries) {
    complain('response', `files has ${listed.length} items; at most ${archiveLimits.entries} are written`);
    return [];
  }
  const register = nameRegister();
  const files: OutputFile[] = [];
  for (const [index, item] of listed.entries()) {
    const file = fileOf(item, `files[${index}]`, complain);
    if (file === undefined) continue;
    const clash = register.add(file.path, 'file');
    if (clash !== undefined) complain('paths-distinct', `${quoted(file.path)} ${clash}`);
    const unportable = windowsProblem(file.path);
    if (unportable !== undefined) {
      complain('path-portable', unportable, options.windows === true ? 'error' : 'warning');
    }
    files.push(file);
  }
  return files.sort((a, b) => compareBytes(a.path, b.path));
}

function fileOf(item: Json, where: string, complain: Complain): OutputFile | undefined {
  if (!isObject(item)) {
    complain('file', `${where} is ${kindOf(item)}, and should be an object with path and content`);
    return undefined;
  }
  const [path, content] = [member(item, 'path'), member(item, 'content')];
  const name = typeof path === 'string' ? `${where} (${quoted(path)})` : where;
  noteUnknown(item, ['path', 'content', 'encoding', 'mode'], name, complain);
  if (typeof path !== 'string') {
    complain('file', `${where}.path is ${kindOf(path)}, and should be a text`);
    return undefined;
  }
  const placed = outputPath(path);
  if ('problem' in placed) complain('path-inside', placed.problem);
  if (typeof content !== 'string') {
    complain('file', `content of ${name} is ${kindOf(content)}, and should be a text`);
    return undefined;
  }
  const bytes = bytesOf(content, member(item, 'encoding') ?? undefined, name, complain);
  const mode = modeOf(member(item, 'mode') ?? undefined, name, complain);
  if ('problem' in placed || bytes === undefined) return undefined;
  return { path: placed.path, bytes, ...(mode === undefined ? {} : { mode }) };
}

const utf8 = new TextEncoder();

function bytesOf(
  content: string,
  encoding: Json | undefined,
  name: string,
  complain: Complain,
): Uint8Array | undefined {
  if (encoding === undefined) {
    if (content.isWellFormed()) return utf8.encode(content);
    complain('encoding', `content of ${name} is not valid Unicode; bytes go in base64 with "encoding": "base64"`);
    return undefined;
  }
  if (encoding !== 'base64') {
    const shown = typeof encoding === 'string' ? quoted(encoding) : kindOf(encoding);
    complain('encoding', `encoding of ${name} is ${shown}; it is "base64", or left out for text`);
    return undefined;
  }
  const bytes = decodeBase64(content);
  if (bytes === undefined) complain('encoding', `content of ${name} is not base64 (RFC 4648, with padding)`);
  return bytes;
}

function modeOf(mode: Json | undefined, name: string, complain: Complain): number | undefined {
  if (mode === undefined) return undefined;
  const bits = permissionBits(mode);
  const shown = typeof mode === 'string' ? quoted(mode) : typeof mode === 'number' ? `${mode}` : kindOf(mode);
  if (bits === undefined) {
    const meant = typeof mode === 'number' && /^[0-7]{3}$/.test(`${mode}`) ? `: ${mode} is decimal here` : '';
    complain('mode', `mode of ${name} is ${shown}${meant}; write a number up to 511, or octal digits as in "0755"`);
    return undefined;
  }
  if ((bits & 0o400) === 0) {
    complain('mode', `mode of ${name} is ${shown}: its owner could not read the file`);
    return undefined;
  }
  return bits;
}

/** A member that nothing reads is most often a misspelled one. */
function noteUnknown(value: Json, known: readonly string[], what: string, complain: Complain): void {
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    const suggestion = meant === undefined ? '' : ` (did you mean ${meant}?)`;
    complain('response', `nothing reads ${quoted(name)} of ${what}${suggestion}`, 'warning');
  }
}

function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? 'a text' : 'a number';
}
