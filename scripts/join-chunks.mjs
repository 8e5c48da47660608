// One script of the chunks that esbuild makes for `import()`, each in a function of its own: an engine compiles the ones
// that are asked for, and keeps nothing of the others. What chunks take from each other becomes variables of theirs,
// which cost less than members of modules.
import { Script } from 'node:vm';

/** Those of other files stand where the modules begin that need them. */
const importStatement = /(?<=^|[;}\n])import(?: ?(\*as [\w$]+|[\w$]+)?,?(\{[^{}]*\})? ?from)?"([^"]+)";/g;
const exportStatement = /export\{([^{}]*)\};?\s*$/;

/**
 * @param {readonly { name: string, text: string }[]} chunks ECMAScript modules as esbuild writes them without white space,
 *   by the names of their files; what they import besides each other is there to be required
 * @param {string} start the chunk that runs first
 * @returns {string} an expression: a function of `require`
 */
export function joinChunks(chunks, start) {
  const names = new Set(chunks.map(({ name }) => name));
  /** @type {Map<string, readonly string[]>} */
  const needed = new Map();
  const members = chunks.map(({ name, text }) => {
    const { code, needs } = asFunction(text, names);
    needed.set(name, needs);
    refuseReassigned(name, text);
    return `${JSON.stringify(name)}(){${code}}`;
  });
  refuseCircles(needed);
  const script = [
    '(function(require){"use strict";',
    `var __chunks={${members.join(',\n')}},__loaded={};`,
    'function __load(name){return __loaded[name]??=__chunks[name]()}',
    `__load(${JSON.stringify(start)})})`,
  ].join('\n');
  // What is not understood here is no valid script in most cases: better now than when somebody runs it.
  new Script(script);
  return script;
}

/** @param {string} module @param {ReadonlySet<string>} names */
function asFunction(module, names) {
  /** @type {string[]} */
  const needs = [];
  let head = '';
  const code = module
    .replace(importStatement, (_all, single, several, from) => {
      const name = chunkName(from, names);
      if (name !== undefined) needs.push(name);
      const source = name === undefined ? `require("${from}")` : `__load("${name}")`;
      // Without names it is asked for what it does.
      if (!single && !several) head += `${source};`;
      if (single?.startsWith('*as ')) head += `var ${single.slice(4)}=${source};`;
      // The default of what is required is all of it.
      else if (single) head += `var ${single}=${source}${name === undefined ? '' : '.default'};`;
      if (several) head += `var ${several.replace(/([\w$]+) as /g, '$1:')}=${source};`;
      return '';
    })
    .replace(exportStatement, (_all, list) => `return{${list.replace(/([\w$]+) as ([\w$]+)/g, '$2:$1')}}`)
    .replace(/\bimport\("([^"]+)"\)/g, (all, from) => {
      const name = chunkName(from, names);
      return name === undefined ? all : `Promise.resolve().then(()=>__load("${name}"))`;
    });
  return { code: head + code, needs };
}

/** @param {string} from @param {ReadonlySet<string>} names */
function chunkName(from, names) {
  const name = from.replace(/^\.\//, '');
  return names.has(name) ? name : undefined;
}

/**
 * What is taken from a chunk is taken once, so that it has to stay what it is.
 * @param {string} chunk @param {string} text
 */
function refuseReassigned(chunk, text) {
  for (const [name = ''] of exportStatement.exec(text)?.[1]?.matchAll(/(?<![\w$] as )[\w$]+(?=,| as |$)/g) ?? []) {
    const assigned = new RegExp(
      `(?<![\\w$.])${name.replaceAll('$', '\\$')}(?:=(?![=>])|\\+\\+|--|[^\\s\\w=!<>]=(?!=))`,
      'g',
    );
    if ((text.match(assigned)?.length ?? 0) > 1) throw new Error(`${name} of ${chunk} does not stay what it is`);
  }
}

/**
 * And it has run by then, unless the two need each other.
 * @param {ReadonlyMap<string, readonly string[]>} needed
 */
function refuseCircles(needed) {
  const done = new Set();
  /** @param {string} name @param {readonly string[]} path */
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`chunks need each other: ${[...path, name].join(' → ')}`);
    if (done.has(name)) return;
    for (const next of needed.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  };
  for (const name of needed.keys()) visit(name, []);
}
