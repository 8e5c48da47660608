// Builds `dist/`: the program, the library, its core for browsers, and the type declarations.
//   dist/cli.cjs     the bin: starts the program with its compiled code
//   dist/program.cjs the program, one file
//   dist/undici.cjs  what the program and the library load before they talk to a registry
//   dist/mcp.cjs     what the program loads to serve assistants
//   dist/index.js    the library for Node
//   dist/core.js     the library without Node, one file
//   dist/types/      declarations of the two libraries
//   dist/meta.json   what went into which file (not published)
import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { installIfNeeded } from './install.mjs';

installIfNeeded();
// It needs what was installed.
const { bundle, root } = await import('./bundle.mjs');

const dist = path.join(root, 'dist');
// Built beside the old one and swapped in at the end: a failed build leaves what was there.
const fresh = path.join(root, `.dist-${process.pid}`);

try {
  await Promise.all([writeBundles(), writeDeclarations()]);
  await rm(`${fresh}.old`, { recursive: true, force: true });
  await rename(dist, `${fresh}.old`).catch(ignoreMissing);
  await rename(fresh, dist);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`build failed: ${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  await rm(fresh, { recursive: true, force: true });
  await rm(`${fresh}.old`, { recursive: true, force: true });
}

async function writeBundles() {
  const { program, core, undici, mcp, files } = await bundle();
  for (const file of files) {
    const target = path.join(fresh, path.relative(dist, file.path));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.contents);
  }
  await chmod(path.join(fresh, 'cli.cjs'), 0o755);
  await writeFile(path.join(fresh, 'meta.json'), JSON.stringify({ program, core, undici, mcp }));
}

async function writeDeclarations() {
  const types = path.join(fresh, 'types');
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = path.join(path.dirname(manifest), 'bin', 'tsc');
  await run(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json'), '--outDir', types]);
  // The compiler leaves `.ts` in the imports of declarations, and only consumers with an option of their own follow those.
  for (const entry of await readdir(types, { recursive: true })) {
    if (!entry.endsWith('.d.ts')) continue;
    const file = path.join(types, entry);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/((?:from |import\()['"]\.{1,2}\/[^'"]*)\.ts(['"])/g, '$1.js$2'));
  }
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(undefined);
      else reject(new Error(`${path.basename(args[0] ?? command)} exited with ${status}\n${output}`));
    });
  });
}

/** @param {NodeJS.ErrnoException} error */
function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}
