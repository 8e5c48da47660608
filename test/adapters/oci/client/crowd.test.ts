/** Many repositories of one host at once: how much is asked, and when it is enough. */
import { afterEach, describe, expect, it } from 'vitest';
import { createBarriers } from '../../../../src/adapters/oci/client/barrier.ts';
import type { Failure, Outcome } from '../../../../src/adapters/oci/client/http.ts';
import { createRefusals } from '../../../../src/adapters/oci/client/refusals.ts';
import type { Credential } from '../../../../src/adapters/oci/credential.ts';
import { PactoError } from '../../../../src/core/error.ts';
import type { Auth } from '../../../support/fake-registry/access.ts';
import { faults, startFakeRegistry } from '../../../support/fake-registry/fake-registry.ts';
import { credentialsOf, watchClient } from '../../../support/watched-client.ts';

const ada: Credential = { kind: 'basic', username: 'ada', password: 'p', source: 'the test' };
const users = { ada: { password: 'p' } };
const tokens: Auth = { kind: 'token', users };
const count = 60;
const names = Array.from({ length: count }, (_, i) => `acme/service-${i}`);

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function scene(auth: Auth | undefined, credential: Credential | undefined) {
  const fake = await startFakeRegistry(auth === undefined ? {} : { auth });
  const watched = watchClient(fake.host, credential === undefined ? {} : { credentials: credentialsOf(credential) });
  open.push(watched.close, fake.close);
  for (const name of names) fake.putBundle(name, '1.0.0', { 'pacto.yaml': `service: {name: ${name}}\n` });
  /** The manifests of all of them, so many at a time; the outcomes by kind. */
  async function readAll(atOnce: number) {
    const outcomes = new Map<string, number>();
    const queue = [...names];
    const work = async () => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        const outcome = await watched.outcome(watched.repository(name).manifest('1.0.0'));
        const kind = outcome instanceof PactoError ? outcome.code : 'read';
        outcomes.set(kind, (outcomes.get(kind) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return Object.fromEntries(outcomes);
  }
  const counted = (path: RegExp) => fake.requests.filter((request) => path.test(request.path)).length;
  return { fake, watched, readAll, counted };
}

describe('many repositories', () => {
  it('share tokens: all who wait get theirs together', async () => {
    const { readAll, counted } = await scene(tokens, ada);
    expect(await readAll(count)).toEqual({ read: count });
    // One of its own for the first; the others by twenties.
    expect(counted(/^\/token/)).toBeLessThanOrEqual(2 + count / 20);
  });

  it('bring along what the host wants once it is known', async () => {
    const { readAll, counted } = await scene(tokens, ada);
    expect(await readAll(8)).toEqual({ read: count });
    expect(counted(/^\/token/)).toBeLessThanOrEqual(count);
    // One request for each, and a refusal for those that came before the challenge was known.
    expect(counted(/manifests/)).toBeLessThanOrEqual(count + 8);
  });

  it('get tokens of their own where the service grants no more', async () => {
    const { readAll, counted } = await scene({ ...tokens, scopes: 'first' }, ada);
    expect(await readAll(8)).toEqual({ read: count });
    expect(counted(/^\/token/)).toBeLessThanOrEqual(count + 8);
    expect(counted(/manifests/)).toBeLessThanOrEqual(count + 3 * 8);
  });

  it('are spared a password that is wrong', async () => {
    const { readAll, counted } = await scene(tokens, { ...ada, password: 'wrong' });
    expect(await readAll(4)).toEqual({ REGISTRY_AUTH: count });
    expect(counted(/^\/token/)).toBeLessThanOrEqual(8);
    expect(counted(/manifests/)).toBeLessThanOrEqual(4);
  });

  it('are spared a wrong password by Basic', async () => {
    const { readAll, counted } = await scene({ kind: 'basic', users }, { ...ada, password: 'wrong' });
    expect(await readAll(4)).toEqual({ REGISTRY_AUTH: count });
    expect(counted(/./)).toBeLessThanOrEqual(8);
  });

  it('are not all asked for where nobody is let in without credentials', async () => {
    const { fake, readAll } = await scene({ kind: 'basic', users }, undefined);
    expect(await readAll(4)).toEqual({ REGISTRY_AUTH: count });
    expect(fake.requests.length).toBeLessThanOrEqual(8 + 4);
  });

  it('of which most are private: the others are read', async () => {
    const anonymous = { [names[0]!]: ['pull'], [names[count - 1]!]: ['pull'] } as const;
    const { readAll } = await scene({ ...tokens, anonymous }, undefined);
    expect(await readAll(4)).toEqual({ read: 2, REGISTRY_AUTH: count - 2 });
  });

  it('are asked for fewer at a time while the host wants that', async () => {
    const { fake, readAll } = await scene(undefined, undefined);
    fake.setFault(faults.rateLimited({ path: /manifests/, skip: 10, times: 8 }));
    expect(await readAll(count)).toEqual({ read: count });
    expect(Math.max(...fake.requests.map(({ concurrent }) => concurrent))).toBeLessThanOrEqual(8);
    // Some of those that were refused together; then half of them, and more again by and by.
    const last = fake.requests.findLastIndex(({ status }) => status === 429);
    expect(fake.requests.slice(last + 9, last + 12).every(({ concurrent }) => concurrent <= 5)).toBe(true);
  });

  it('are not all asked for where the host has had enough for an hour', async () => {
    const { fake, watched, readAll } = await scene(undefined, undefined);
    fake.setFault(faults.rateLimited({ path: /manifests/, skip: 10 }, '3600'));
    expect(await readAll(count)).toEqual({ read: 10, REGISTRY_RATE_LIMITED: count - 10 });
    expect(fake.requests.length).toBeLessThanOrEqual(10 + 8);
    expect(watched.waits).toEqual([]);
    expect(watched.said()).toMatch(/it asks to wait until \d{4}-\d\d-\d\dT/);
  });

  it('are not all asked for where the host is not there', async () => {
    const { fake, watched, readAll } = await scene(undefined, undefined);
    await fake.close();
    expect(await readAll(8)).toEqual({ REGISTRY_UNREACHABLE: count });
    expect(watched.said().match(/^GET /gm)?.length).toBeLessThanOrEqual(8);
  });

  it('asked for by the same name at the same time are read once', async () => {
    const { fake, watched } = await scene(undefined, undefined);
    const read = () => watched.repository(names[0]!).manifest('1.0.0');
    const all = await Promise.all([read(), read(), read()]);
    expect(new Set(all.map(({ digest }) => digest)).size).toBe(1);
    expect(fake.requests).toHaveLength(1);
  });
});

describe('what is remembered of hosts', () => {
  const url = new URL('https://r.test/');
  const response = (status: number, headers: Record<string, string> = {}): Outcome => ({
    kind: 'response',
    response: { status, headers, body: new Uint8Array(), url },
  });
  const failure = (kind: Failure['kind']): Outcome => ({ kind: 'failure', failure: { kind, reason: 'x' } });

  it.each<[what: string, outcomes: Outcome[], milliseconds: number]>([
    ['one that is not there', [failure('unreachable')], 10_000],
    ['one that does not answer', [failure('timeout')], 10_000],
    ['one that was there a moment ago', [response(200), failure('timeout')], 0],
    ['one that closes a connection', [failure('broken')], 0],
    ['one that fails', [response(503)], 0],
    ['one that has had enough', [response(429)], 10_000],
    ['one that has had enough for a minute', [response(429, { 'retry-after': '60' })], 60_000],
  ])('%s', (_, outcomes, milliseconds) => {
    let now = 0;
    const barriers = createBarriers(() => now);
    for (const outcome of outcomes) barriers.learn('r.test', outcome);
    expect(barriers.at('s.test')).toBeUndefined();
    now = milliseconds - 1;
    expect(barriers.at('r.test') !== undefined).toBe(milliseconds > 0);
    now = milliseconds;
    expect(barriers.at('r.test')).toBeUndefined();
  });

  it('says until when, however late it is asked', () => {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const barriers = createBarriers(() => now);
    barriers.learn('r.test', response(429, { 'retry-after': '3600' }));
    now += 1_800_000;
    expect(barriers.at('r.test')).toMatchObject({
      response: { headers: { 'retry-after': 'Sun, 01 Mar 2026 13:00:00 GMT' } },
    });
  });
});

describe('what is remembered of refusals', () => {
  const error = new PactoError('REGISTRY_AUTH', 'cannot read a');

  function memory() {
    let now = 0;
    const refusals = createRefusals('r.test', () => now);
    return { refusals, at: (time: number) => (now = time) };
  }

  it('is thrown for a minute, to the same visitor', () => {
    const { refusals, at } = memory();
    refusals.remember('a', error);
    expect(() => refusals.check('a', 'x')).toThrow(error);
    refusals.check('b', 'x');
    at(60_000);
    refusals.check('a', 'x');
  });

  it('is thrown to everybody after eight, unless somebody was let in', () => {
    const { refusals, at } = memory();
    for (let i = 0; i < 8; i++) refusals.remember(`${i}`, error);
    expect(() => refusals.check('new', 'read b')).toThrow(
      /^r\.test refused 8 requests .* \(to read b\); the first: cannot read a$/,
    );
    at(60_000);
    refusals.check('new', 'x');
    at(0);
    const friendly = memory().refusals;
    friendly.accepted(undefined);
    for (let i = 0; i < 20; i++) friendly.remember(`${i}`, error);
    friendly.check('new', 'x');
  });

  it('is thrown for a credential, unless it was of use before', () => {
    const { refusals } = memory();
    refusals.checkCredential(undefined);
    refusals.rememberCredential(ada, error);
    expect(() => refusals.checkCredential({ ...ada })).toThrow(error);
    refusals.checkCredential({ ...ada, password: 'other' });
    const friendly = memory().refusals;
    friendly.accepted(ada);
    friendly.rememberCredential(ada, error);
    friendly.checkCredential(ada);
  });
});
