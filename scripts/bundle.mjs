// How the sources become the published files. The build, the licence list and the tests of the chunks share it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { joinChunks } from './join-chunks.mjs';

/** Absolute path of the checkout. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {{ name: string, version: string }} */
export const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** Compile-time constants; vitest defines the same ones. */
export const define = { PACTO_VERSION: JSON.stringify(manifest.version) };

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'node20.19',
  // Neutral, so that packages are taken in the form for any engine and not as CommonJS with Node's `require`.
  platform: 'neutral',
  mainFields: ['module', 'main'],
  define,
  legalComments: 'none',
  metafile: true,
  logLevel: 'silent',
};

/** The parts of undici that we use; all of it is twice as large and takes twice as long to load. */
const undiciParts = `
  exports.Pool = require('undici/lib/dispatcher/pool.js');
  exports.ProxyAgent = require('undici/lib/dispatcher/proxy-agent.js');
  // The whole package adds all of its API to dispatchers; tunnels through proxies need this one.
  require('undici/lib/dispatcher/dispatcher.js').prototype.connect = require('undici/lib/api/api-connect.js');
`;

/**
 * Leaves undici in a file of its own, which is loaded before the first request and not before.
 * @param {string} file where it is, seen from where it is asked for
 * @returns {import('esbuild').Plugin}
 */
function undiciApart(file) {
  return {
    name: 'undici-apart',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'apart', sideEffects: false }));
      onResolve({ filter: /.*/, namespace: 'apart' }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace: 'apart' }, () => ({
        contents: `import undici from '${file}'; export const { Pool, ProxyAgent } = undici;`,
      }));
    },
  };
}

/**
 * Leaves what only `mcp` needs, and zod with it, in a file of its own, which is loaded when assistants are served.
 * @type {import('esbuild').Plugin}
 */
const mcpApart = {
  name: 'mcp-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/sdk\.ts$/ }, () => ({ path: './mcp.cjs', external: true, sideEffects: false }));
  },
};

/**
 * The pages of the reference as texts, since there are no files to read them from where the package is installed.
 * @type {import('esbuild').Plugin}
 */
const pagesInside = {
  name: 'pages-inside',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]mcp[\\/]pages\.ts$/ }, () => {
      const folder = path.join(root, 'docs/reference');
      const pages = readdirSync(folder).map((file) => [
        path.basename(file, '.md'),
        readFileSync(path.join(folder, file), 'utf8'),
      ]);
      const texts = JSON.stringify(Object.fromEntries(pages));
      return { contents: `const pages = ${texts}; export const referencePage = (name) => pages[name];` };
    });
  },
};

/**
 * Bundles everything into memory.
 * @returns {Promise<{ program: import('esbuild').Metafile, core: import('esbuild').Metafile,
 *   undici: import('esbuild').Metafile, mcp: import('esbuild').Metafile, files: { path: string, contents: Uint8Array }[] }>} what went into the program,
 *   the core, the file of undici and that of `mcp`, and the files with absolute paths below `dist/`
 */
export async function bundle() {
  const [program, library, core, undici, mcp] = await Promise.all([
    build({
      ...shared,
      entryPoints: { program: 'src/cli/bin.ts' },
      outdir: 'dist',
      splitting: true,
      // Names stay, so that the stack of a bug can be read.
      minifyWhitespace: true,
      external: ['node:*'],
      plugins: [undiciApart('./undici.cjs'), mcpApart],
      write: false,
      metafile: true,
    }),
    build({
      ...shared,
      entryPoints: { index: 'src/index.ts' },
      outdir: 'dist',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      external: ['node:*'],
      // What is imported when it is needed is a chunk.
      plugins: [undiciApart('../undici.cjs')],
      write: false,
    }),
    // Nothing is external here: a Node built-in that the core reaches for fails the build.
    build({
      ...shared,
      entryPoints: { core: 'src/core/index.ts' },
      outdir: 'dist',
      target: 'es2022',
      conditions: ['browser'],
      write: false,
      metafile: true,
    }),
    build({
      ...shared,
      stdin: { contents: undiciParts, resolveDir: root, sourcefile: 'undici-parts.cjs' },
      outfile: 'dist/undici.cjs',
      format: 'cjs',
      platform: 'node',
      minifyWhitespace: true,
      write: false,
      metafile: true,
    }),
    build({
      ...shared,
      entryPoints: { mcp: 'src/mcp/sdk.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      platform: 'node',
      // The form that leaves out what is not used.
      mainFields: ['module', 'main'],
      conditions: ['import'],
      minifyWhitespace: true,
      plugins: [pagesInside],
      write: false,
      metafile: true,
    }),
  ]);
  // One file, whose compiled code the launcher keeps.
  const chunks = program.outputFiles.map((file) => ({ name: path.basename(file.path), text: file.text }));
  const contents = inAscii(await joinChunks(chunks, 'program.js'));
  const built = [library, core, undici, mcp].flatMap(({ outputFiles }) => outputFiles);
  const files = [
    { path: path.join(root, 'dist', 'program.cjs'), contents },
    ...built.map(({ path, contents }) => ({ path, contents })),
    launcher(contents),
  ];
  return { program: program.metafile, core: core.metafile, undici: undici.metafile, mcp: mcp.metafile, files };
}

/**
 * The launcher reads the program as Latin-1. esbuild escapes what is beyond ASCII in strings, and leaves it in regular
 * expressions and in templates with a tag; the same escapes mean the same there, as long as nobody asks for `raw`.
 * @param {string} script
 */
export function inAscii(script) {
  const escaped = script.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return new TextEncoder().encode(escaped);
}

/** @param {Uint8Array} program */
function launcher(program) {
  const text = readFileSync(new URL('launch.cjs', import.meta.url), 'utf8');
  const digest = createHash('sha256').update(text).update(program).digest('hex').slice(0, 16);
  return {
    path: path.join(root, 'dist', 'cli.cjs'),
    contents: new TextEncoder().encode(text.replace('PROGRAM_DIGEST', digest)),
  };
}
