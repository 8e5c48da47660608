/**
 * Imported first by a child process: makes it kill itself right before its Nth change of the file system, where N is in
 * `KILL_AT`. Every moment that differs for whoever looks at the files is before one of these calls.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...given: never[]) => unknown;

const changes = [
  'openSync',
  'writeFileSync',
  'writeSync',
  'renameSync',
  'linkSync',
  'rmSync',
  'mkdirSync',
  'rmdirSync',
];
const target = Number(process.env.KILL_AT);
const functions = Object.entries(fs).filter((entry): entry is [string, Call] => changes.includes(entry[0]));
let count = 0;

for (const [name, call] of functions) {
  const counted: Call = (...given) => {
    // Reading changes nothing; flags are a number only where files are read.
    if (name !== 'openSync' || typeof given[1] === 'string') {
      count += 1;
      if (count === target) process.kill(process.pid, 'SIGKILL');
    }
    return call(...given);
  };
  Object.assign(fs, { [name]: counted });
}
syncBuiltinESMExports();
