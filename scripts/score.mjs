// Scores `pacto diff` on labelled pairs of schemas and API descriptions, and holds it to thresholds.
//   PACTO_CONFORMANCE_DIR   where the pairs and their scorer are; without it nothing is scored
//   --verbose               lists wrong answers
// Ends with status 1 where a threshold is missed, or where an answer in contradicted-labels.json is no longer given.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './install.mjs';

/** Corpora by the format of their documents. */
const formats = {
  'json-schema': ['jsoncompat', 'apicurio', 'jsonsubschema', 'getsentry', 'haggholm'],
  openapi: ['jsoncompat-openapi', 'oasdiff', 'openapi-diff', 'criteo'],
  protobuf: ['buf', 'apicurio-protobuf'],
};
/**
 * Labels that contradict what the documents say, or a convention, each with the answer that is given and why. They are
 * looked at by themselves: an answer that changes is a failure.
 * @type {{ id: string, direction?: string, answer: string, reason: string }[]}
 */
const contradicted = JSON.parse(readFileSync(new URL('contradicted-labels.json', import.meta.url), 'utf8'));
/** Corpora with fewer labels may miss one. */
const largeCorpus = 40;

/** @typedef {{ id: string, corpus: string, direction: string, expect: string, got?: string, crash?: string, identity: boolean,
 *   policy: boolean, changes?: unknown[] }} Run */

const base = process.env.PACTO_CONFORMANCE_DIR;
if (base === undefined || !existsSync(path.join(base, 'diff'))) {
  process.stdout.write('skipped: the labelled pairs are not there (PACTO_CONFORMANCE_DIR)\n');
  process.exit(process.env.PACTO_TEST_REQUIRE === 'all' ? 1 : 0);
}
const verbose = process.argv.includes('--verbose');
const directory = mkdtempSync(path.join(tmpdir(), 'pacto-score-'));
let missed = 0;
try {
  const all = score(Object.values(formats).flat(), []);
  const runs = all.filter((run) => contradictionOf(run) === undefined);
  say(
    '\n| Format or corpus | Labels | B or P for breaking ≥ 98 % | B for breaking ≥ 92 % | B for safe ≤ 1 % | not N for safe ≤ 8 % |',
  );
  say('|---|---|---|---|---|---|');
  for (const [format, corpora] of Object.entries(formats)) {
    judge(
      `**${format}**`,
      runs.filter(({ corpus }) => corpora.includes(corpus)),
    );
    for (const name of corpora)
      judge(
        name,
        runs.filter(({ corpus }) => corpus === name),
      );
  }
  const other = all.filter((run) => ![undefined, run.got].includes(contradictionOf(run)?.answer));
  const shown = other.map(({ id, direction, got }) => `${id} (${direction}): answered ${got}`).join('\n');
  check(
    `${all.length - runs.length} labels that contradict their documents get the answers that were recorded`,
    other.length === 0,
    shown,
  );
  const changed = runs.filter(({ identity, got, changes = [] }) => identity && (got !== 'safe' || changes.length > 0));
  check('identical documents have no change', changed.length === 0, changed.map(({ id }) => id).join(', '));
  const crashed = all.filter(({ crash }) => crash !== undefined);
  check(
    'no crash, and nothing over 10 seconds',
    crashed.length === 0,
    crashed.map(({ id, crash }) => `${id}: ${crash}`).join('\n'),
  );

  const pure = score(formats['json-schema'], ['--args', '--pure-containment']);
  const met = pure.filter(({ expect, got }) => (expect === 'breaking' ? got === 'breaking' : got === 'safe'));
  const share = met.length / pure.length;
  check(
    `pure containment meets ${met.length} of ${pure.length} labels (${percent(share)}, at least 97 %)`,
    share >= 0.97,
    verbose
      ? pure
          .filter((run) => !met.includes(run))
          .map(({ id, expect, got }) => `${id}: ${expect}, answered ${got}`)
          .join('\n')
      : '',
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
say(missed === 0 ? '\nall thresholds hold' : `\n${missed} thresholds are missed`);
process.exitCode = missed === 0 ? 0 : 1;

/** @param {readonly string[]} corpora @param {readonly string[]} args @returns {Run[]} */
function score(corpora, args) {
  const out = path.join(directory, 'results.json');
  const scorer = path.join(base ?? '', 'score.mjs');
  const cli = `${process.execPath} ${path.join(root, 'dist/cli.cjs')}`;
  const chosen = corpora.flatMap((name) => ['--corpus', name]);
  const all = [scorer, '--cli', cli, ...args, ...chosen, '--jobs', '2', '--timeout', '10', '--out', out];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...all, path.join(base ?? '', 'diff')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the scorer ended with ${status}\n${stdout}${stderr}`);
  return JSON.parse(readFileSync(out, 'utf8')).results;
}

/** @param {Run} run */
function contradictionOf({ id, direction }) {
  return contradicted.find((one) => one.id === id && (one.direction ?? direction) === direction);
}

/** Without the rows on which the sources disagree. @param {string} name @param {readonly Run[]} runs */
function judge(name, runs) {
  const counted = runs.filter(({ policy, identity }) => !policy && !identity);
  const breaking = counted.filter(({ expect }) => expect === 'breaking');
  const safe = counted.filter(({ expect }) => expect === 'safe');
  const spare = counted.length < largeCorpus ? 1 : 0;
  const cells = [
    atLeast(breaking, ({ got }) => got === 'breaking' || got === 'potential', 0.98, spare),
    atLeast(breaking, ({ got }) => got === 'breaking', 0.92, spare),
    atMost(safe, ({ got }) => got === 'breaking', 0.01, spare),
    atMost(safe, ({ got }) => got !== 'safe', 0.08, spare),
  ];
  say(`| ${name} | ${counted.length} | ${cells.map(({ text }) => text).join(' | ')} |`);
  missed += cells.filter(({ holds }) => !holds).length;
}

/** @param {readonly Run[]} runs @param {(run: Run) => boolean} is @param {number} share @param {number} spare */
function atLeast(runs, is, share, spare) {
  const number = runs.filter(is).length;
  return told(runs, number, number >= runs.length * share || runs.length - number <= spare, (run) => !is(run));
}

/** @param {readonly Run[]} runs @param {(run: Run) => boolean} is @param {number} share @param {number} spare */
function atMost(runs, is, share, spare) {
  const number = runs.filter(is).length;
  return told(runs, number, number <= runs.length * share || number <= spare, is);
}

/** @param {readonly Run[]} runs @param {number} number @param {boolean} holds @param {(run: Run) => boolean} isWrong */
function told(runs, number, holds, isWrong) {
  if (runs.length === 0) return { text: '–', holds: true };
  if (verbose)
    for (const { id, expect, got } of runs.filter(isWrong)) process.stderr.write(`${id}: ${expect}, answered ${got}\n`);
  return { text: `${number} of ${runs.length} (${percent(number / runs.length)})${holds ? '' : ' **missed**'}`, holds };
}

/** @param {string} what @param {boolean} holds @param {string} details */
function check(what, holds, details) {
  say(`${holds ? 'holds' : 'MISSED'}: ${what}${details === '' ? '' : `\n${details}`}`);
  if (!holds) missed += 1;
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}
