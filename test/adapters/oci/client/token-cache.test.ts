/** Tokens of one run. */
import { describe, expect, it } from 'vitest';
import { covers, repositoryScope } from '../../../../src/adapters/oci/client/scope.ts';
import type { TokenAnswer, TokenRequest } from '../../../../src/adapters/oci/client/token.ts';
import { createTokenCache } from '../../../../src/adapters/oci/client/token-cache.ts';
import type { Credential } from '../../../../src/adapters/oci/credential.ts';

const ada: Credential = { kind: 'basic', username: 'ada', password: 'p', source: 'the test' };
const service = { realm: new URL('https://auth.test/token'), service: 's' };
const pull = (name: string) => repositoryScope(name, 'pull');
const wish = (...scopes: string[]): TokenRequest => ({ service, credential: ada, scopes });

/** A cache whose service notes what it was asked for, and answers in its own time. */
function scene(
  answer: (request: TokenRequest) => Partial<Extract<TokenAnswer, { kind: 'token' }>> | 'denied' = () => ({}),
) {
  const asked: (readonly string[])[] = [];
  let now = 0;
  const tokens = createTokenCache(
    async (request) => {
      asked.push(request.scopes);
      await new Promise((resolve) => setImmediate(resolve));
      const given = answer(request);
      if (given === 'denied') {
        const response = { status: 403, headers: {}, body: new Uint8Array(), url: service.realm };
        return { kind: 'denied', response, attempt: { operation: 'x', method: 'GET', url: service.realm } };
      }
      return { kind: 'token', text: `t${asked.length}`, lifetime: 60_000, ...given };
    },
    () => now,
  );
  const get = async (request: TokenRequest, alone = false) => {
    const granted = await tokens.get(request, 'x', alone);
    return granted.kind === 'token' ? `${granted.token.text}${granted.fresh ? ' fresh' : ''}` : 'denied';
  };
  return { tokens, get, asked, at: (time: number) => (now = time) };
}

describe('tokens', () => {
  it('are kept, for the same and for less', async () => {
    const { get, asked } = scene();
    expect(await get(wish('repository:a:pull,push'))).toBe('t1 fresh');
    expect(await get(wish('repository:a:pull,push'))).toBe('t1');
    expect(await get(wish('repository:a:pull'))).toBe('t1');
    expect(await get(wish('repository:ab:pull'))).toBe('t2 fresh');
    expect(await get(wish('repository:a:delete'))).toBe('t3 fresh');
    expect(asked).toHaveLength(3);
  });

  it('are for one credential and one service', async () => {
    const { get } = scene();
    expect(await get(wish(pull('a')))).toBe('t1 fresh');
    expect(await get({ ...wish(pull('a')), credential: undefined })).toBe('t2 fresh');
    expect(await get({ ...wish(pull('a')), credential: { ...ada, password: 'q' } })).toBe('t3 fresh');
    const other = { realm: new URL('https://other.test/token'), service: 's' };
    expect(await get({ ...wish(pull('a')), service: other })).toBe('t4 fresh');
  });

  it('are renewed before they expire', async () => {
    const { get, at } = scene(() => ({ lifetime: 60_000 }));
    await get(wish(pull('a')));
    at(47_000);
    expect(await get(wish(pull('a')))).toBe('t1');
    at(48_000);
    expect(await get(wish(pull('a')))).toBe('t2 fresh');
  });

  it('that were dropped are not given again', async () => {
    const { tokens, get } = scene();
    const granted = await tokens.get(wish(pull('a')), 'x', false);
    if (granted.kind === 'token') tokens.drop(granted.token);
    expect(await get(wish(pull('a')))).toBe('t2 fresh');
  });

  it('are asked for once by all who want the same', async () => {
    const { get, asked } = scene();
    await Promise.all(Array.from({ length: 50 }, () => get(wish(pull('a')))));
    expect(asked).toEqual([[pull('a')]]);
  });

  it('are asked for together by those who want different ones', async () => {
    const { get, asked } = scene();
    const names = Array.from({ length: 101 }, (_, i) => `acme/service-${i}`);
    await Promise.all(names.map((name) => get(wish(pull(name)))));
    expect(asked.map((scopes) => scopes.length)).toEqual([20, 20, 20, 20, 20, 1]);
    expect(asked.flat()).toEqual(names.map(pull));
  });

  it('are asked for together only as far as a URL bears', async () => {
    const { get, asked } = scene();
    const names = Array.from({ length: 40 }, (_, i) => `${'x'.repeat(230)}${i}`);
    await Promise.all(names.map((name) => get(wish(pull(name)))));
    for (const scopes of asked) expect(scopes.join('').length).toBeLessThanOrEqual(3000);
    expect(asked.flat()).toHaveLength(40);
  });

  it('are asked for alone where a service refuses several', async () => {
    const { get, asked } = scene(({ scopes }) => (scopes.length > 1 ? 'denied' : {}));
    const got = await Promise.all(['a', 'b', 'c'].map((name) => get(wish(pull(name)))));
    expect(got.every((text) => text.endsWith('fresh'))).toBe(true);
    expect(asked.map((scopes) => scopes.length)).toEqual([3, 1, 1, 1]);
    await Promise.all(['d', 'e'].map((name) => get(wish(pull(name)))));
    expect(asked.slice(4).map((scopes) => scopes.length)).toEqual([1, 1]);
  });

  it('of others are denied to nobody because one is', async () => {
    const { get } = scene(({ scopes }) => (scopes.includes(pull('secret')) ? 'denied' : {}));
    const got = await Promise.all(['a', 'secret', 'b'].map((name) => get(wish(pull(name)))));
    expect(got.map((text) => text === 'denied')).toEqual([false, true, false]);
  });

  it('for one alone are none that were asked for together', async () => {
    const { get, asked } = scene();
    await Promise.all(['a', 'b'].map((name) => get(wish(pull(name)))));
    expect(await get(wish(pull('a')))).toBe('t1');
    expect(await get(wish(pull('a')), true)).toBe('t2 fresh');
    expect(asked).toEqual([[pull('a'), pull('b')], [pull('a')]]);
  });

  it('are no longer asked for together once that was of no use', async () => {
    const { tokens, get, asked } = scene();
    tokens.stopSharing(wish());
    await Promise.all(['a', 'b'].map((name) => get(wish(pull(name)))));
    expect(asked).toEqual([[pull('a')], [pull('b')]]);
  });

  it('that cannot be had fail for all who wait, and can be had later', async () => {
    let broken = true;
    const { get } = scene(() => {
      if (broken) throw new Error('down');
      return {};
    });
    const outcomes = await Promise.allSettled(['a', 'b'].map((name) => get(wish(pull(name)))));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await get(wish(pull('a')))).toMatch(/fresh$/);
  });
});

describe('a scope', () => {
  it.each([
    [['repository:a:pull,push'], ['repository:a:pull'], true],
    [['repository:a:pull'], ['repository:a:pull,push'], false],
    [['repository:a:pull'], ['repository:b:pull'], false],
    [['repository:a:b:pull'], ['repository:a:pull'], false],
    [['repository:host:5000/a:push,pull'], ['repository:host:5000/a:pull'], true],
    [['registry:catalog:*'], ['registry:catalog:*'], true],
    [['repository:a:pull', 'repository:b:pull'], ['repository:b:pull', 'repository:a:pull'], true],
    [[], [], true],
    [[], ['repository:a:pull'], false],
  ])('%j covers %j: %s', (granted, wanted, expected) => expect(covers(granted, wanted)).toBe(expected));
});
