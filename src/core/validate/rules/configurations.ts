import { resolvesLocally } from '../../contract/bundle.ts';
import { parseReference } from '../../contract/reference.ts';
import { PactoError } from '../../error.ts';
import type { Report } from '../../finding.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { uniqueNames } from './names.ts';

/** Rules about `configurations`. */
export const configurationRules: readonly Rule[] = [
  uniqueNames('configurations', 'configuration'),
  {
    code: 'VALUES_WITHOUT_SCHEMA',
    layer: 'cross-field',
    severity: 'error',
    where: 'configurations[].values',
    when: 'there are values and no schema',
    why: 'Values without a schema cannot be checked. Values for a referenced configuration belong to whoever deploys.',
    *check({ contract }) {
      for (const [i, { name, values, schema }] of (contract.configurations ?? []).entries()) {
        if (values === undefined || schema !== undefined) continue;
        const message = `configuration "${name}" has values and no schema`;
        yield { pointer: `/configurations/${i}/values`, onKey: true, message, help: 'add schema, or remove values' };
      }
    },
  },
  {
    code: 'INVALID_CONFIG_REF',
    layer: 'cross-field',
    severity: 'error',
    where: 'configurations[].ref',
    when: 'it is not a reference, or nothing is there',
    why: 'The configuration that it stands for cannot be found.',
    async check(context) {
      const reports: Report[] = [];
      for (const [i, { ref }] of (context.contract.configurations ?? []).entries()) {
        if (ref === undefined) continue;
        const problem = await badReference(ref, context);
        if (problem !== undefined) reports.push({ pointer: `/configurations/${i}/ref`, ...problem });
      }
      return reports;
    },
  },
];

/** Why a configuration or policy reference cannot be right: its spelling, or a local bundle that is not there. */
async function badReference(
  ref: string,
  { bundle, open }: RuleContext,
): Promise<{ message: string; help?: string } | undefined> {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok) return parsed;
  if (parsed.reference.kind !== 'local' || bundle === undefined || open === undefined) return undefined;
  if (!resolvesLocally(bundle)) return undefined;
  try {
    await open(ref, bundle);
    return undefined;
  } catch (error) {
    if (error instanceof PactoError) return { message: error.message, help: error.hint };
    throw error;
  }
}
