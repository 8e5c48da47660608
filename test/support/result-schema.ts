/** Holds JSON output to the shapes published in `schema/output/`, one file per command and one for errors. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const directory = new URL('../../schema/output/', import.meta.url);
const suffix = '.schema.json';
let compiled: Map<string, ValidateFunction> | undefined;

/**
 * Fails where the text is not JSON, or not what `schema/output/` publishes for the command in `args`: `validate` is held
 * to `validate.schema.json`, `policy test` to `policy-test.schema.json`, an error without a result to
 * `error.schema.json`.
 */
export function assertPublishedShape(args: readonly string[], stdout: string): void {
  let value: unknown;
  try {
    value = JSON.parse(stdout);
  } catch (error) {
    throw new Error(`\`pacto ${args.join(' ')}\` was asked for JSON and printed: ${JSON.stringify(stdout)}`, {
      cause: error,
    });
  }
  const name = isOnlyError(value) ? 'error' : resultName(args);
  const validate = schemas().get(name);
  if (validate === undefined) throw new Error(`schema/output/${name}${suffix} does not exist`);
  if (validate(value)) return;
  const problems = (validate.errors ?? []).map(({ instancePath, message }) => `  ${instancePath || '/'} ${message}`);
  throw new Error(
    `\`pacto ${args.join(' ')}\` does not print what schema/output/${name}${suffix} says:\n${problems.join('\n')}`,
  );
}

function isOnlyError(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'error')) return false;
  return Object.keys(value).every((key) => ['error', 'schemaVersion', 'findings'].includes(key));
}

/** The longest name that the arguments make: `validate --recursive` has another result than `validate`. */
function resultName(args: readonly string[]): string {
  const words = args.map((arg) => arg.replace(/^--/, '')).filter((word) => /^[a-z][a-z-]*$/.test(word));
  const candidates = words.flatMap((word, i) => [...words.slice(i + 1).map((next) => `${word}-${next}`), word]);
  return candidates.find((name) => schemas().has(name)) ?? words[0] ?? '';
}

function schemas(): ReadonlyMap<string, ValidateFunction> {
  compiled ??= compile();
  return compiled;
}

function compile(): Map<string, ValidateFunction> {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  const files = readdirSync(directory).filter((file) => file.endsWith(suffix));
  const texts = files.map((file): [string, { $id: string }] => [
    file.slice(0, -suffix.length),
    JSON.parse(readFileSync(new URL(file, directory), 'utf8')),
  ]);
  for (const [, schema] of texts) ajv.addSchema(schema);
  return new Map(
    texts.map(([name, schema]) => {
      const validate = ajv.getSchema(schema.$id);
      if (validate === undefined) throw new Error(`schema/output/${name}${suffix} has no $id that resolves`);
      return [name, validate];
    }),
  );
}
