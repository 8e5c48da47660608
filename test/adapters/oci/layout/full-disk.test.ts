import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/adapters/files/digest.ts';
import { layoutRepository } from '../../../../src/adapters/oci/layout/layout.ts';
import { program } from '../../../support/external.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';
import { tinyDisk } from '../../../support/tiny-disk.ts';

const bash = program('bash');
const work = mkdtempSync(join(tmpdir(), 'pacto-full-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('a layout on a disk that is full', () => {
  it('stays as it was', async () => {
    const disk = tinyDisk(64);
    if (disk === undefined) return;
    try {
      const directory = join(disk.directory, 'shop');
      const repository = layoutRepository(directory, 'oci-layout:shop');
      const published: string[] = [];
      const push = async () => {
        for (let i = 0; i < 100; i++) {
          await publish(repository, bundleOf('shop', `1.${i}.0`), [`1.${i}.0`]);
          published.push(`1.${i}.0`);
        }
      };
      await expect(push()).rejects.toMatchObject({
        code: 'OUTPUT_UNWRITABLE',
        message: 'oci-layout:shop cannot be written: no space is left on the device',
        hint: expect.stringContaining('free space'),
      });
      expect(published.length).toBeGreaterThan(1);
      expect(await repository.tags()).toEqual(published);
      for (const tag of published) expect(await fetchAll(repository, tag)).toBe(bundleOf('shop', tag).digest);
      expect(readdirSync(directory).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    } finally {
      disk.release();
    }
  });

  it.skipIf(bash === undefined)('stays as it was where a file may not be so large', async () => {
    const directory = join(work, 'limited');
    await publish(layoutRepository(directory, 'oci-layout:shop'), bundleOf('shop', '1.0.0'), ['1.0.0']);
    const large = Buffer.alloc(64 * 1024, 'x');
    const layout = new URL('../../../../src/adapters/oci/layout/layout.ts', import.meta.url);
    const code = `import { layoutRepository } from ${JSON.stringify(layout.href)};
      const repository = layoutRepository(${JSON.stringify(directory)}, 'oci-layout:shop');
      const error = await repository.putBlob('${sha256(large)}', Buffer.alloc(${large.length}, 'x')).catch((e) => e);
      process.stdout.write(error.code);`;
    const limited = `ulimit -f 32; exec "$@"`;
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', code];
    const { stdout } = spawnSync(bash!, ['-c', limited, 'bash', ...node], { encoding: 'utf8' });
    expect(stdout).toBe('OUTPUT_UNWRITABLE');
    expect(readdirSync(directory).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(readdirSync(join(directory, 'blobs', 'sha256'))).toHaveLength(3);
  });
});
