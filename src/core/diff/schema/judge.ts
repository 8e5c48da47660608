/** What a difference means for those who rely on the schema. */

import type { Classification, Witness } from '../change.ts';
import type { Decision } from '../containment/decide.ts';
import { type Difference, isProved } from './difference.ts';
import type { RuleName } from './rules.ts';
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
  { rule, decide, conventions = [] }: Difference,
  setting: Setting,
  pure: boolean,
  capped: boolean,
): Verdict {
  const question = capped ? undefined : decide;
  const applicable = conventions.filter(({ published }) => !pure || published === true);
  if (applicable.length > 0) {
    // Which values are lost is not told then, so that it need not be known.
    const lost = question !== undefined && !isProved(question);
    const convention = applicable.find(({ applies }) => applies === 'always' || (applies === 'broken') === lost);
    if (convention) {
      const { classification, reason, id } = convention;
      return { classification, reason, convention: id, explains: lost };
    }
  }
  const decision = question?.() ?? safe;
  return { ...classify(decision, setting, capped, rule), explains: decision.kind !== 'contained' };
}

/** What a decision alone says. */
export function classify(
  decision: Decision,
  setting: Setting,
  capped = false,
  rule: RuleName = 'values-changed',
): Omit<Verdict, 'explains'> {
  switch (decision.kind) {
    case 'contained':
      return { classification: 'NON_BREAKING', reason: capped ? outOfReach(setting) : fine(setting) };
    case 'witness': {
      const acceptedBy = setting.role === 'reads' ? 'old' : 'new';
      const witness = { value: decision.value, acceptedBy } as const;
      return { classification: 'BREAKING', reason: broken(setting, rule), witness };
    }
    case 'undecided':
      return {
        classification: 'POTENTIAL_BREAKING',
        reason: `${unknown(setting)}: ${decision.reason}`,
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

/** What the loss is to those who meet it; the witness is the example. */
function broken({ role, use }: Setting, rule: RuleName): string {
  if (role === 'writes') {
    if (rule === 'property-added') return 'it can appear now, where nothing of the kind was allowed';
    return rule === 'property-removed' || rule === 'property-became-optional'
      ? 'it was always there, and may be missing now'
      : 'values can appear that could not before';
  }
  if (rule === 'required-property-added' || rule === 'property-became-required') return 'what lacks it is refused now';
  if (rule === 'property-removed') return 'what has it is refused now';
  return use === 'configuration'
    ? 'values that could be set are refused now'
    : 'values that were accepted are refused now';
}

function unknown({ role, use }: Setting): string {
  if (role === 'writes') return 'nobody can tell whether values appear that could not before';
  const what =
    use === 'configuration' ? 'values are refused that could be set' : 'values are refused that were accepted';
  return `nobody can tell whether ${what}`;
}
