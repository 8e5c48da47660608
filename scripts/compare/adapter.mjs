// One other tool behind the command line that the scorer of the labelled pairs calls:
//   node adapter.mjs TOOL diff --output-format json OLD NEW
// prints `{"classification": …}`. A tool that does not answer ends with status 2, which the scorer counts as a crash.
// How long the tool itself took, in milliseconds, is added to the file that PACTO_COMPARE_TIMES names.
import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { elapsed, tools } from './tools.mjs';

const [id = '', ...rest] = process.argv.slice(2);
const [old, fresh] = /** @type {[string, string]} */ (rest.slice(-2));
const scorer = path.join(process.env.PACTO_CONFORMANCE_DIR ?? '', 'score.mjs');

try {
  const tool = tools[id];
  if (tool === undefined) throw new Error(`no tool is called ${id}`);
  const classification = await tool.classify({ old: side(old), fresh: side(fresh), schemas });
  process.stdout.write(`${JSON.stringify({ classification })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
}
if (process.env.PACTO_COMPARE_TIMES !== undefined) appendFileSync(process.env.PACTO_COMPARE_TIMES, `${elapsed()}\n`);

/** @param {string} bundle */
function side(bundle) {
  const directory = path.resolve(bundle, 'interfaces');
  return { directory, document: path.join(directory, readdirSync(directory)[0] ?? '') };
}

/**
 * The two schemas of a pair, in the order in which one must be contained in the other. Tools for JSON Schema know no
 * direction, so they are told: what a service reads may only grow, what it writes may only shrink.
 * @param {'as written' | '2020-12'} dialect as the source wrote them, or as the scorer restated them
 */
async function schemas(dialect) {
  const direction = path.basename(path.dirname(old));
  const texts = dialect === 'as written' ? await asWritten() : await Promise.all([restated(old), restated(fresh)]);
  const [narrow, wide] = direction === 'request' ? texts : texts.toReversed();
  return { narrow: narrow ?? '', wide: wide ?? '' };
}

/** @param {string} bundle */
async function restated(bundle) {
  const { parse, print } = await import(pathToFileURL(scorer).href);
  const document = parse(readFileSync(side(bundle).document, 'utf8'));
  return print(document.components.schemas.S).replaceAll('"#/components/schemas/S', '"#');
}

/** @returns {Promise<string[]>} */
async function asWritten() {
  const { load, print } = await import(pathToFileURL(scorer).href);
  // The scorer names the directory of a kept pair after its case.
  const name = path.basename(path.resolve(old, '..', '..'));
  /** @type {[string, { id: string, old: unknown, new: unknown }[]][]} */
  const corpora = load(path.join(path.dirname(scorer), 'diff'), []);
  const found = corpora.flatMap(([, cases]) => cases).find((one) => one.id.replace(/[^\w.-]+/g, '_') === name);
  if (found === undefined) throw new Error(`no case is called ${name}`);
  return [print(found.old), print(found.new)];
}
