/** From what a service does with data to what its contract says of state. */

import { PactoError } from '../error.ts';
import type { DataIntent, Decision, State } from './intent.ts';

/** What a contract says of state; one that is not valid may say only a part. */
export interface DeclaredState {
  readonly type?: State['type'] | undefined;
  readonly scope?: State['persistence']['scope'] | undefined;
  readonly durability?: State['persistence']['durability'] | undefined;
  readonly dataCriticality?: State['dataCriticality'] | undefined;
}

/** Whether anything was said of data. */
export function saysOfData(data: DataIntent | undefined): boolean {
  return data !== undefined && Object.values(data).some((value) => value !== undefined);
}

/**
 * The state that the intent describes. What a contract says already counts as said: it stays, except where the format
 * does not allow it beside what is asked for. Throws USAGE for an intent that contradicts itself.
 *
 * @param before what the contract says, for an edit
 */
export function stateOf(
  data: DataIntent,
  before: DeclaredState = {},
): { readonly state: State; readonly decisions: Decision[] } {
  const { stored, survivesRestart, shared, lossImpact } = data;
  if (stored === false && (survivesRestart === true || shared === true)) {
    const what = survivesRestart === true ? 'survives a restart' : 'is shared across instances';
    throw new PactoError('USAGE', `a service that stores no data has none that ${what}`, {
      hint: 'Say that it stores data, or leave the other out.',
    });
  }
  const implied = survivesRestart === true || shared === true;
  const kept = before.type === undefined || before.type === 'stateless' ? undefined : before.type;
  const keeps = stored ?? (implied || kept !== undefined);
  const durability = survivesRestart === true ? 'persistent' : survivesRestart === false ? 'ephemeral' : undefined;
  const scope = shared === true ? 'shared' : shared === false ? 'local' : undefined;
  const state: State = {
    type: keeps ? (kept ?? 'stateful') : 'stateless',
    persistence: {
      scope: scope ?? before.scope ?? 'local',
      // The format has nothing persistent of a stateless service.
      durability: keeps ? (durability ?? before.durability ?? 'ephemeral') : 'ephemeral',
    },
    dataCriticality: lossImpact ?? before.dataCriticality ?? (keeps ? 'medium' : 'low'),
  };
  return { state, decisions: decisionsOf(data, state, keeps) };
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
          ? data.stored === false
            ? 'it stores no data, and a stateless service has nothing persistent'
            : 'nothing was said of data that survives a restart'
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
