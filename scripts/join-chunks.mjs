// One script of the chunks that esbuild makes for `import()`, each in a function of its own: an engine compiles the ones
// that are asked for, and keeps nothing of the others.
import { transform } from 'esbuild';

/**
 * @param {readonly { name: string, text: string }[]} chunks ECMAScript modules as esbuild writes them, by the names of
 *   their files; what they import besides each other is there to be required
 * @param {string} start the chunk that runs first
 * @returns {Promise<string>} an expression: a function of `require`
 */
export async function joinChunks(chunks, start) {
  const members = chunks.map(async ({ name, text }) => {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      minifyWhitespace: true,
      supported: { 'dynamic-import': false },
    });
    return `${JSON.stringify(`./${name}`)}(require,module,exports){${code}}`;
  });
  const joined = `{${(await Promise.all(members)).join(',\n')}}`;
  return `(function(require){"use strict";(${runChunks})(${joined},${JSON.stringify(`./${start}`)},require)})`;
}

/**
 * Part of the script, by its text.
 * @param {Record<string, (load: (name: string) => object, module: { exports: object }, exports: object) => void>} chunks
 * @param {string} start
 * @param {(name: string) => object} require
 */
function runChunks(chunks, start, require) {
  /** @type {Record<string, { exports: object }>} */
  const loaded = {};
  load(start);

  /** @param {string} name @returns {object} */
  function load(name) {
    const chunk = chunks[name];
    if (chunk === undefined) return require(name);
    const known = loaded[name];
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded[name] = module;
    chunk(load, module, module.exports);
    const members = Object.getOwnPropertyDescriptors(module.exports);
    // A function stays what it is, and costs less than asking for it each time. The rest may still be set.
    for (const [member, { get, enumerable = true }] of Object.entries(members)) {
      const value = get?.();
      if (typeof value === 'function') members[member] = { value, enumerable };
    }
    module.exports = Object.defineProperties({}, members);
    return module.exports;
  }
}
