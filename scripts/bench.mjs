// `npm run bench`: how fast and how large, as ratios to yardsticks measured in the same minutes.
//   --write   puts the table into docs/benchmarks.md
//   --check   ends with status 1 where a budget is exceeded
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { minimal, writeContracts } from './bench/contracts.mjs';
import { diffRows } from './bench/diff.mjs';
import { dependencyRows } from './bench/diff-dependencies.mjs';
import { docRows } from './bench/doc.mjs';
import { generateRows } from './bench/generate.mjs';
import { graphRows } from './bench/graph.mjs';
import { impactRows } from './bench/impact.mjs';
import { mcpRows } from './bench/mcp.mjs';
import { medians, peakMemory } from './bench/measure.mjs';
import { protoRows } from './bench/proto.mjs';
import { sbomRows } from './bench/sbom.mjs';
import { installIfNeeded, root, runOrExit } from './install.mjs';

const cli = path.join(root, 'dist/cli.cjs');
const flags = process.argv.slice(2);

installIfNeeded();
runOrExit(process.execPath, ['scripts/build.mjs']);

/** @typedef {{ what: string, measured: string, ratio: number, of: string, budget?: number | undefined }} Row */

const directory = mkdtempSync(path.join(tmpdir(), 'pacto-bench-'));
try {
  const rows = [
    ...startUp(),
    ...manyContracts(),
    ...told(await graphRows(directory)),
    ...told(await diffRows(directory)),
    ...told(await protoRows(directory)),
    ...told(await impactRows(directory)),
    ...told(await dependencyRows(directory)),
    ...told(sbomRows(directory)),
    ...told(generateRows(directory)),
    ...told(await docRows(directory)),
    ...told(await mcpRows()),
  ];
  const table = render(rows);
  process.stdout.write(`${table}\n`);
  if (flags.includes('--write')) write(table);
  const over = rows.filter(isOver);
  for (const { what } of over) process.stderr.write(`over its budget: ${what}\n`);
  if (flags.includes('--check') && over.length > 0) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** @returns {Row[]} */
function startUp() {
  const small = path.join(directory, 'minimal');
  mkdirSync(small);
  writeFileSync(path.join(small, 'pacto.yaml'), minimal);
  const payments = [cli, 'validate', path.join(root, 'examples/payments-api')];
  const cases = [
    { what: '`pacto version`', args: [cli, 'version'], budget: 1.25 },
    { what: '`pacto validate`, minimal contract', args: [cli, 'validate', small], budget: 1.6 },
    { what: '`pacto validate examples/payments-api`', args: payments, budget: 2 },
    {
      what: 'the same, with no compiled code kept from earlier runs',
      args: payments,
      env: { NODE_DISABLE_COMPILE_CACHE: '1' },
    },
  ];
  const [empty = Number.NaN, ...times] = medians([{ args: ['-e', '0'] }, ...cases], 25);
  return cases.map(({ what, budget }, i) => {
    const time = times[i] ?? Number.NaN;
    const of = `\`node -e 0\` (${milliseconds(empty)})`;
    return { what, measured: milliseconds(time), ratio: time / empty, of, budget };
  });
}

/** @returns {Row[]} */
function manyContracts() {
  const [hundred, thousand] = [path.join(directory, 'hundred'), path.join(directory, 'thousand')];
  writeContracts(hundred, 100);
  const bytes = writeContracts(thousand, 1000);
  const validate = [cli, 'validate', '--recursive', thousand];
  const [time = Number.NaN, yardstick = Number.NaN] = medians(
    [{ args: validate }, { args: [path.join(root, 'scripts/bench/load.mjs'), thousand] }],
    5,
  );
  const [small, large] = [peakMemory([cli, 'validate', '--recursive', hundred], 5), peakMemory(validate, 5)];
  const what = `1,000 contracts with their files, ${megabytes(bytes)}`;
  return [
    {
      what: `\`pacto validate --recursive\`, ${what}`,
      measured: milliseconds(time),
      ratio: time / yardstick,
      of: `js-yaml loading the same files (${milliseconds(yardstick)})`,
      budget: 3,
    },
    { what: 'its peak memory', measured: megabytes(large), ratio: large / 250e6, of: '250 MB', budget: 1 },
    {
      what: 'its peak memory beside 100 contracts',
      measured: megabytes(large),
      ratio: large / small,
      of: `100 contracts (${megabytes(small)})`,
      budget: 1.5,
    },
  ];
}

/**
 * @param {{ what: string, measured: number, beside: number, of: string, budget: number, unit?: 'bytes' }[]} measured
 * @returns {Row[]}
 */
function told(measured) {
  return measured.map(({ what, measured: value, beside, of, budget, unit }) => ({
    what,
    measured: unit === 'bytes' ? megabytes(value) : milliseconds(value),
    ratio: value / beside,
    of: unit === 'bytes' ? of : `${of} (${milliseconds(beside)})`,
    budget,
  }));
}

/** @param {Row} row */
function isOver({ ratio, budget }) {
  return budget !== undefined && ratio > budget;
}

/** @param {Row[]} rows */
function render(rows) {
  const lines = rows.map((row) => {
    const limit = row.budget === undefined ? 'none' : `≤ ${row.budget} ×${isOver(row) ? ' **over**' : ''}`;
    return `| ${row.what} | ${row.measured} | ${row.of} | ${row.ratio.toFixed(2)} × | ${limit} |`;
  });
  return ['| What | Median or peak | Beside | Ratio | Budget |', '|---|---|---|---|---|', ...lines].join('\n');
}

/** @param {string} table */
function write(table) {
  const file = path.join(root, 'docs/benchmarks.md');
  const text = readFileSync(file, 'utf8');
  const between = /(<!-- measured -->\n)[\s\S]*?(<!-- \/measured -->)/;
  if (!between.test(text)) throw new Error(`${file} has no place for the table`);
  const machine = `Node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}).`;
  writeFileSync(file, text.replace(between, `$1\n${machine}\n\n${table}\n\n$2`));
}

/** @param {number} time */
function milliseconds(time) {
  return `${time.toFixed(time < 100 ? 1 : 0)} ms`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`;
}
