#!/usr/bin/env node
'use strict';
// Starts the program. Compiling it takes longer than running it, so what V8 compiled is kept between runs; Node 22 and
// later could do that by themselves, Node 20 cannot. The build copies this file to dist/cli.cjs and puts in the
// program's digest.
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const program = path.join(__dirname, 'program.cjs');
const digest = 'PROGRAM_DIGEST';

const command = process.argv[2] ?? '';
// Optimising what runs often pays later than V8 thinks: until then the compiler competes with the program for the
// processors, so that it is told to wait four times as long. What only prints a line is left alone, since V8 refuses
// code that was compiled under other settings, and Node's own is.
if (!['', 'version'].includes(command)) require('node:v8').setFlagsFromString('--interrupt-budget=250000');

const files = cacheFiles();
const kept = files.findLastIndex((file) => fs.existsSync(file));
const cachedData = read(files[kept]);
// The build writes ASCII only, and such text is read without decoding.
const script = new vm.Script(fs.readFileSync(program, 'latin1'), { filename: program, cachedData });
const next = files[cachedData === undefined || script.cachedDataRejected ? 0 : kept + 1];
if (next !== undefined) {
  // Code is compiled when it first runs, so what is worth keeping is known at the end.
  process.once('exit', (code) => {
    if (code === 0 || code === 1) write(next, script.createCachedData());
  });
}
script.runInThisContext()(require);

/**
 * One file for each program, engine and command, and one more for each of its first runs: a run adds the code that the
 * ones before it had no use for. None where there is no place for them or nobody wants them.
 */
function cacheFiles() {
  const { XDG_CACHE_HOME, HOME, NODE_DISABLE_COMPILE_CACHE } = process.env;
  // A relative path is to be ignored (XDG base directory specification).
  const base = XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : HOME && path.join(HOME, '.cache');
  if (!base || NODE_DISABLE_COMPILE_CACHE !== undefined || !/^[a-z]{1,20}$/.test(command)) return [];
  const directory = path.join(base, 'pacto', 'code', `${digest}-${process.version}-${process.arch}`);
  return [1, 2, 3].map((run) => path.join(directory, `${command}-${run}.bin`));
}

/**
 * What was kept, if this user wrote it: compiled code is as good as a program.
 * @param {string | undefined} file
 */
function read(file) {
  if (file === undefined) return undefined;
  try {
    const { uid } = fs.statSync(file);
    return process.getuid === undefined || uid === process.getuid() ? fs.readFileSync(file) : undefined;
  } catch {
    return undefined; // not kept yet
  }
}

/** @param {string} file @param {Buffer} data */
function write(file, data) {
  const temporary = `${file}.${process.pid}.tmp`;
  // A full disk or a read-only home makes the next start no faster, and nothing else.
  try {
    makeDirectory(path.dirname(file));
    try {
      fs.writeFileSync(temporary, data, { mode: 0o600 });
      fs.renameSync(temporary, file);
    } finally {
      fs.rmSync(temporary, { force: true });
    }
  } catch {}
}

/**
 * Step by step: making several at once never ends where the file system refuses them with ENOENT, as /proc does. What
 * was kept for other programs and engines goes when nobody has added to it for a month.
 * @param {string} directory
 */
function makeDirectory(directory) {
  if (fs.existsSync(directory)) return;
  makeDirectory(path.dirname(directory));
  fs.mkdirSync(directory, { mode: 0o700 });
  if (path.basename(path.dirname(directory)) !== 'code') return;
  const month = 30 * 24 * 60 * 60 * 1000;
  for (const name of fs.readdirSync(path.dirname(directory))) {
    const other = path.join(path.dirname(directory), name);
    if (Date.now() - fs.statSync(other).mtimeMs > month) fs.rmSync(other, { recursive: true, force: true });
  }
}
