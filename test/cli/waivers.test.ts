import { describe, expect, it } from 'vitest';
import { waiversOf } from '../../src/cli/waivers.ts';

const reason = 'agreed';

describe('--allow', () => {
  it.each([
    ['interface-port-changed=agreed', { rule: 'interface-port-changed', reason }],
    ['path-removed@openapi.paths[/x]=agreed', { rule: 'path-removed', path: 'openapi.paths[/x]', reason }],
    ['path-removed of web=agreed', { rule: 'path-removed', element: 'web', reason }],
    [
      'path-removed@openapi.paths[/x] of web=a of b=c',
      { rule: 'path-removed', path: 'openapi.paths[/x]', element: 'web', reason: 'a of b=c' },
    ],
    ['path-removed@openapi.paths[/x]=end of web=agreed', { path: 'openapi.paths[/x]', reason: 'end of web=agreed' }],
    ['r@a.b["one of two=2"] of my web=agreed', { rule: 'r', path: 'a.b["one of two=2"]', element: 'my web', reason }],
    ['r@a.b["x] of y=z"]=agreed', { rule: 'r', path: 'a.b["x] of y=z"]', reason }],
  ])('%s', (text, waiver) => {
    expect(waiversOf([text], [])).toEqual([expect.objectContaining(waiver)]);
    expect(Object.keys(waiversOf([text], [])[0] ?? {}).sort()).toEqual(Object.keys({ rule: '', ...waiver }).sort());
  });

  it.each(['r', 'r=', 'r= ', 'r@=x', 'r of =x', 'r@a b=x', 'r@a[b=x', 'R=x'])('refuses %s', (text) => {
    expect(() => waiversOf([text], [])).toThrow('is not RULE[@PATH][ of ELEMENT]=REASON');
  });

  it('reads a long line in linear time', () => {
    const start = process.cpuUsage().user;
    expect(() => waiversOf([`r@${'["'.repeat(50_000)}`], [])).toThrow('is not RULE');
    expect(() => waiversOf([`r of ${' of '.repeat(50_000)}`], [])).toThrow('is not RULE');
    expect(process.cpuUsage().user - start).toBeLessThan(2_000_000);
  });
});
