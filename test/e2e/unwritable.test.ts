/** What commands say where their output has no place: the place as it was named, why, and what to do. */

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryDirectory } from '../cli/world.ts';
import { bareEnvironment, pacto, program } from '../support/run.ts';

function workspace(): string {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, 'file'), '');
  mkdirSync(path.join(cwd, 'small'));
  return cwd;
}

const refused = 'a part of its path is not a directory';
const small = 'pactoVersion: "1.0"\nservice: { name: small, version: 1.0.0 }\n';

describe('a place that cannot be', () => {
  it.each([
    [['init', 'small', '--dir', 'file/x'], `file/x cannot be made: ${refused}`],
    [['push', 'oci-layout:file/x', '-p', 'small'], `oci-layout:file/x cannot be written: ${refused}`],
    [['copy', 'oci-layout:published', 'oci-layout:file/x'], `oci-layout:file/x cannot be written: ${refused}`],
    [['pull', 'oci-layout:published', '-o', 'file/x'], `file/x cannot be made: ${refused}`],
    [['doc', 'small', '-o', 'file/x/y.html'], `file/x cannot be made: ${refused}`],
    [
      ['generate', 'backstage', 'small', '-o', 'file/x', '--option', 'owner=ada'],
      `nothing was written: file/x cannot be looked at: ${refused}`,
    ],
  ])('is told as it was named: %j', async (args, message) => {
    const cwd = workspace();
    writeFileSync(path.join(cwd, 'small/pacto.yaml'), small);
    expect((await pacto(['push', 'oci-layout:published', '-p', 'small'], { cwd })).status).toBe(0);
    const { status, stderr } = await pacto(args, { cwd });
    expect(stderr).toMatch(/\nhint Check /);
    expect(stderr).toContain(`error OUTPUT_UNWRITABLE ${message}\n`);
    expect(status).toBe(3);
  });

  it('has nothing published in it', async () => {
    expect(await pacto(['explain', 'oci-layout:file/x'], { cwd: workspace() })).toMatchObject({ status: 3 });
  });

  it.skipIf(!existsSync('/dev/full'))('may be standard output', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [program, 'version'], {
      env: bareEnvironment,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr:
        'error OUTPUT_UNWRITABLE standard output cannot be written: no space is left on the device\n' +
        'hint Check the place, its permissions and the free space.\n',
    });
  });
});
