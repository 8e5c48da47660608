import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles } from '../scripts/generate/files.ts';
import { root } from './support/run.ts';

describe('generated files', () => {
  it.each(generatedFiles)('$file is what `npm run generate` writes', async ({ file, make }) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(await make());
  });
});
