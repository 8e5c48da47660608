import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryBundle } from '../../src/core/contract/bundle.ts';
import { checkReference } from '../../src/mcp/guard.ts';
import { rootsFor } from '../../src/mcp/roots.ts';

const top = realpathSync(mkdtempSync(path.join(tmpdir(), 'pacto-guard-')));
const at = (...parts: string[]) => path.join(top, ...parts);
const user = { cwd: at('work'), roots: [], clientsOnlyNarrow: false };

beforeAll(() => {
  for (const folder of ['work/ghcr.io', 'work/a', 'outside']) mkdirSync(at(folder), { recursive: true });
  symlinkSync(at('outside'), at('work/ghcr.io/linked'));
});
afterAll(() => rmSync(top, { recursive: true }));

describe('references that a client names', () => {
  const check = (text: string) => () => checkReference(text, undefined, rootsFor(user, undefined));

  it.each([
    '../outside',
    'a/../../outside',
    'file://../outside',
    'git:HEAD:../outside',
    'oci-layout:../outside',
    // A host by their first part, and a path by where they lead.
    'ghcr.io/../../outside',
    'localhost:5000/../../outside',
    'ghcr.io/../../nothing',
    'ghcr.io/linked',
  ])('outside: %s', (text) => {
    expect(check(text)).toThrow(expect.objectContaining({ code: 'OUTSIDE_ROOTS' }));
  });

  it.each(['.', 'a', 'nothing', 'ghcr.io/acme/orders:1.0.0', 'oci://ghcr.io/linked', 'git:HEAD~1', 'git:HEAD:a', '-'])(
    'inside, or not on this machine: %s',
    (text) => {
      expect(check(text)).not.toThrow();
    },
  );

  it('tell how to name a registry where no directory may be used', () => {
    const none = rootsFor(user, []);
    expect(() => checkReference('ghcr.io/acme/orders', undefined, none)).toThrow(
      expect.objectContaining({
        code: 'OUTSIDE_ROOTS',
        hint: 'Write oci://ghcr.io/acme/orders if a registry is meant.',
      }),
    );
    expect(() => checkReference('oci://ghcr.io/acme/orders', undefined, none)).not.toThrow();
  });
});

describe('references that a contract names', () => {
  const check = (text: string) => () => {
    const from = memoryBundle(new Map(), {
      kind: 'directory',
      label: 'a',
      contractPath: 'a/pacto.yaml',
      base: at('work/a'),
    });
    return checkReference(text, from, rootsFor(user, undefined));
  };

  it.each(['../../outside', './../../outside', 'file://../../outside', '/etc', 'oci-layout:../../outside'])(
    'outside: %s',
    (text) => {
      expect(check(text)).toThrow(expect.objectContaining({ code: 'OUTSIDE_ROOTS' }));
    },
  );

  it.each(['../b', './c', 'ghcr.io/acme/orders', 'oci-layout:../b'])('inside, or not on this machine: %s', (text) => {
    expect(check(text)).not.toThrow();
  });
});
