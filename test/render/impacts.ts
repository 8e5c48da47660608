/** Impacts to draw. */
import type { Dependent } from '../../src/core/graph/impact.ts';
import { type Verdict, verdicts } from '../../src/core/graph/impact-verdict.ts';
import type { ImpactResult } from '../../src/operations/results.ts';

/** What somebody might call a service to break out of every format there is. */
export const hostile =
  '"];x\\"\\N\\l&lt;<script>alert(1)</script>`"]|-->``````|<!--]]>\u001b[2J\u202e\n\r\t#quot;%%{init}%%::error::';

/** Somebody who declares the contract itself. */
export function dependentOf(name: string, verdict: Verdict, fields: Partial<Dependent> = {}): Dependent {
  return {
    name,
    version: '1.0.0',
    ref: `platform/${name}`,
    owner: 'team/shop',
    verdict,
    because: '>=1.0.0 admits 2.0.0',
    distance: 1,
    path: ['auth', name],
    required: true,
    kind: 'dependency',
    constraint: '>=1.0.0',
    admits: true,
    matched: 'path',
    ...fields,
  };
}

/** A breaking release and whom it hits. */
export function impactOn(dependents: readonly Dependent[], fields: Partial<ImpactResult> = {}): ImpactResult {
  const number = (wanted: Verdict) => dependents.filter(({ verdict }) => verdict === wanted).length;
  return {
    schemaVersion: 1,
    ref: 'auth',
    name: 'auth',
    version: '1.0.0',
    upgrade: {
      new: { ref: 'auth-2', name: 'auth', version: '2.0.0' },
      classification: 'BREAKING',
      gate: 'BREAKING',
      counts: { breaking: 1, potentialBreaking: 0, nonBreaking: 0 },
      changes: [
        {
          rule: 'interface-port-changed',
          path: 'interfaces.port',
          element: 'api',
          type: 'modified',
          classification: 'BREAKING',
          reason: 'callers reach it at the old port',
        },
      ],
      waivers: { unused: [], expired: [] },
    },
    considered: dependents.length,
    direct: dependents.length,
    required: dependents.length,
    verdicts: {
      breaks: number('breaks'),
      requiredBreaks: number('breaks'),
      atRisk: number('at-risk'),
      unknown: number('unknown'),
      heldBack: number('held-back'),
      notHit: number('not-hit'),
    },
    dependents,
    owners: [],
    gaps: [],
    ...fields,
  };
}

const attacked = (verdict: Verdict, i: number): Dependent => ({
  ...dependentOf(`${hostile}${i}`, verdict),
  version: hostile,
  ref: `${hostile}${i}`,
  owner: hostile,
  because: hostile,
  constraint: hostile,
  path: [hostile, hostile, hostile],
  ...(i === 0 ? {} : { through: `${hostile}0`, distance: 2 }),
  required: i % 2 === 0,
});

/** Every text in it is an attack. */
export const hostileImpact: ImpactResult = impactOn(verdicts.map(attacked), {
  ref: hostile,
  name: hostile,
  version: hostile,
  owner: hostile,
  owners: [{ owner: hostile, dependents: 1, breaks: 1, atRisk: 0 }],
  gaps: [{ path: hostile, code: 'X', message: hostile, hint: hostile }],
});
