/** `npm run generate`: writes every generated file that is not what its source says, and names it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './bundle.mjs';
import { generatedFiles } from './generate/files.ts';

for (const { file, make } of generatedFiles) {
  const target = path.join(root, file);
  const text = await make();
  if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  process.stdout.write(`wrote ${file}\n`);
}
