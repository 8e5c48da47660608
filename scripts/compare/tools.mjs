// The tools that Pacto is compared with: how each is asked, and what its answer means in the three classes.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {'BREAKING' | 'POTENTIAL_BREAKING' | 'NON_BREAKING'} Classification */
/** @typedef {{ status: number | null, stdout: string, stderr: string }} Run */

/**
 * One labelled pair. `document` is the path of an OpenAPI document, `directory` that of the contract files. The schemas
 * are those that must be contained in each other, `narrow` in `wide`: which side is which follows from who writes.
 * @typedef {{ old: Side, fresh: Side, schemas(dialect: 'as written' | '2020-12'): Promise<{ narrow: string, wide: string }> }} Pair
 * @typedef {{ document: string, directory: string }} Side
 */

/**
 * `version` is the one that the table was measured with, `installed` what tells whether it is there, `own` the corpora
 * that were taken from the tool's own tests.
 * @typedef {{ name: string, version: string, installed: readonly [string, ...string[]], formats: readonly string[],
 *   own: readonly string[], classify(pair: Pair): Classification | Promise<Classification> }} Tool
 */

let spent = 0;

/** How long the tools that were asked have run, in milliseconds. */
export function elapsed() {
  return spent;
}

const opticStandard = fileURLToPath(new URL('optic.yml', import.meta.url));
const python = process.platform === 'win32' ? 'python' : 'python3';

/** @type {Readonly<Record<string, Tool>>} */
export const tools = {
  oasdiff: {
    name: 'oasdiff',
    version: '1.33.0',
    installed: ['oasdiff', '--version'],
    formats: ['openapi', 'json-schema'],
    own: ['oasdiff'],
    classify({ old, fresh }) {
      const run = timed('oasdiff', ['breaking', '--format', 'json', old.document, fresh.document]);
      /** @type {{ level: number }[]} */
      const changes = JSON.parse(run.stdout);
      const level = Math.max(0, ...changes.map((change) => change.level));
      return level === 3 ? 'BREAKING' : level === 2 ? 'POTENTIAL_BREAKING' : 'NON_BREAKING';
    },
  },
  'openapi-diff-java': {
    name: 'OpenAPITools openapi-diff',
    version: '2.1.6',
    installed: ['openapi-diff-cli', '--version'],
    formats: ['openapi'],
    own: ['openapi-diff'],
    classify({ old, fresh }) {
      const { stdout } = timed('openapi-diff-cli', ['--state', old.document, fresh.document]);
      return read(stdout.trim(), { incompatible: 'BREAKING', unknown: 'POTENTIAL_BREAKING' }, [
        'no_changes',
        'metadata',
        'compatible',
      ]);
    },
  },
  'openapi-diff-npm': {
    name: 'openapi-diff (npm)',
    version: '0.24.1',
    installed: ['openapi-diff', '--version'],
    formats: ['openapi'],
    own: [],
    classify({ old, fresh }) {
      return differences(timed('openapi-diff', [old.document, fresh.document], [0, 1]));
    },
  },
  optic: {
    name: 'Optic, its ruleset `breaking-changes`',
    version: '1.0.9',
    installed: ['optic', '--version'],
    formats: ['openapi'],
    own: [],
    classify({ old, fresh }) {
      const lenient = ['--standard', opticStandard, '--validation', 'loose'];
      const { status, stdout, stderr } = timed('optic', ['diff', old.document, fresh.document, ...lenient], [0, 1]);
      if (status === 0) return 'NON_BREAKING';
      // A document that it cannot read ends with the same status as a rule that is broken.
      if (!/Checks: \d+\/\d+ passed/.test(stdout)) throw new Error(`optic does not answer: ${stderr.slice(0, 300)}`);
      return 'BREAKING';
    },
  },
  'json-schema-diff': {
    name: 'json-schema-diff',
    version: '1.0.0',
    installed: ['json-schema-diff', '--version'],
    formats: ['json-schema'],
    own: [],
    async classify(pair) {
      const { narrow, wide } = written(pair, await pair.schemas('as written'));
      return differences(timed('json-schema-diff', [narrow, wide], [0, 1]));
    },
  },
  jsonsubschema: {
    name: 'jsonsubschema (PyPI)',
    version: '0.0.8',
    installed: ['jsonsubschema', '--help'],
    formats: ['json-schema'],
    own: ['jsonsubschema'],
    async classify(pair) {
      const { narrow, wide } = written(pair, await pair.schemas('as written'));
      const { stdout } = timed('jsonsubschema', [narrow, wide]);
      const answer = /LHS <: RHS (True|False)/.exec(stdout)?.[1] ?? '';
      return read(answer, { False: 'BREAKING' }, ['True']);
    },
  },
  jsoncompat: {
    name: 'jsoncompat (PyPI)',
    version: '0.5.0',
    installed: [python, '-c', 'from importlib.metadata import version; print(version("jsoncompat"))'],
    formats: ['json-schema'],
    own: ['jsoncompat'],
    async classify(pair) {
      const { narrow, wide } = written(pair, await pair.schemas('2020-12'));
      const program = `
import jsoncompat, sys
narrow, wide = (open(name, encoding="utf-8").read() for name in sys.argv[1:])
print(jsoncompat.analyze_compat(narrow, wide, "deserializer")["status"])`;
      const { stdout } = timed(python, ['-c', program, narrow, wide]);
      const classes = /** @type {const} */ ({ incompatible: 'BREAKING', unknown: 'POTENTIAL_BREAKING' });
      return read(stdout.trim(), classes, ['compatible']);
    },
  },
  buf: {
    name: 'buf breaking',
    version: '1.75.0',
    installed: ['buf', '--version'],
    formats: ['protobuf'],
    own: ['buf'],
    classify({ old, fresh }) {
      const categories = ['FILE', 'PACKAGE', 'WIRE_JSON', 'WIRE'];
      const config = JSON.stringify({ version: 'v2', breaking: { use: categories } });
      const options = ['--config', config, '--against-config', '{"version":"v2"}', '--error-format', 'json'];
      // 100 says that there are annotations.
      const { stdout } = timed('buf', ['breaking', '--against', old.directory, ...options], [0, 100], fresh.directory);
      const broken = stdout.split('\n').filter((line) => line !== '');
      if (broken.length === 0) return 'NON_BREAKING';
      const onTheWire = bufWireRules();
      return broken.some((line) => onTheWire.has(JSON.parse(line).type)) ? 'BREAKING' : 'POTENTIAL_BREAKING';
    },
  },
};

