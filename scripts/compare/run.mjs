// `npm run compare`: Pacto beside other tools on the labelled pairs, asked and scored in the same way.
//   PACTO_CONFORMANCE_DIR   where the pairs and their scorer are
//   --write                 puts the tables into docs/benchmarks.md
//   --results DIR           keeps what other tools answered there, and asks a tool only where that is missing
// Nothing is installed: tools that are not on the PATH are left out, with a line that says so.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installIfNeeded, root, runOrExit } from '../install.mjs';
import { ask, choose, formats, isCounted, pairsOrExit } from '../labelled-pairs.mjs';
import { tools } from './tools.mjs';

/** @typedef {import('../labelled-pairs.mjs').Run} Run */
/** What one tool answered, and how long it typically took for a pair, in seconds. @typedef {{ runs: readonly Run[], seconds: number }} Answers */
/** @typedef {Answers & { name: string, own: readonly string[] }} Scored */

const titles = /** @type {Readonly<Record<string, string>>} */ ({
  openapi: 'OpenAPI documents',
  'json-schema': 'JSON Schemas',
  protobuf: 'Protobuf files',
});
const columns = [
  'Tool',
  'Breaking: found (said breaking, or potentially)',
  'Breaking: said breaking',
  'Safe: called breaking',
  'Safe: not called safe',
  'No answer',
  'Seconds a pair',
];

/** Decision 16 has the proofs. @type {ReadonlySet<string>} */
const contradicted = new Set(
  JSON.parse(readFileSync(new URL('../set-aside-labels.json', import.meta.url), 'utf8')).contradicted.map(
    (/** @type {{ id: string }} */ { id }) => id,
  ),
);

const { values: flags } = parseArgs({ options: { write: { type: 'boolean' }, results: { type: 'string' } } });
const base = pairsOrExit();
const adapter = fileURLToPath(new URL('adapter.mjs', import.meta.url));

installIfNeeded();
runOrExit(process.execPath, ['scripts/build.mjs']);
const present = Object.entries(tools).filter(([, tool]) => isPresent(tool));

