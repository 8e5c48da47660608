/** A process that writes a file over and over: `write-until-killed.ts PATH`. Prints a line when it has begun. */
import { writeFileAtomically } from '../../../src/adapters/files/write.ts';

const path = process.argv[2] ?? '';
for (let i = 0; ; i++) {
  await writeFileAtomically(path, Buffer.alloc(1024 * 1024, i % 2 === 0 ? 'a' : 'b'));
  if (i === 0) process.stdout.write('writing\n');
}
