import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeIn, rootsFor } from '../../src/mcp/roots.ts';

const top = realpathSync(mkdtempSync(path.join(tmpdir(), 'pacto-roots-')));
const at = (...parts: string[]) => path.join(top, ...parts);
const uri = (...parts: string[]) => pathToFileURL(at(...parts)).href;
const user = { cwd: at('work'), roots: [], clientsOnlyNarrow: false };

beforeAll(() => {
  for (const folder of ['work/a', 'work/deep/er/still', 'work-else', 'other/b'])
    mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('other/secret'), '');
  symlinkSync(at('other'), at('work/link'));
  symlinkSync(at('other/not-yet'), at('work/dangling'));
  symlinkSync('loop', at('work/loop'));
  symlinkSync(at('work/a'), at('work/deep/er/still/up'));
  symlinkSync('../../not-yet', at('work/a/dangling'));
  symlinkSync(at('work'), at('same'));
});
afterAll(() => rmSync(top, { recursive: true }));

describe('roots', () => {
  it('are the working directory, unless a client grants others', () => {
    expect(rootsFor(user, undefined)).toEqual({ base: at('work'), bounds: [[at('work')]] });
    expect(rootsFor(user, [uri('other')])).toEqual({ base: at('other'), bounds: [[at('other')]] });
  });

  it('are what user and client agree on where the user names some', () => {
    const named = { ...user, roots: [at('work')] };
    const both = rootsFor(named, [uri('other'), uri('work/a')]);
    expect(both.base).toBe(at('work/a'));
    expect(placeIn(both, 'x')).toBe(at('work/a/x'));
    for (const path of [at('work'), at('other')]) expect(() => placeIn(both, path)).toThrow('is outside');
  });

  it('can only be narrowed by who came over the network', () => {
    const narrow = rootsFor({ ...user, clientsOnlyNarrow: true }, [pathToFileURL('/').href]);
    expect(placeIn(narrow, 'a')).toBe(at('work/a'));
    expect(() => placeIn(narrow, at('other'))).toThrow('is outside');
  });

  it.each([[[]], [['https://example.com/']], [['file://elsewhere/share']], [['file:///%00']], [['nonsense']]])(
    'of a client that grants nothing here are none: %j',
    (granted) => {
      const none = rootsFor(user, granted);
      for (const path of ['.', 'a', at('work'), '/']) expect(() => placeIn(none, path)).toThrow('there are none');
    },
  );

  it('are never a whole disk that nobody chose', () => {
    const none = rootsFor({ ...user, cwd: path.parse(top).root }, undefined);
    for (const path of ['.', 'tmp', '/', at('work')]) expect(() => placeIn(none, path)).toThrow('there are none');
  });
});

describe('places', () => {
  const roots = rootsFor(user, undefined);

  it.each(['.', 'a', './a/../a', 'new/deep/file', '...', 'a/..', at('work/a')])('inside: %s', (path) => {
    expect(placeIn(roots, path).startsWith(at('work'))).toBe(true);
  });

  it.each([
    '..',
    '../other',
    'a/../../other',
    '/',
    '/etc/passwd',
    at('work-else'),
    'link',
    'link/secret',
    'link/new/file',
    'dangling',
    'dangling/deeper',
    'deep/er/still/up/dangling',
    'a\0b',
  ])('outside: %j', (path) => {
    expect(() => placeIn(roots, path)).toThrow(expect.objectContaining({ code: 'OUTSIDE_ROOTS' }));
  });

  it('end where links lead in a circle', () => {
    expect(placeIn(roots, 'loop')).toBe(at('work/loop'));
  });

  it('may be named by a link to the root, and by where it leads', () => {
    const linked = rootsFor({ ...user, cwd: at('same') }, undefined);
    expect(placeIn(linked, 'a')).toBe(at('same/a'));
    expect(placeIn(linked, at('work/a'))).toBe(at('work/a'));
    expect(() => placeIn(linked, 'link/secret')).toThrow('is outside');
  });

  it('are refused alike, whether something is there or not', () => {
    const message = (path: string) => {
      try {
        return placeIn(roots, path);
      } catch (error) {
        return String(error).replace(path, '');
      }
    };
    expect(message(at('other/secret'))).toBe(message(at('other/nothing')));
  });
});
