// Scores `pacto diff` on labelled pairs of schemas and API descriptions, and holds it to thresholds.
//   PACTO_CONFORMANCE_DIR   where the pairs and their scorer are; without it nothing is scored
//   --verbose               lists wrong answers
// Prints the shares with all labels, without those that their documents contradict, and without those that a
// convention answers in another way either (set-aside-labels.json, decision 16). The last are held to the thresholds.
// Ends with status 1 where one is missed, or where what the file says of a label is not so.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './install.mjs';
import { ask, choose, formats, isCounted, pairsOrExit } from './labelled-pairs.mjs';

/** @typedef {import('./labelled-pairs.mjs').Run} Run */
/** `answer` is what is answered. @typedef {{ id: string, direction?: string, answer: string }} SetAside */

/** Corpora with fewer labels on which the sources agree may miss one. */
const largeCorpus = 40;
/**
 * `contradicted`: no value is lost where the label says so, or one is where the label says not. `convention`: a
 * convention of the comparison answers in another way.
 * @type {{ contradicted: (SetAside & { proof: string })[], convention: (SetAside & { reason: string })[] }}
 */
const setAside = JSON.parse(readFileSync(new URL('set-aside-labels.json', import.meta.url), 'utf8'));

const pure = ['--args', '--pure-containment'];
const base = pairsOrExit();
const verbose = process.argv.includes('--verbose');
const directory = mkdtempSync(path.join(tmpdir(), 'pacto-score-'));
/** @type {Run[]} */
let all = [];
let missed = 0;
try {
  all = score(choose(Object.values(formats).flat()), []);
  const fair = all.filter((run) => !isIn(setAside.contradicted, run));
  const judged = fair.filter((run) => !isIn(setAside.convention, run));
  table('All labels', all);
  table(`Without ${all.length - fair.length} labels that their documents contradict`, fair);
  missed += table(`Without ${fair.length - judged.length} more that a convention answers in another way`, judged);
  say('');
  check('these hold the thresholds', missed === 0, '');
  check('what is said of the labels set aside is so', ...wronglySetAside());
  const changed = all.filter(({ identity, got, changes = [] }) => identity && (got !== 'safe' || changes.length > 0));
  check('identical documents have no change', changed.length === 0, idsOf(changed));
  const crashed = all.filter(({ crash }) => crash !== undefined);
  check('no crash, and nothing over 10 seconds', crashed.length === 0, idsOf(crashed));
  judgePure(score(choose(formats['json-schema'] ?? []), pure));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
say(missed === 0 ? '\nall thresholds hold' : '\nthresholds are missed');
process.exitCode = missed === 0 ? 0 : 1;

/** @param {readonly string[]} chosen @param {readonly string[]} args @returns {Run[]} */
function score(chosen, args) {
  const cli = `${process.execPath} ${path.join(root, 'dist/cli.cjs')}`;
  const all = [...chosen, ...args, '--jobs', '2', '--timeout', '10'];
  return ask(base, cli, all, path.join(directory, 'results.json'));
}

/** @param {readonly SetAside[]} list @param {Run} run */
function isIn(list, { id, direction }) {
  return list.some((one) => one.id === id && (one.direction ?? direction) === direction);
}

/** Answers that are not the recorded ones, and labels that containment alone does not contradict. @returns {[boolean, string]} */
function wronglySetAside() {
  const other = [...setAside.contradicted, ...setAside.convention].flatMap((one) =>
    all.filter((run) => isIn([one], run) && run.got !== one.answer),
  );
  const unproved = setAside.contradicted
    .flatMap(({ id }) => score(['--case', id], pure))
    .filter(({ expect, got }) => got !== (expect === 'breaking' ? 'safe' : 'breaking'));
  return [other.length + unproved.length === 0, idsOf([...other, ...unproved])];
}

/** Labels met by containment alone, of all pairs of schemas: undecided is not met. @param {readonly Run[]} runs */
function judgePure(runs) {
  const isMet = (/** @type {Run} */ { expect, got }) => got === (expect === 'breaking' ? 'breaking' : 'safe');
  say('\n**Labels that `--pure-containment` meets**\n\n| Corpus | Met |\n|---|---|');
  for (const name of formats['json-schema'] ?? []) {
    const own = runs.filter(({ corpus }) => corpus === name);
    say(`| ${name} | ${part(own.filter(isMet).length, own.length)} |`);
  }
  const met = runs.filter(isMet).length;
  say(`| **all** | ${part(met, runs.length)} |\n`);
  const others = runs.filter((run) => !isMet(run));
  check('at least 97 % of them', met >= runs.length * 0.97, verbose ? idsOf(others) : '');
}

/** @param {string} title @param {readonly Run[]} runs @returns {number} how many thresholds are missed */
function table(title, runs) {
  say(`\n**${title}**\n`);
  say(
    '| Format or corpus | Labels | Breaking: B or P ≥ 98 % | Breaking: B ≥ 92 % | Safe: B ≤ 1 % | Safe: not N ≤ 8 % |',
  );
  say('|---|---|---|---|---|---|');
  let below = 0;
  for (const [format, corpora] of Object.entries(formats)) {
    below += row(`**${format}**`, corpora, runs);
    for (const name of corpora) below += row(name, [name], runs);
  }
  return below;
}

/** @param {string} name @param {readonly string[]} corpora @param {readonly Run[]} runs */
function row(name, corpora, runs) {
  const counted = runs.filter((run) => isCounted(run) && corpora.includes(run.corpus));
  const breaking = counted.filter(({ expect }) => expect === 'breaking');
  const safe = counted.filter(({ expect }) => expect === 'safe');
  const spare = isSmall(corpora) ? 1 : 0;
  const cells = [
    atLeast(breaking, ({ got }) => got === 'breaking' || got === 'potential', 0.98, spare),
    atLeast(breaking, ({ got }) => got === 'breaking', 0.92, spare),
    atMost(safe, ({ got }) => got === 'breaking', 0.01, spare),
    atMost(safe, ({ got }) => got !== 'safe', 0.08, spare),
  ];
  say(`| ${name} | ${counted.length} | ${cells.map(({ text }) => text).join(' | ')} |`);
  return cells.filter(({ holds }) => !holds).length;
}

/** Whatever is set aside. @param {readonly string[]} corpora */
function isSmall(corpora) {
  return all.filter(({ corpus, policy }) => corpora.includes(corpus) && !policy).length < largeCorpus;
}

/** @param {readonly Run[]} runs @param {(run: Run) => boolean} is @param {number} share @param {number} spare */
function atLeast(runs, is, share, spare) {
  const number = runs.filter(is).length;
  return cell(runs, number, number >= runs.length * share || runs.length - number <= spare, (run) => !is(run));
}

/** @param {readonly Run[]} runs @param {(run: Run) => boolean} is @param {number} share @param {number} spare */
function atMost(runs, is, share, spare) {
  const number = runs.filter(is).length;
  return cell(runs, number, number <= runs.length * share || number <= spare, is);
}

/** @param {readonly Run[]} runs @param {number} number @param {boolean} holds @param {(run: Run) => boolean} isWrong */
function cell(runs, number, holds, isWrong) {
  if (runs.length === 0) return { text: '–', holds: true };
  if (verbose) process.stderr.write(`${idsOf(runs.filter(isWrong))}\n`);
  return { text: `${part(number, runs.length)}${holds ? '' : ' **below**'}`, holds };
}

/** @param {string} what @param {boolean} holds @param {string} details */
function check(what, holds, details) {
  say(`${holds ? 'holds' : 'MISSED'}: ${what}${details === '' ? '' : `\n${details}`}`);
  if (!holds) missed += 1;
}

/** @param {readonly Run[]} runs */
function idsOf(runs) {
  return runs
    .map(({ id, direction, expect, got, crash }) => `${id} (${direction}): ${expect}, answered ${got ?? crash}`)
    .join('\n');
}

/** @param {number} number @param {number} all */
function part(number, all) {
  return `${number} of ${all} (${((number / all) * 100).toFixed(1)} %)`;
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}
