#!/usr/bin/env node
'use strict';
// Starts the program. Compiling it takes longer than running it, so what V8 compiled is kept between runs, as Node 22
// and later do by themselves. The build copies this file to dist/cli.cjs and puts in the program's digest.
const nodeModule = require('node:module');
const path = require('node:path');

const program = path.join(__dirname, 'program.cjs');
const digest = 'PROGRAM_DIGEST';

if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
  nodeModule.enableCompileCache();
  require(program);
} else {
  runCached(require('node:fs'), require('node:vm'));
}

/**
 * Runs the program with its compiled code, and keeps what this run compiled beyond that.
 * @param {typeof import('node:fs')} fs @param {typeof import('node:vm')} vm
 */
function runCached(fs, vm) {
  const files = cacheFiles();
  const kept = files.findLastIndex((file) => fs.existsSync(file));
  const cachedData = read(fs, files[kept]);
  // esbuild writes ASCII only, and such text is read without decoding.
  const source = `(function (require, module, exports, __filename, __dirname) {${fs.readFileSync(program, 'latin1')}\n})`;
  const script = new vm.Script(source, { filename: program, cachedData });
  const next = files[cachedData === undefined || script.cachedDataRejected ? 0 : kept + 1];
  if (next !== undefined) {
    // Code is compiled when it first runs, so what is worth keeping is known at the end.
    process.once('exit', (code) => {
      if (code === 0 || code === 1) write(fs, next, script.createCachedData());
    });
  }
  const module = { exports: {} };
  script.runInThisContext()(require, module, module.exports, program, __dirname);
}

/**
 * One file for each program, engine and command, and one more for each of its first runs: a run adds the code that the
 * ones before it had no use for. None where there is no place for them or nobody wants them.
 */
function cacheFiles() {
  const { XDG_CACHE_HOME, HOME, NODE_DISABLE_COMPILE_CACHE } = process.env;
  const command = process.argv[2] ?? '';
  const base = XDG_CACHE_HOME || (HOME && path.join(HOME, '.cache'));
  if (!base || NODE_DISABLE_COMPILE_CACHE !== undefined || !/^[a-z]{1,20}$/.test(command)) return [];
  const directory = path.join(base, 'pacto', 'code', `${digest}-${process.version}-${process.arch}`);
  return [1, 2, 3].map((run) => path.join(directory, `${command}-${run}.bin`));
}

/**
 * What was kept, if this user wrote it: compiled code is as good as a program.
 * @param {typeof import('node:fs')} fs @param {string | undefined} file
 */
function read(fs, file) {
  if (file === undefined) return undefined;
  try {
    const { uid } = fs.statSync(file);
    return process.getuid === undefined || uid === process.getuid() ? fs.readFileSync(file) : undefined;
  } catch {
    return undefined; // not kept yet
  }
}

/** @param {typeof import('node:fs')} fs @param {string} file @param {Buffer} data */
function write(fs, file, data) {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(temporary, data, { mode: 0o600 });
    fs.renameSync(temporary, file);
  } catch {
    fs.rmSync(temporary, { force: true }); // a full disk or a read-only home makes the next start no faster, and nothing else
  }
}
