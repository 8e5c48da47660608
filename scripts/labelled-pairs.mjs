// The labelled pairs for comparing (PACTO_CONFORMANCE_DIR) and how they are scored; for score.mjs and compare/run.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Corpora by the format of their documents. @type {Readonly<Record<string, readonly string[]>>} */
export const formats = {
  'json-schema': ['jsoncompat', 'apicurio', 'jsonsubschema', 'getsentry', 'haggholm'],
  openapi: ['jsoncompat-openapi', 'oasdiff', 'openapi-diff', 'criteo'],
  protobuf: ['buf', 'apicurio-protobuf'],
};

/**
 * One question and its answer. `policy` marks labels on which the sources disagree, `identity` pairs of equal documents.
 * @typedef {{ id: string, corpus: string, direction: string, expect: string, got?: string, crash?: string, ms?: number,
 *   identity: boolean, policy: boolean, changes?: readonly { type: string, convention?: string }[] }} Run
 */

/**
 * The directory with the pairs and their scorer. Where it is not there, the process ends: with status 1 only where
 * nothing may be skipped.
 */
export function pairsOrExit() {
  const base = process.env.PACTO_CONFORMANCE_DIR;
  if (base !== undefined && existsSync(path.join(base, 'diff'))) return base;
  process.stdout.write('skipped: the labelled pairs are not there (PACTO_CONFORMANCE_DIR)\n');
  process.exit(process.env.PACTO_TEST_REQUIRE === 'all' ? 1 : 0);
}

/**
 * Asks a command line about pairs. Throws where the scorer itself fails; a command that fails is a crash in its run.
 * @param {string} base what `pairsOrExit` gave
 * @param {string} cli the command, as a shell reads it
 * @param {readonly string[]} args for the scorer
 * @param {string} out the file that the scorer writes its results to
 * @returns {Run[]}
 */
export function ask(base, cli, args, out) {
  const all = [path.join(base, 'score.mjs'), '--cli', cli, ...args, '--out', out, path.join(base, 'diff')];
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, all, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the scorer ended with ${status ?? signal}\n${stdout}${stderr}`);
  return JSON.parse(readFileSync(out, 'utf8')).results;
}

/** The arguments that choose corpora. @param {readonly string[]} corpora */
export function choose(corpora) {
  return corpora.flatMap((name) => ['--corpus', name]);
}

/** Whether a run counts: not where the sources disagree, and not for equal documents. @param {Run} run */
export function isCounted({ policy, identity }) {
  return !policy && !identity;
}
