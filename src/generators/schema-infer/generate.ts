import { quoted } from '../../core/archive/names.ts';
import { lineAndColumn, lineTable } from '../../core/document/lines.ts';
import { jsonText } from '../../core/document/print.ts';
import { parseDocument, readText } from '../../core/document/read.ts';
import { PactoError } from '../../core/error.ts';
import { outputPath } from '../../core/generate/path.ts';
import type { GenerateResponse, GeneratorRequest } from '../../core/generate/protocol.ts';
import type { Json } from '../../core/json.ts';
import { readDotenv } from './dotenv.ts';
import { inferSchema } from './infer.ts';
import { readToml } from './toml.ts';

type Format = 'json' | 'yaml' | 'toml' | 'env';

const limits = { maxBytes: 16 * 1024 * 1024, maxDepth: 100, maxAliasNodes: 50_000 };

/**
 * A JSON Schema (draft 2020-12) of the configuration that the sample in option `file` shows. Throws USAGE,
 * FILE_UNREADABLE.
 */
export function generate({ contract, options, readNamedFile }: GeneratorRequest): GenerateResponse {
  const { file = '', format } = options;
  const path = pathOf(options.path ?? 'configuration/schema.json');
  const kind = formatOf(file, format);
  const bytes = readNamedFile(file);
  if (bytes === undefined) {
    throw new PactoError('FILE_UNREADABLE', `the sample ${quoted(file)} is no file that can be read`, {
      hint: 'It is looked for in the bundle, and then from the current directory.',
    });
  }
  const { name } = contract.service;
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Configuration of ${name}`,
    ...inferSchema([readSample(bytes, file, kind)]),
  };
  const isNamed = contract.configurations?.some((configuration) => configuration.schema === path) === true;
  return {
    files: [{ path, content: `${jsonText(schema, 2)}\n` }],
    ...(isNamed ? {} : { message: `The contract names it by: configurations: [{ name: default, schema: ${path} }]` }),
  };
}

function pathOf(option: string): string {
  const placed = outputPath(option);
  if ('path' in placed) return placed.path;
  throw new PactoError('USAGE', `--option path names no place to write: ${placed.problem}`, {
    hint: 'It is a path below the output directory, such as configuration/schema.json.',
  });
}

function formatOf(file: string, format: string | undefined): Format {
  if (format === 'json' || format === 'yaml' || format === 'toml' || format === 'env') return format;
  const name = file.replace(/^.*[/\\]/, '').toLowerCase();
  if (name.endsWith('.json')) return 'json';
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (name.endsWith('.toml')) return 'toml';
  if (/^\.env(\.|$)/.test(name) || name.endsWith('.env')) return 'env';
  const hint =
    'It ends in .json, .yaml, .yml, .toml or .env; for any other, say --option format=json, yaml, toml or env.';
  throw new PactoError('USAGE', `the name of the sample ${quoted(file)} does not say what it is`, { hint });
}

function readSample(bytes: Uint8Array, file: string, format: Format): Json {
  const read = readText(bytes, limits);
  if (!read.ok) throw unreadable(file, read.problems[0]?.message ?? 'it is no text');
  if (format === 'env') {
    const sample = readDotenv(read.text);
    if ('value' in sample) return sample.value;
    throw unreadable(`${file}:${sample.problem.line}`, `the line ${sample.problem.message}`);
  }
  if (format === 'toml') {
    const sample = readToml(read.text);
    if ('value' in sample) return sample.value;
    const { message, line, column } = sample.problem;
    throw unreadable([file, line, column].filter((part) => part !== undefined).join(':'), message);
  }
  const parsed = parseDocument(read.text, { limits, json: format === 'json' });
  if (parsed.ok) return parsed.document.value;
  const [problem] = parsed.problems;
  const place = placeOf(file, read.text, problem?.span.start ?? 0);
  throw unreadable(place, problem?.message ?? 'it cannot be parsed');
}

function placeOf(file: string, text: string, offset: number): string {
  const { line, column } = lineAndColumn(lineTable(text), offset);
  return `${file}:${line}:${column}`;
}

function unreadable(place: string, reason: string): PactoError {
  return new PactoError('FILE_UNREADABLE', `the sample ${place} cannot be read: ${reason}`, {
    hint: 'Correct the sample; nothing was written.',
  });
}
