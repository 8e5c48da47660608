/** How many requests a host gets at once. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFlights, createTurns } from '../../../../src/adapters/oci/client/flights.ts';
import { createGate, type Gate, type Place } from '../../../../src/adapters/oci/client/gate.ts';

function gateOf(most: number) {
  const sleeps: number[] = [];
  let now = 0;
  const sleep = async (milliseconds: number) => {
    sleeps.push(milliseconds);
    now += milliseconds;
  };
  return { gate: createGate({ most, clock: () => now, sleep }), sleeps };
}

async function enter(gate: Gate, count: number): Promise<Place[]> {
  return Promise.all(Array.from({ length: count }, () => gate.enter()));
}

/** Whoever is inside once everything has happened that will. */
async function counting(gate: Gate, count: number): Promise<{ inside: Place[] }> {
  const inside: Place[] = [];
  for (let i = 0; i < count; i++) gate.enter().then((place) => inside.push(place));
  await new Promise((resolve) => setImmediate(resolve));
  return { inside };
}

describe('a gate', () => {
  it('lets in as many as it may, and the next when one leaves', async () => {
    const { gate } = gateOf(2);
    const { inside } = await counting(gate, 5);
    expect(inside).toHaveLength(2);
    inside[0]?.leave('neutral');
    inside[0]?.leave('neutral');
    await new Promise((resolve) => setImmediate(resolve));
    expect(inside).toHaveLength(3);
  });

  it('halves its limit once for requests that were refused together', async () => {
    const { gate } = gateOf(8);
    for (const place of await enter(gate, 8)) place.leave('refused');
    expect(gate.limit).toBe(4);
    for (const place of await enter(gate, 4)) place.leave('refused');
    expect(gate.limit).toBe(2);
    for (let i = 0; i < 5; i++) (await gate.enter()).leave('refused');
    expect(gate.limit).toBe(1);
  });

  it('recovers by one for each limit of requests served, up to where it began', async () => {
    const { gate } = gateOf(4);
    (await gate.enter()).leave('refused');
    expect(gate.limit).toBe(2);
    const limits: number[] = [];
    for (let i = 0; i < 10; i++) {
      (await gate.enter()).leave('served');
      limits.push(gate.limit);
    }
    expect(limits).toEqual([2, 3, 3, 3, 4, 4, 4, 4, 4, 4]);
  });

  it('learns nothing from what was neither', async () => {
    const { gate } = gateOf(4);
    for (let i = 0; i < 10; i++) (await gate.enter()).leave('neutral');
    expect(gate.limit).toBe(4);
  });

  it('lets nobody in during a pause', async () => {
    const { gate, sleeps } = gateOf(4);
    gate.pause(5000);
    gate.pause(3000);
    (await gate.enter()).leave('served');
    (await gate.enter()).leave('served');
    expect(sleeps).toEqual([5000]);
  });

  it('lets nobody in during a pause who was waiting when it began', async () => {
    let now = 0;
    const wake: (() => void)[] = [];
    const sleep = () => new Promise<void>((resolve) => wake.push(resolve));
    const gate = createGate({ most: 2, clock: () => now, sleep });
    const { inside } = await counting(gate, 6);
    expect(inside).toHaveLength(2);
    gate.pause(5000);
    for (const place of inside.splice(0)) place.leave('refused');
    await new Promise((resolve) => setImmediate(resolve));
    expect(inside).toHaveLength(0);
    now = 5000;
    for (const resolve of wake.splice(0)) resolve();
    for (let left = 0; left < 4; left++) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(inside).toHaveLength(1);
      inside.pop()?.leave('neutral');
    }
  });

  it('never has more inside than its limit, and lets everybody in at last', async () => {
    const results = fc.constantFrom('served' as const, 'refused' as const, 'neutral' as const);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.array(results, { maxLength: 40 }), async (most, all) => {
        const { gate } = gateOf(most);
        let inside = 0;
        let worst = 0;
        await Promise.all(
          all.map(async (result) => {
            const place = await gate.enter();
            inside++;
            worst = Math.max(worst, inside);
            await Promise.resolve();
            inside--;
            place.leave(result);
          }),
        );
        return worst <= most && inside === 0;
      }),
    );
  });
});

describe('flights', () => {
  it('join those for the same key, and only while one is under way', async () => {
    const join = createFlights<number>();
    let runs = 0;
    const run = async () => ++runs;
    expect(await Promise.all([join('a', run), join('a', run), join('b', run)])).toEqual([1, 1, 2]);
    expect(await join('a', run)).toBe(3);
    const fail = () => Promise.reject(new Error('no'));
    await expect(Promise.all([join('c', fail), join('c', run)])).rejects.toThrow('no');
    expect(await join('c', run)).toBe(4);
  });
});

describe('turns', () => {
  it('are taken one after the other for each key, whatever becomes of them', async () => {
    const take = createTurns();
    const events: string[] = [];
    const run =
      (name: string, fails = false) =>
      async () => {
        events.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        events.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    const all = [take('x', run('a', true)), take('x', run('b')), take('x', run('c'))];
    const settled = await Promise.allSettled(all);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});
