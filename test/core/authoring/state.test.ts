import { describe, expect, it } from 'vitest';
import type { DataIntent, State } from '../../../src/core/authoring/intent.ts';
import { type DeclaredState, stateOf } from '../../../src/core/authoring/state.ts';

type Row = readonly [intent: DataIntent, before: string | undefined, after: string];

/** State as `type scope durability criticality`. */
const rows: readonly Row[] = [
  [{}, undefined, 'stateless local ephemeral low'],
  [{ stored: false }, undefined, 'stateless local ephemeral low'],
  [{ stored: true }, undefined, 'stateful local ephemeral medium'],
  [{ stored: true, survivesRestart: true }, undefined, 'stateful local persistent medium'],
  [{ stored: true, shared: true, lossImpact: 'high' }, undefined, 'stateful shared ephemeral high'],
  [{ survivesRestart: true }, undefined, 'stateful local persistent medium'],
  [{ shared: true }, undefined, 'stateful shared ephemeral medium'],
  [{ survivesRestart: false }, undefined, 'stateless local ephemeral low'],
  [{ lossImpact: 'high' }, undefined, 'stateless local ephemeral high'],
  [{ stored: false }, 'stateful shared persistent high', 'stateless shared ephemeral high'],
  [{ stored: true }, 'stateless local ephemeral high', 'stateful local ephemeral high'],
  [{ stored: true }, 'hybrid shared persistent high', 'hybrid shared persistent high'],
  [{ survivesRestart: false }, 'stateful shared persistent high', 'stateful shared ephemeral high'],
  [{ shared: false }, 'hybrid shared persistent low', 'hybrid local persistent low'],
  [{ lossImpact: 'low' }, 'stateful local persistent high', 'stateful local persistent low'],
  [{ survivesRestart: true }, 'stateless local ephemeral low', 'stateful local persistent low'],
  [{ survivesRestart: true }, 'stateless local ephemeral high', 'stateful local persistent high'],
  [{ lossImpact: 'medium' }, 'stateless shared ephemeral high', 'stateless shared ephemeral medium'],
];

function parse(text: string | undefined): DeclaredState | undefined {
  if (text === undefined) return undefined;
  const [type, scope, durability, dataCriticality] = text.split(' ');
  return { type, scope, durability, dataCriticality } as DeclaredState;
}

const shown = ({ type, persistence, dataCriticality }: State) =>
  `${type} ${persistence.scope} ${persistence.durability} ${dataCriticality}`;

describe('what is said of data', () => {
  it.each(rows)('%j after %s is %s', (intent, before, after) => {
    const { state, decisions } = stateOf(intent, parse(before));
    expect(shown(state)).toBe(after);
    expect(decisions.map(({ value }) => value)).toEqual([
      state.type,
      state.persistence.durability,
      state.persistence.scope,
      state.dataCriticality,
    ]);
  });

  it('never is stateless and persistent, whatever is said', () => {
    const choices = [undefined, true, false];
    for (const stored of choices)
      for (const survivesRestart of choices)
        for (const shared of choices)
          for (const [, before] of rows) {
            if (stored === false && (survivesRestart === true || shared === true)) continue;
            const { state } = stateOf({ stored, survivesRestart, shared }, parse(before));
            expect(shown(state)).not.toMatch(/^stateless \w+ persistent/);
          }
  });

  it.each([{ survivesRestart: true }, { shared: true }])('cannot be nothing and %j', (other) => {
    expect(() => stateOf({ stored: false, ...other })).toThrow('a service that stores no data has none that');
  });
});
