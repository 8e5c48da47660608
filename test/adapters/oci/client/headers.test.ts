/** The headers that registries answer with, in the spellings that they use. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseChallenge, parseChallenges } from '../../../../src/adapters/oci/client/challenge.ts';
import { linkTo } from '../../../../src/adapters/oci/client/link.ts';
import { backoff, retryAfter, waitBefore } from '../../../../src/adapters/oci/client/retry.ts';

type Read = readonly [scheme: string, parameters: Readonly<Record<string, string>>];
const read = (header: string): Read[] =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

describe('WWW-Authenticate', () => {
  it.each<[what: string, header: string, challenges: Read[]]>([
    [
      'Docker Hub',
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/alpine:pull"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.docker.io/token',
            service: 'registry.docker.io',
            scope: 'repository:library/alpine:pull',
          },
        ],
      ],
    ],
    [
      'commas in quotes',
      'Bearer realm="https://h/t?a=1,2",scope="repository:a/b:pull,push"',
      [['bearer', { realm: 'https://h/t?a=1,2', scope: 'repository:a/b:pull,push' }]],
    ],
    [
      'several in one header',
      'Basic realm="a, b", Bearer realm="https://h/t"',
      [
        ['basic', { realm: 'a, b' }],
        ['bearer', { realm: 'https://h/t' }],
      ],
    ],
    [
      'one without parameters first',
      'Negotiate, Basic realm="x"',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    [
      'a token68',
      'Negotiate YWJj==, Basic realm=x',
      [
        ['negotiate', {}],
        ['basic', { realm: 'x' }],
      ],
    ],
    ['any case', 'BEARER Realm="https://h/t",SERVICE="s"', [['bearer', { realm: 'https://h/t', service: 's' }]]],
    ['spaces', 'Bearer  realm = "https://h/t" ,  service = s', [['bearer', { realm: 'https://h/t', service: 's' }]]],
    ['unquoted', 'Bearer realm=https://h/t,service=s', [['bearer', { realm: 'https://h/t', service: 's' }]]],
    ['escapes', 'Basic realm="say \\"hi\\" \\\\"', [['basic', { realm: 'say "hi" \\' }]]],
    ['stray commas', ', ,Basic realm="x",,', [['basic', { realm: 'x' }]]],
    ['a parameter twice: the first', 'Basic realm="a",realm="b"', [['basic', { realm: 'a' }]]],
    ['names of objects', 'Basic __proto__="a"', [['basic', Object.fromEntries([['__proto__', 'a']])]]],
    ['an open quote', 'Bearer realm="https://h', [['bearer', {}]]],
    ['nothing', '', []],
    ['nothing of the kind', '"""', []],
  ])('%s', (_, header, challenges) => {
    expect(read(header)).toEqual(challenges);
  });

  it('is read whatever it is, in linear time', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => Array.isArray(parseChallenges(text))));
    const lengthy = [
      'a '.repeat(100_000),
      `Bearer ${'a="'.repeat(50_000)}`,
      `x ${'a'.repeat(100_000)}!`,
      ','.repeat(1e5),
    ];
    for (const text of lengthy) expect(parseChallenges(text).length).toBeLessThan(10_000);
  });

  it.each([
    ['Basic realm="x", Bearer realm="https://h/t"', 'bearer'],
    ['Bearer, Basic realm="x"', 'basic'],
    ['Bearer', 'bearer'],
    ['Negotiate', undefined],
  ])('of %s is answered: %s', (header, scheme) => {
    expect(chooseChallenge(parseChallenges(header))?.scheme).toBe(scheme);
  });
});

describe('Link', () => {
  it.each<[header: string | undefined, url: string | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['</v2/a/tags/list?last=b&n=2>; rel="next"', '/v2/a/tags/list?last=b&n=2'],
    ['</x>; rel=next', '/x'],
    ['</x>;rel=next', '/x'],
    ['</x> ; REL = "Next"', '/x'],
    ['</x>; title="a; rel=prev, b"; rel="next"', '/x'],
    ['</x>; rel="prev next"', '/x'],
    ['</x>; rel="prev"', undefined],
    ['</x>; rel="nextish"', undefined],
    ['</a>; rel="first", </b>; rel="next"', '/b'],
    ['</a,b?c=d;e>; rel="next"', '/a,b?c=d;e'],
    ['<https://h/x?next_page=abc==>; rel="next"', 'https://h/x?next_page=abc=='],
    ['</x>; rel="prev"; rel="next"', undefined],
    ['</x>; crossorigin; rel="next"', '/x'],
    ['</x>', undefined],
    ['/x; rel="next"', undefined],
    ['nonsense, </x>; rel="next"', '/x'],
    ['</x; rel="next"', undefined],
  ])('%s', (header, url) => {
    expect(linkTo(header, 'next')).toBe(url);
  });

  it('is read whatever it is, in linear time', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => linkTo(text, 'never') === undefined));
    for (const text of ['<'.repeat(1e5), '<>;'.repeat(30_000), ';a="'.repeat(30_000), '<a>;rel='.repeat(10_000)]) {
      expect(linkTo(text, 'next')).toBeUndefined();
    }
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');
  it.each<[value: string | undefined, milliseconds: number | undefined]>([
    [undefined, undefined],
    ['0', 0],
    ['5', 5000],
    ['0.25', 250],
    ['3600', 3_600_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['-1', undefined],
    ['1e9', undefined],
    ['soon', undefined],
    ['2026', 2_026_000],
    ['', undefined],
  ])('%s', (value, milliseconds) => {
    expect(retryAfter({ headers: value === undefined ? {} : { 'retry-after': value } }, now)).toBe(milliseconds);
  });

  it('is kept, a little scattered, and never for more than a minute', () => {
    const answer = (value: string) => {
      const response = {
        status: 429,
        headers: { 'retry-after': value },
        body: new Uint8Array(),
        url: new URL('http://h/'),
      };
      return { kind: 'response', response } as const;
    };
    const wait = (value: string, random: number) =>
      waitBefore(answer(value), 0, { clock: () => now, random: () => random });
    expect([wait('5', 0), wait('5', 0.5), wait('60', 0.99), wait('61', 0), wait('0', 0.99)]).toEqual([
      5000,
      5500,
      60_000,
      undefined,
      0,
    ]);
  });
});

describe('waiting without being told how long', () => {
  it('doubles, scattered over the upper half, within bounds', () => {
    expect([0, 1, 2, 3, 10].map((attempt) => backoff(attempt, () => 0))).toEqual([500, 1000, 2000, 4000, 8000]);
    expect([0, 1, 2, 3, 10].map((attempt) => backoff(attempt, () => 1))).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });
});
