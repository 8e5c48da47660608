// How the sources become the published files. The build, the licence list and the tests of the chunks share it.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

/**
 * Bundles everything into memory.
 * @returns {Promise<{ program: import('esbuild').Metafile, core: import('esbuild').Metafile,
 *   files: { path: string, contents: Uint8Array }[] }>} what went into the program and the core, and the files with
 *   absolute paths below `dist/`
 */
export async function bundle() {
  const [program, library, core] = await Promise.all([
    // One file, whose compiled code the launcher keeps; a module in it still runs only when it is first imported.
    build({
      ...shared,
      entryPoints: { program: 'src/cli/bin.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      // A function, which the launcher calls.
      banner: { js: '(function (require, module) {' },
      footer: { js: '})' },
      format: 'cjs',
      // Names stay, so that the stack of a bug can be read.
      minifyWhitespace: true,
      external: ['node:*'],
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
  ]);
  const built = [...program.outputFiles, ...library.outputFiles, ...core.outputFiles];
  const files = [...built.map(({ path, contents }) => ({ path, contents })), launcher(program.outputFiles)];
  return { program: program.metafile, core: core.metafile, files };
}

/** @param {import('esbuild').OutputFile[]} program */
function launcher([program]) {
  const digest = createHash('sha256')
    .update(program?.contents ?? '')
    .digest('hex')
    .slice(0, 16);
  const text = readFileSync(new URL('launch.cjs', import.meta.url), 'utf8').replace('PROGRAM_DIGEST', digest);
  return { path: path.join(root, 'dist', 'cli.cjs'), contents: new TextEncoder().encode(text) };
}
