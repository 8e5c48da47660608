// How the sources become the published files. The build, the licence list and the tests of the chunks share it.
import { readFileSync } from 'node:fs';
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
 * @returns {Promise<{ node: import('esbuild').Metafile, core: import('esbuild').Metafile,
 *   files: { path: string, contents: Uint8Array }[] }>} the two metafiles, and the files with absolute paths below `dist/`
 */
export async function bundle() {
  const [node, core] = await Promise.all([
    build({
      ...shared,
      entryPoints: { cli: 'src/cli/bin.ts', index: 'src/index.ts' },
      outdir: 'dist',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      external: ['node:*'],
      write: false,
      metafile: true,
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
  const files = [...node.outputFiles, ...core.outputFiles].map(({ path, contents }) => ({ path, contents }));
  return { node: node.metafile, core: core.metafile, files };
}
