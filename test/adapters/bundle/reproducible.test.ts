/** The same files on disk give the same archive, whatever else is different about them. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOpenBundle } from '../../../src/adapters/bundle/open.ts';
import { sha256 } from '../../../src/adapters/files/digest.ts';
import { packFiles } from '../../../src/core/archive/pack.ts';
import { bundleContents } from '../../../src/core/contract/contents.ts';
import { bundleTree } from '../../suites/bundle-source.ts';

/** How one checkout of the files came about. */
interface Checkout {
  readonly order: readonly (readonly [string, Uint8Array])[];
  readonly umask: number;
  readonly mode: number;
  readonly seconds: number;
}

const checkout: fc.Arbitrary<Checkout> = fc.record({
  order: fc.shuffledSubarray([...bundleTree], { minLength: bundleTree.size }),
  umask: fc.constantFrom(0o000, 0o022, 0o077),
  mode: fc.constantFrom(0o600, 0o644, 0o755),
  seconds: fc.integer({ min: 1, max: 4_000_000_000 }),
});

async function digestOf({ order, umask, mode, seconds }: Checkout): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'pacto-checkout-'));
  const before = process.umask(umask);
  try {
    for (const [name, content] of order) {
      const file = join(cwd, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      chmodSync(file, mode);
      utimesSync(file, seconds, seconds);
    }
    const bundle = await createOpenBundle({ cwd })('.');
    const files = new Map<string, Uint8Array>();
    for (const path of bundleContents({ bundle, namedFiles: [] }).included) {
      const read = bundle.read(path);
      if (read.kind === 'file') files.set(path, read.bytes);
    }
    expect(files.size).toBeGreaterThan(8);
    return sha256(packFiles(files).gzip);
  } finally {
    process.umask(before);
    rmSync(cwd, { recursive: true });
  }
}

it('does not depend on the order, the times, the modes and the umask of the files', async () => {
  const plain = await digestOf({ order: [...bundleTree], umask: 0o022, mode: 0o644, seconds: 1_000_000_000 });
  await fc.assert(
    fc.asyncProperty(checkout, async (other) => {
      expect(await digestOf(other)).toBe(plain);
    }),
    { numRuns: 15 },
  );
});
