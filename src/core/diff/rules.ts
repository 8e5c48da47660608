/** Every rule of comparison, for the reference and for whoever names one. */
import { asyncapiRules } from './asyncapi/rules.ts';
import type { ChangeType } from './change.ts';
import { contractTable, ruleOf } from './contract/table.ts';
import { documentRules } from './documents.ts';
import { openapiRules } from './openapi/rule-table.ts';
import { protoRules } from './proto/rules.ts';
import type { DiffRule } from './rule.ts';
import { schemaRules } from './schema/rules.ts';

const types: readonly ChangeType[] = ['added', 'modified', 'removed'];
const verbs: Readonly<Record<ChangeType, string>> = {
  added: 'was added',
  modified: 'changed',
  removed: 'was removed',
};

/** The cells of the contract's table as rules. */
export const contractRules: readonly DiffRule[] = contractTable.flatMap((row) =>
  types.flatMap((type) => {
    const cell = row[type];
    if (cell === undefined) return [];
    const { classification, reason } = cell;
    const why = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
    return [{ id: ruleOf(row, type), when: `\`${row.path}\` ${verbs[type]}`, why, classes: [classification] }];
  }),
);

export const diffRules: readonly DiffRule[] = [
  ...contractRules,
  ...documentRules,
  ...openapiRules,
  ...schemaRules,
  ...protoRules,
  ...asyncapiRules,
];
