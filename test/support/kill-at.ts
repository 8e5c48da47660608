/**
 * Imported first by a child process: makes it kill itself right before its Nth change of the file system, where N is in
 * `KILL_AT`. Every moment that differs for whoever looks at the files is before one of these calls.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

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
let count = 0;

for (const [name, call] of Object.entries<unknown>({ ...fs })) {
  if (!changes.includes(name) || typeof call !== 'function') continue;
  const counted = (...given: unknown[]): unknown => {
    // Reading changes nothing; flags are a number only where files are read.
    if (name !== 'openSync' || typeof given[1] === 'string') {
      count += 1;
      if (count === target) process.kill(process.pid, 'SIGKILL');
    }
    return Reflect.apply(call, undefined, given);
  };
  Object.assign(fs, { [name]: counted });
}
syncBuiltinESMExports();