const directory = mkdtempSync(path.join(tmpdir(), 'pacto-compare-'));
const kept = path.resolve(flags.results ?? directory);
mkdirSync(kept, { recursive: true });
try {
  const tables = Object.keys(titles).map(section).join('\n\n');
  process.stdout.write(`${tables}\n`);
  if (flags.write) write(tables);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** @param {import('./tools.mjs').Tool} tool */
function isPresent({ name, version, installed: [command, ...args] }) {
  const { status, stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    process.stderr.write(`left out: ${name} is not on the PATH\n`);
    return false;
  }
  // Not every tool can say its version.
  const found = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? version;
  if (found !== version) process.stderr.write(`left out: ${name} is ${found}, and compared is ${version}\n`);
  return found === version;
}

/** One format: a table over all its corpora, and one that takes them apart. @param {string} format */
function section(format) {
  const scored = scoreAll(format);
  const corpora = formats[format] ?? [];
  const all = scored.map(({ name, runs, seconds }) => [name, ...rates(runs), seconds.toFixed(2)]);
  const apart = scored.map(({ name, own, runs }) => [
    name,
    ...corpora.map((corpus) => {
      const [found, , , alarms] = rates(runs.filter((run) => run.corpus === corpus));
      return `${found} / ${alarms}${own.includes(corpus) ? ' (own)' : ''}`;
    }),
  ]);
  const counted = (scored[0]?.runs ?? []).filter(isCounted);
  const fair = counted.filter((run) => !contradicted.has(run.id));
  const fairly = scored.map(({ name, runs }) => [name, ...rates(runs.filter((run) => !contradicted.has(run.id)))]);
  const heads = corpora.map((name) => `${name} (${counted.filter(({ corpus }) => corpus === name).length})`);
  return [
    `**${titles[format]}** (${counted.length} labels)`,
    table([columns, ...all]),
    ...(fair.length === counted.length
      ? []
      : [
          `Without labels that their own documents contradict (${fair.length} left):`,
          table([columns.slice(0, -1), ...fairly]),
        ]),
    table([['Found / not called safe, by corpus (labels)', ...heads], ...apart]),
  ].join('\n\n');
}

/** @param {string} format @returns {Scored[]} */
function scoreAll(format) {
  const scored = [{ name: '**Pacto**', own: [], ...scorePacto(format, []) }];
  // The other tools for JSON Schema know containment and no conventions.
  if (format === 'json-schema') {
    const pure = scorePacto(format, ['--args', '--pure-containment']);
    scored.push({ name: '**Pacto**, `--pure-containment`', own: [], ...pure });
  }
  const others = present.filter(([, tool]) => tool.formats.includes(format));
  return [
    ...scored,
    ...others.map(([id, { name, version, own }]) => ({ name: `${name} ${version}`, own, ...scoreTool(format, id) })),
  ];
}

/** @param {string} format @param {readonly string[]} args @returns {Answers} */
function scorePacto(format, args) {
  const runs = score(format, `${process.execPath} ${path.join(root, 'dist/cli.cjs')}`, args);
  const times = runs.map(({ ms = 0 }) => ms);
  return { runs, seconds: typicalSeconds(times) };
}

/** @param {string} format @param {string} id @returns {Answers} */
function scoreTool(format, id) {
  const file = path.join(kept, `${id}.${format}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const times = path.join(directory, 'times.txt');
  writeFileSync(times, '');
  process.env.PACTO_COMPARE_TIMES = times;
  const runs = score(format, `${process.execPath} ${adapter} ${id}`, []);
  const all = readFileSync(times, 'utf8').trim().split('\n').map(Number);
  const answers = { runs: runs.map(({ changes, ...run }) => run), seconds: typicalSeconds(all) };
  writeFileSync(file, JSON.stringify(answers));
  return answers;
}

/** @param {string} format @param {string} cli @param {readonly string[]} args */
function score(format, cli, args) {
  const pairs = path.join(directory, 'pairs');
  const all = [...args, ...choose(formats[format] ?? []), '--keep', pairs, '--jobs', '1', '--timeout', '60'];
  const runs = ask(base, cli, all, path.join(directory, 'results.json'));
  rmSync(pairs, { recursive: true, force: true });
  return runs;
}

/** The median, for the machine may be in use. @param {readonly number[]} times in milliseconds */
function typicalSeconds(times) {
  return (times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0) / 1000;
}

/** The shares of the columns. A pair without an answer is a miss, and no alarm. @param {readonly Run[]} runs */
function rates(runs) {
  const counted = runs.filter(isCounted);
  const breaking = counted.filter(({ expect }) => expect === 'breaking');
  const safe = counted.filter(({ expect }) => expect === 'safe');
  const alarmed = (/** @type {Run} */ { got }) => got === 'breaking' || got === 'potential';
  return [
    share(breaking, alarmed),
    share(breaking, ({ got }) => got === 'breaking'),
    share(safe, ({ got }) => got === 'breaking'),
    share(safe, alarmed),
    `${counted.filter(({ crash }) => crash !== undefined).length}`,
  ];
}

/** @param {readonly Run[]} runs @param {(run: Run) => boolean} is */
function share(runs, is) {
  return runs.length === 0 ? '–' : `${Math.round((100 * runs.filter(is).length) / runs.length)} %`;
}

/** @param {readonly (readonly string[])[]} rows */
function table([head = [], ...rows]) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {string} tables */
function write(tables) {
  const file = path.join(root, 'docs/benchmarks.md');
  const between = /(<!-- compared -->\n)[\s\S]*?(<!-- \/compared -->)/;
  const text = readFileSync(file, 'utf8');
  if (!between.test(text)) throw new Error('docs/benchmarks.md has no place for the tables');
  writeFileSync(
    file,
    text.replace(between, (_all, open, close) => `${open}\n${tables}\n\n${close}`),
  );
}
