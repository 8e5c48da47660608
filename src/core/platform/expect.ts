import type { Contract } from '../contract/model.generated.ts';
import { type Facts, factsOf } from './facts.ts';
import type { Expectation, Expectations, Row } from './row.ts';
import { platformTable as table } from './table.ts';

/** What a valid contract expects of its workload. The same for generators and for whoever looks at a live workload. */
export function expectationsOf(contract: Contract): Expectations {
  return expectationsFrom(factsOf(contract));
}

/** The same from facts. */
export function expectationsFrom(facts: Facts): Expectations {
  return {
    controller: winner(table.controller, facts),
    storage: winner(table.storage, facts),
    upgrade: winner(table.upgrade, facts),
    order: winner(table.order, facts),
    instances: winner(table.instances, facts),
    address: winner(table.address, facts),
    entrance: winner(table.entrance, facts),
    probes: winner(table.probes, facts),
    grace: winner(table.grace, facts),
    disruption: winner(table.disruption, facts),
    backup: winner(table.backup, facts),
    metrics: winner(table.metrics, facts),
  };
}

function winner<Value>(rows: readonly Row<Value>[], facts: Facts): Expectation<Value> {
  const row = rows.find(({ applies }) => applies(facts));
  if (row === undefined) throw new Error(`no row applies after ${rows.at(-1)?.id}`);
  return { value: row.value(facts), row: row.id, ...(row.comment === undefined ? {} : { comment: row.comment }) };
}
