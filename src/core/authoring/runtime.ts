/** Changes of how a service runs: workload, data, health, metrics, lifecycle, scaling. */

import type { ContractDocument } from '../contract/read.ts';
import { PactoError } from '../error.ts';
import { isObject, type Json, member } from '../json.ts';
import { child } from '../pointer.ts';
import type { ContractIntent, DataIntent, ScalingIntent } from './intent.ts';
import { scalingOf } from './parts.ts';
import { items, type PlanDraft, removeMember, type SetValue } from './plan.ts';
import { type DeclaredState, saysOfData, stateOf } from './state.ts';

/** Where a platform asks a service how it is, or for its metrics. */
export interface ProbeChange {
  readonly interface?: string | undefined;
  readonly path?: string | undefined;
  /** Seconds. */
  readonly initialDelay?: number | undefined;
}

export interface RuntimeChanges {
  readonly workload?: ContractIntent['workload'] | undefined;
  readonly data?: DataIntent | undefined;
  readonly health?: ProbeChange | undefined;
  readonly removeHealth?: boolean | undefined;
  readonly metrics?: ProbeChange | undefined;
  readonly removeMetrics?: boolean | undefined;
  readonly upgradeStrategy?: 'rolling' | 'recreate' | 'ordered' | undefined;
  readonly gracefulShutdownSeconds?: number | undefined;
  readonly scaling?: ScalingIntent | undefined;
  readonly removeScaling?: boolean | undefined;
}

/** Plans changes of `runtime`, which is made where there is none. Throws USAGE. */
export function changeRuntime(
  document: ContractDocument,
  changes: RuntimeChanges,
  set: SetValue,
  draft: PlanDraft,
): void {
  const { workload, data, upgradeStrategy, gracefulShutdownSeconds } = changes;
  const contract = document.value;
  if (!isObject(member(contract, 'runtime'))) {
    const asked = [workload, changes.health, changes.metrics, upgradeStrategy, gracefulShutdownSeconds];
    if (saysOfData(data) || asked.some((one) => one !== undefined)) makeRuntime(changes, set, draft);
  } else {
    if (workload !== undefined) set('/runtime/workload', workload);
    if (saysOfData(data)) changeState(contract, data ?? {}, set, draft);
  }
  if (upgradeStrategy !== undefined) set('/runtime/lifecycle/upgradeStrategy', upgradeStrategy);
  if (gracefulShutdownSeconds !== undefined) {
    set('/runtime/lifecycle/gracefulShutdownSeconds', gracefulShutdownSeconds);
  }
  changeProbe(contract, 'health', changes.health, changes.removeHealth === true, set, draft);
  changeProbe(contract, 'metrics', changes.metrics, changes.removeMetrics === true, set, draft);
}

function makeRuntime({ workload, data }: RuntimeChanges, set: SetValue, draft: PlanDraft): void {
  const { state, decisions } = stateOf(data ?? {});
  set('/runtime', {
    workload: workload ?? 'service',
    state: { type: state.type, persistence: { ...state.persistence }, dataCriticality: state.dataCriticality },
  });
  draft.decisions.push(...decisions);
}

function changeState(contract: Json, data: DataIntent, set: SetValue, draft: PlanDraft): void {
  const { state, decisions } = stateOf(data, stateIn(contract));
  const before = draft.changes.length;
  set('/runtime/state/type', state.type);
  set('/runtime/state/persistence/scope', state.persistence.scope);
  set('/runtime/state/persistence/durability', state.persistence.durability);
  set('/runtime/state/dataCriticality', state.dataCriticality);
  const changed = new Set(draft.changes.slice(before).map(({ path }) => path));
  draft.decisions.push(...decisions.filter(({ path }) => changed.has(path)));
}

/** What a contract says of state. */
function stateIn(contract: Json): DeclaredState {
  const state = member(member(contract, 'runtime'), 'state');
  const persistence = member(state, 'persistence');
  const one = <T extends string>(value: Json | undefined, ...known: T[]) => known.find((each) => each === value);
  return {
    type: one(member(state, 'type'), 'stateless', 'stateful', 'hybrid'),
    scope: one(member(persistence, 'scope'), 'local', 'shared'),
    durability: one(member(persistence, 'durability'), 'ephemeral', 'persistent'),
    dataCriticality: one(member(state, 'dataCriticality'), 'low', 'medium', 'high'),
  };
}

function changeProbe(
  contract: Json,
  section: 'health' | 'metrics',
  asked: ProbeChange | undefined,
  isRemoved: boolean,
  set: SetValue,
  draft: PlanDraft,
): void {
  const pointer = `/runtime/${section}`;
  const before = member(member(contract, 'runtime'), section);
  if (isRemoved) {
    if (asked !== undefined) throw both(`runtime.${section}`);
    if (before === undefined) throw nothingThere(`runtime.${section}`);
    removeMember(contract, pointer, draft);
    return;
  }
  if (asked === undefined) return;
  if (asked.interface === undefined && before === undefined) {
    const names = items(contract, 'interfaces').map((item) => String(member(item, 'name')));
    throw new PactoError('USAGE', `${section} names no interface, and the contract has no runtime.${section} yet`, {
      hint: names.length === 0 ? 'Add an interface first.' : `Name the one that answers: ${names.join(', ')}.`,
    });
  }
  if (asked.interface !== undefined) set(`${pointer}/interface`, asked.interface);
  if (asked.path !== undefined) set(`${pointer}/path`, asked.path);
  if (asked.initialDelay !== undefined) set(`${pointer}/initialDelaySeconds`, asked.initialDelay);
  // What answers over gRPC has no path, and the one before went with the interface before.
  const meant = items(contract, 'interfaces').find((item) => member(item, 'name') === asked.interface);
  const isStale = member(meant, 'type') === 'grpc' && asked.path === undefined && member(before, 'path') !== undefined;
  if (isStale) removeMember(contract, `${pointer}/path`, draft);
}

/** Plans changes of `scaling`. Throws USAGE. */
export function changeScaling(
  { value: contract }: ContractDocument,
  { scaling: asked = {}, removeScaling }: RuntimeChanges,
  set: SetValue,
  draft: PlanDraft,
): void {
  const before = member(contract, 'scaling');
  const scaling = scalingOf(asked, before);
  if (removeScaling === true) {
    if (scaling !== undefined) throw both('scaling');
    if (before === undefined) throw nothingThere('scaling');
    removeMember(contract, '/scaling', draft);
    return;
  }
  if (scaling === undefined) return;
  for (const [name, value] of Object.entries(scaling)) set(child('/scaling', name), value);
  for (const name of isObject(before) ? Object.keys(before) : []) {
    if (!Object.hasOwn(scaling, name)) removeMember(contract, child('/scaling', name), draft);
  }
}

function both(section: string): PactoError {
  return new PactoError('USAGE', `${section} is both changed and removed`, { hint: 'Do one of the two.' });
}

function nothingThere(section: string): PactoError {
  return new PactoError('USAGE', `there is no ${section} to remove`, { hint: 'Leave the argument out.' });
}
