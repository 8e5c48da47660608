/** A process that locks a contract over and over: `lock-until-killed.ts DIRECTORY`. Prints a line when it has begun. */
import path from 'node:path';
import { createPorts } from '../../src/operations/create-ports.ts';
import { lock } from '../../src/operations/lock.ts';

const directory = process.argv[2] ?? '';
const ports = createPorts({ cwd: directory });
for (let i = 0; ; i++) {
  // Other content each time, so that the lock is another one each time.
  await ports.writeFile(path.join(directory, 'libs/lib-0/README.md'), new TextEncoder().encode(`${i}\n`));
  await lock(ports, { reference: '.' });
  if (i === 0) process.stdout.write('locking\n');
}
