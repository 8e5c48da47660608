/** From what a service does with data to what its contract says of state. */

import { PactoError } from '../error.ts';
import type { DataIntent, Decision, State } from './intent.ts';

const none: State = {
  type: 'stateless',
  persistence: { scope: 'local', durability: 'ephemeral' },
  dataCriticality: 'low',
};

/** Whether anything was said of data. */
export function saysOfData(data: DataIntent | undefined): boolean {
  return data !== undefined && Object.values(data).some((value) => value !== undefined);
}

/**
 * The state that the intent describes; what it does not say stays as it was. Throws USAGE for an intent that contradicts
 * itself.
 *
 * @param before the state that the contract has, for an edit
 */
export function stateOf(data: DataIntent, before?: State): { readonly state: State; readonly decisions: Decision[] } {
  const { stored, survivesRestart, shared, lossImpact } = data;
  if (stored === false && (survivesRestart === true || shared === true)) {
    const what = survivesRestart === true ? 'survives a restart' : 'is shared across instances';
    throw new PactoError('USAGE', `a service that stores no data has none that ${what}`, {
      hint: 'Say that it stores data, or leave the other out.',
    });
  }
  const implied = survivesRestart === true || shared === true;
  const keeps = stored ?? (implied || (before ?? none).type !== 'stateless');
  const base = before ?? none;
  const was = base.type !== 'stateless';
  const durability = keeps ? durabilityOf(survivesRestart, base) : 'ephemeral';
  const scope = keeps ? scopeOf(shared, base) : 'local';
  const type = keeps ? (was ? base.type : 'stateful') : 'stateless';
  const fallback = before !== undefined && was === keeps ? base.dataCriticality : keeps ? 'medium' : 'low';
  const dataCriticality = lossImpact ?? fallback;
  const state: State = { type, persistence: { scope, durability }, dataCriticality };
  return { state, decisions: decisionsOf(data, state, keeps) };
}

function durabilityOf(survives: boolean | undefined, { persistence }: State): 'ephemeral' | 'persistent' {
  if (survives === undefined) return persistence.durability;
  return survives ? 'persistent' : 'ephemeral';
}

function scopeOf(shared: boolean | undefined, { persistence }: State): 'local' | 'shared' {
  if (shared === undefined) return persistence.scope;
  return shared ? 'shared' : 'local';
}

function decisionsOf(data: DataIntent, state: State, keeps: boolean): Decision[] {
  const path = 'runtime.state';
  const type = (because: string) => ({ path: `${path}.type`, value: state.type, because });
  const said = data.stored !== undefined;
  const unsaid = (because: string) => (data.stored === false ? 'it stores no data' : because);
  const byImplication = data.survivesRestart === true ? 'its data survives a restart' : 'its instances share data';
  return [
    said
      ? type(keeps ? 'it stores data' : 'it stores no data')
      : type(
          keeps ? (saysOfData(data) ? byImplication : 'it was so before') : 'nothing was said of data that it stores',
        ),
    {
      path: `${path}.persistence.durability`,
      value: state.persistence.durability,
      because:
        data.survivesRestart === undefined
          ? unsaid('nothing was said of data that survives a restart')
          : `its data ${data.survivesRestart ? 'survives' : 'does not survive'} a restart`,
    },
    {
      path: `${path}.persistence.scope`,
      value: state.persistence.scope,
      because:
        data.shared === undefined
          ? unsaid('nothing was said of data that instances share')
          : `its instances ${data.shared ? 'share their data' : 'do not share data'}`,
    },
    {
      path: `${path}.dataCriticality`,
      value: state.dataCriticality,
      because:
        data.lossImpact === undefined
          ? unsaid('nothing was said of what a loss means')
          : `the impact of a loss is ${data.lossImpact}`,
    },
  ];
}
