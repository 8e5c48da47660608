import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeTree } from '../support/tree.ts';
import { pacto, temporaryDirectory } from './world.ts';

const contract = (version: string) => `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n`;

let cwd: string;
const run = (args: readonly string[], env: Record<string, string> = {}) =>
  pacto([...args], { cwd, env: { HOME: cwd, ...env } });
/** What doctor says of one thing. */
async function check(name: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const { code, stdout } = await run(['doctor', ...args, '--output-format', 'json'], env);
  const { checks }: { checks: { name: string; status: string; detail: string }[] } = JSON.parse(stdout);
  const found = checks.find((one) => one.name === name);
  return { code, status: found?.status, detail: found?.detail };
}

beforeEach(() => {
  cwd = temporaryDirectory();
});

describe('doctor of a layout', () => {
  beforeEach(async () => {
    for (const version of ['1.0.0', '2.0.0']) {
      writeTree(join(cwd, 'shop'), { 'pacto.yaml': contract(version) });
      expect((await run(['push', 'oci-layout:registry', '-p', 'shop'])).code).toBe(0);
    }
  });

  /** Blobs of the layout by size: two configurations, two layers, two manifests. */
  const blobs = () => {
    const folder = join(cwd, 'registry/blobs/sha256');
    const files = readdirSync(folder).map((name) => join(folder, name));
    return files.sort((a, b) => statSync(a).size - statSync(b).size);
  };
  const isOf = (text: string) => (file: string) => readFileSync(file, 'latin1').includes(text);

  it('holds everything that its tags lead to to its digest', async () => {
    expect(await check('layout', ['oci-layout:registry'])).toEqual({
      code: 0,
      status: 'ok',
      detail: 'oci-layout:registry can be read, and has 2 tags; 4 blobs have their digests',
    });
    const one = await check('layout', ['oci-layout:registry:1.0.0']);
    expect(one.detail).toContain('2 blobs have their digests');
  });

  it('finds altered, cut and missing blobs, and says what they are of', async () => {
    for (const file of blobs()) {
      const bytes = readFileSync(file);
      writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')]));
    }
    const { code, status, detail } = await check('layout', ['oci-layout:registry']);
    expect({ code, status }).toEqual({ code: 3, status: 'fail' });
    expect(detail).toMatch(
      /^oci-layout:registry is damaged, and 2 of 2 tags cannot be used: 1\.0\.0: DIGEST_MISMATCH .*; 2\.0\.0: DIGEST_MISMATCH /,
    );
  });

  it.each([
    ['is missing', (file: string) => rmSync(file), 'REGISTRY_NOT_FOUND'],
    ['is cut', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 9)), 'DIGEST_MISMATCH'],
  ])('tells of one tag alone whose content %s', async (_, harm, error) => {
    const configuration = blobs().find((file) => isOf('rootfs')(file) && isOf('2.0.0')(file));
    harm(configuration ?? '');
    const { status, detail } = await check('layout', ['oci-layout:registry']);
    expect(status).toBe('fail');
    expect(detail).toContain(`is damaged, and 1 of 2 tags cannot be used: 2.0.0: ${error} `);
    expect((await check('layout', ['oci-layout:registry:1.0.0'])).status).toBe('ok');
    expect((await check('layout', ['oci-layout:registry:2.0.0'])).detail).toContain('and it cannot be used');
  });
});