/** The rules of buf that say more than that generated code changes. @returns {ReadonlySet<string>} */
function bufWireRules() {
  const listed = execute('buf', ['config', 'ls-breaking-rules', '--version', 'v2', '--format', 'json']).stdout;
  /** @type {{ id: string, categories: string[] }[]} */
  const rules = listed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const called = /^(PACKAGE_)?(SERVICE|RPC)_NO_DELETE$/;
  const wire = rules.filter(
    ({ id, categories }) => called.test(id) || categories.includes('WIRE') || categories.includes('WIRE_JSON'),
  );
  return new Set(wire.map(({ id }) => id));
}

/**
 * Puts two schemas into files beside the bundles.
 * @param {Pair} pair
 * @param {{ narrow: string, wide: string }} schemas
 */
function written({ old }, schemas) {
  const place = path.join(old.directory, '..', '..');
  const files = { narrow: path.join(place, 'narrow.json'), wide: path.join(place, 'wide.json') };
  writeFileSync(files.narrow, schemas.narrow);
  writeFileSync(files.wide, schemas.wide);
  return files;
}

/**
 * The report that `openapi-diff` and `json-schema-diff` share. One tells breaking changes as output, the other as an error.
 * @param {Run} run
 * @returns {Classification}
 */
function differences({ stdout, stderr }) {
  const told = `${stdout}\n${stderr}`;
  if (/^Breaking changes found/m.test(told)) return 'BREAKING';
  if (/^(Non.breaking changes found|No (changes|differences) found)/m.test(told)) return 'NON_BREAKING';
  throw new Error(`no answer: ${stderr.slice(0, 300)}`);
}

/**
 * @param {string} word
 * @param {Readonly<Record<string, Classification>>} classes what the words of a tool mean
 * @param {readonly string[]} safe its words for what breaks nothing
 * @returns {Classification}
 */
function read(word, classes, safe) {
  const found = safe.includes(word) ? 'NON_BREAKING' : classes[word];
  if (found === undefined) throw new Error(`no answer: ${word}`);
  return found;
}

/** Runs a tool, and counts how long it takes. @type {typeof execute} */
function timed(...call) {
  const start = performance.now();
  try {
    return execute(...call);
  } finally {
    spent += performance.now() - start;
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {readonly number[]} answers the statuses that are answers
 * @param {string} [cwd]
 * @returns {Run}
 */
function execute(command, args, answers = [0], cwd) {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...(cwd && { cwd }) });
  if (run.error !== undefined) throw run.error;
  if (!answers.includes(run.status ?? Number.NaN))
    throw new Error(`${command} ended with ${run.status ?? run.signal}: ${run.stderr.slice(-300)}`);
  return run;
}
