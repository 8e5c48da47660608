import userSchema from '../../../schema/config.schema.json' with { type: 'json' };
import projectSchema from '../../../schema/pactorc.schema.json' with { type: 'json' };
import { positionOf } from '../../core/document/lines.ts';
import { contractLimits, readDocument } from '../../core/document/read.ts';
import { PactoError } from '../../core/error.ts';
import type { Span } from '../../core/finding.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { readable, tokens } from '../../core/pointer.ts';
import { compileSchema } from '../../core/schema/compile.ts';
import { validate } from '../../core/schema/evaluate.ts';
import { readRegularFile } from '../file-system.ts';
import type { SettingsFile } from './find.ts';

/** Settings by key, in the shapes that the published schema gives them. */
export type Settings = ReadonlyMap<string, Json>;

/** A settings file that was read, and what it says. */
export interface LoadedSettings {
  readonly file: SettingsFile;
  readonly values: Settings;
}

/** A settings file that is of no use, and why. */
export interface RefusedSettings {
  readonly file: SettingsFile;
  readonly reason: PactoError;
}

const schemas: Readonly<Record<SettingsFile['kind'], JsonObject>> = { project: projectSchema, user: userSchema };

/** What to add where a project's file says more than it may. */
const untrusted =
  'The project file arrives with a checkout and is not trusted; what is about trust belongs in your own config.yaml.';

const mend: Readonly<Record<SettingsFile['kind'], string>> = {
  project: `Fix the file; its keys can be ${Object.keys(projectSchema.properties).join(', ')}.`,
  user: 'Fix the settings, or use others with --config FILE.',
};

/**
 * Reads a settings file and holds it to its published schema. Throws USAGE with the position of everything that is
 * wrong in it, FILE_UNREADABLE where it cannot be read.
 */
export function readSettings(file: SettingsFile): Settings {
  const read = readRegularFile(file.path);
  if (read.kind !== 'file') {
    const reason =
      read.kind === 'unreadable' ? read.reason : read.kind === 'missing' ? 'it does not exist' : 'it is not a file';
    throw new PactoError('FILE_UNREADABLE', `the settings in ${file.label} cannot be read: ${reason}`);
  }
  if (isBlank(read.bytes)) return new Map();
  const parsed = readDocument(read.bytes, { limits: contractLimits });
  if (!parsed.ok) {
    const text = new TextDecoder().decode(read.bytes);
    throw wrong(file, text, parsed.problems);
  }
  const { value, text, locate } = parsed.document;
  const compiled = compileSchema(schemas[file.kind]);
  if (!compiled.ok) throw new Error(`the schema of ${file.label} does not compile: ${compiled.problems[0]?.message}`);
  const { errors } = validate(compiled.schema, value, { maxErrors: 20 });
  if (errors.length > 0) {
    const problems = errors.map(({ instance, onKey, message, help }) => ({
      message: named(onKey === true ? '' : instance, help === undefined ? message : `${message} (${help})`),
      span: locate(instance, onKey === true).span,
    }));
    const isTrust =
      file.kind === 'project' && errors.some(({ instance, onKey }) => onKey === true && isOfUser(instance));
    throw wrong(file, text, problems, isTrust ? untrusted : mend[file.kind]);
  }
  return new Map(Object.entries(isObject(value) ? value : {}));
}

/**
 * Where a value is in a settings file that was read before: `.pactorc.yaml:3:5`. The file is read again, for a message
 * alone; where it is another one by now, this is its name.
 */
export function placeOfSetting(file: SettingsFile, pointer: string, onKey: boolean): string {
  const read = readRegularFile(file.path);
  const parsed = read.kind === 'file' ? readDocument(read.bytes, { limits: contractLimits }) : undefined;
  if (parsed?.ok !== true) return file.label;
  const { text, locate } = parsed.document;
  const { line, column } = positionOf(text, locate(pointer, onKey).span, file.label);
  return `${file.label}:${line}:${column}`;
}

/** Units of settings that are numbers. */
const units: Readonly<Record<string, string>> = { cacheMaxAge: 'minutes' };

/** The message with the setting that it is about: `cacheMaxAge (minutes) must be an integer`. */
function named(instance: string, message: string): string {
  const [setting] = tokens(instance);
  if (setting === undefined) return message;
  const unit = Object.hasOwn(units, setting) ? ` (${units[setting]})` : '';
  return `${readable(instance)}${unit}${message.startsWith('must ') ? '' : ':'} ${message}`;
}

/** Whether a file has nothing in it but comments: a file in which every setting was commented out. */
function isBlank(bytes: Uint8Array): boolean {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.every((line) => /^\s*(#|$)/.test(line));
}

/** Whether the user's own file may have a key that stands at the top of a project's. */
function isOfUser(pointer: string): boolean {
  const [key = '', ...below] = tokens(pointer);
  return below.length === 0 && Object.hasOwn(userSchema.properties, key);
}

function wrong(
  file: SettingsFile,
  text: string,
  problems: readonly { message: string; span: Span }[],
  hint = mend[file.kind],
): PactoError {
  const lines = problems.map(({ message, span }) => {
    const { line, column } = positionOf(text, span, file.label);
    return `${file.label}:${line}:${column} ${message}`;
  });
  return new PactoError('USAGE', lines.join('\n'), { hint });
}
