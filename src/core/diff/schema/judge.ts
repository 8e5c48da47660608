/** What a difference means for those who rely on the schema. */

import type { Json } from '../../json.ts';
import { show } from '../../schema/value.ts';
import type { Classification, Witness } from '../change.ts';
import type { Decision } from '../containment/decide.ts';
import type { Difference } from './difference.ts';
import type { Setting } from './schema-change.ts';

export interface Verdict {
  readonly classification: Classification;
  readonly reason: string;
  readonly witness?: Witness;
  readonly convention?: string;
  /** Some value is lost, or may be: what is asked further up has its answer here. */
  readonly explains: boolean;
}

const safe: Decision = { kind: 'contained' };

/** @param capped every value is still good further up, whatever happens here */
export function judge(
  { decide, conventions = [] }: Difference,
  setting: Setting,
  pure: boolean,
  capped: boolean,
): Verdict {
  const decision = capped ? safe : (decide?.() ?? safe);
  const lost = decision.kind !== 'contained';
  const convention = conventions.find(
    ({ applies, published }) =>
      (!pure || published === true) && (applies === 'always' || (applies === 'broken') === lost),
  );
  if (convention) {
    const { classification, reason, id } = convention;
    return { classification, reason, convention: id, explains: lost };
  }
  return { ...classify(decision, setting, capped), explains: lost };
}

/** What a decision alone says. */
export function classify(decision: Decision, setting: Setting, capped = false): Omit<Verdict, 'explains'> {
  switch (decision.kind) {
    case 'contained':
      return { classification: 'NON_BREAKING', reason: capped ? outOfReach(setting) : fine(setting) };
    case 'witness': {
      const acceptedBy = setting.role === 'reads' ? 'old' : 'new';
      const witness = { value: decision.value, acceptedBy } as const;
      return { classification: 'BREAKING', reason: broken(setting, decision.value), witness };
    }
    case 'undecided':
      return {
        classification: 'POTENTIAL_BREAKING',
        reason: `whether values are lost is not known: ${decision.reason}`,
      };
  }
}

const sent: Readonly<Record<Setting['use'], string>> = {
  http: 'what callers send',
  configuration: 'every configuration',
  event: 'every message',
};

function fine({ role, use }: Setting): string {
  return role === 'reads'
    ? `${sent[use]} is still accepted as far as this goes`
    : 'nothing can appear that could not before';
}

function outOfReach({ role }: Setting): string {
  return role === 'reads'
    ? 'every value that was accepted still is, on this way or another'
    : 'every value that can appear could before, on this way or another';
}

function broken({ role, use }: Setting, value: Json): string {
  if (role === 'writes') return `${show(value)} can appear here now, and could not before`;
  return use === 'configuration'
    ? `${show(value)} could be set here, and is refused now`
    : `${show(value)} was accepted here, and is refused now`;
}
