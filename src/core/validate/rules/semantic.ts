import type { Interface } from '../../contract/model.generated.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Rules about parts that are each right but do not go well together. */
export const semanticRules: readonly Rule[] = [
  {
    code: 'UPGRADE_STRATEGY_STATE_MISMATCH',
    layer: 'semantic',
    severity: 'warning',
    where: 'runtime.lifecycle.upgradeStrategy',
    when: 'the strategy is ordered and the state is stateless',
    why: 'Order matters only where instances differ. A stateless service upgrades faster and as safely with rolling.',
    *check({ contract }) {
      const { runtime } = contract;
      if (runtime?.lifecycle?.upgradeStrategy !== 'ordered' || runtime.state.type !== 'stateless') return;
      const message = 'ordered upgrades make no sense for a stateless service';
      yield { pointer: '/runtime/lifecycle/upgradeStrategy', message, help: 'use rolling' };
    },
  },
  {
    code: 'CRITICAL_DATA_EPHEMERAL',
    layer: 'semantic',
    severity: 'warning',
    where: 'runtime.state.dataCriticality',
    when: 'the data is of high criticality and ephemeral',
    why: 'Data whose loss harms the business is gone with every restart.',
    *check({ contract }) {
      const state = contract.runtime?.state;
      if (state?.dataCriticality !== 'high' || state.persistence.durability !== 'ephemeral') return;
      const message = 'data of high criticality is ephemeral: it is gone with every restart';
      const related = [{ pointer: '/runtime/state/persistence/durability', message: 'declared ephemeral here' }];
      yield { pointer: '/runtime/state/dataCriticality', message, related };
    },
  },
  {
    code: 'PUBLIC_INTERFACE_WITHOUT_CONTRACT',
    layer: 'semantic',
    severity: 'warning',
    where: 'interfaces[].contract',
    when: 'a public http interface has no OpenAPI document',
    why: 'People outside the platform build on what they can see. Without a description no breaking change can be noticed.',
    *check(context) {
      for (const [i, declared] of (context.contract.interfaces ?? []).entries()) {
        if (declared.type !== 'http' || declared.visibility !== 'public' || hasOpenApi(context, declared)) continue;
        const message = `public http interface "${declared.name}" has no OpenAPI document`;
        const help = 'describe it and name the file under contract';
        yield {
          pointer: declared.contract === undefined ? `/interfaces/${i}` : `/interfaces/${i}/contract`,
          message,
          help,
        };
      }
    },
  },
  {
    code: 'STATEFUL_SCALE_TO_ZERO',
    layer: 'semantic',
    severity: 'warning',
    where: 'scaling.min',
    when: 'a stateful service with persistent data may scale to zero instances',
    why: 'Somebody must look after the data; most platforms refuse to scale such a service to zero.',
    *check({ contract }) {
      const state = contract.runtime?.state;
      if (contract.scaling?.min !== 0) return;
      if (state?.type !== 'stateful' || state.persistence.durability !== 'persistent') return;
      const message = 'a stateful service with persistent data should not scale to zero';
      yield { pointer: '/scaling/min', message, help: 'use at least 1' };
    },
  },
  {
    code: 'SINGLE_REPLICA_CRITICAL',
    layer: 'semantic',
    severity: 'warning',
    where: 'scaling.max, scaling.replicas',
    when: 'the data is of high criticality and there is never more than one instance',
    why: 'One instance is one failure away from an outage of data that the business needs.',
    *check({ contract }) {
      if (contract.runtime?.state.dataCriticality !== 'high') return;
      for (const key of ['replicas', 'max'] as const) {
        if (contract.scaling?.[key] !== 1) continue;
        const message = 'data of high criticality rests on a single instance';
        const related = [{ pointer: '/runtime/state/dataCriticality', message: 'declared high here' }];
        yield { pointer: `/scaling/${key}`, message, help: 'allow at least 2', related };
      }
    },
  },
];

/** Without files at hand a named contract is believed to be an OpenAPI document. */
function hasOpenApi({ files }: RuleContext, declared: Interface): boolean {
  if (declared.contract === undefined) return false;
  return files === undefined || files.interfaceFile(declared.contract)?.format === 'openapi';
}
