/** What each kind of change means, in both directions: the table is {@link ./rows.json}. */

import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../../src/core/diff/containment/schema-node.ts';
import { schemaRules } from '../../../../src/core/diff/schema/rules.ts';
import type { Role, Use } from '../../../../src/core/diff/schema/walk.ts';
import type { Json } from '../../../../src/core/json.ts';
import table from './rows.json' with { type: 'json' };
import { lines, walk } from './walk-pair.ts';

interface Row {
  readonly name: string;
  readonly old: Json;
  readonly new: Json;
  readonly use?: Use;
  readonly dialect?: Dialect;
  readonly newDialect?: Dialect;
  readonly pure?: boolean;
  readonly xml?: boolean;
  /** `B .maxLength request-max-length-changed`, for each direction in which the schemas are used. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
}

const rows = table as readonly Row[];
const byId = new Map(schemaRules.map((rule) => [rule.id, rule]));

describe('changes of schemas', () => {
  const cases = rows.flatMap((row) =>
    (['reads', 'writes'] as const).flatMap((role) => (row[role] ? [{ name: row.name, row, role }] : [])),
  );

  it.each(cases)('$name, where the service $role', ({ row, role }) => {
    const { old, new: fresh, reads: _, writes: __, name: ___, ...options } = row;
    const changes = walk(old, fresh, { ...options, role: role as Role });
    expect(lines(changes)).toEqual(row[role]);
    for (const { rule, classification, witness, convention, reason, old: before, new: after } of changes) {
      expect(byId.get(rule)?.classes, rule).toContain(classification);
      if (classification === 'BREAKING') expect(witness ?? convention, reason).toBeDefined();
      expect(witness?.acceptedBy ?? (role === 'reads' ? 'old' : 'new')).toBe(role === 'reads' ? 'old' : 'new');
      expect(before).toBeDefined();
      expect(after).toBeDefined();
    }
  });

  it('are tried for every rule', () => {
    const said = new Set(cases.flatMap(({ row, role }) => row[role] ?? []).map((line) => line.split(' ').at(-1) ?? ''));
    const names = new Set([...byId.keys()].map((id) => id.slice(id.indexOf('-') + 1)));
    const tried = new Set([...said].map((id) => id.slice(id.indexOf('-') + 1)));
    // Nothing but schemas that are not there, and what no keyword accounts for; both have tests of their own.
    expect([...names].filter((name) => !tried.has(name))).toEqual(['schema-added', 'schema-removed', 'values-changed']);
  });
});
