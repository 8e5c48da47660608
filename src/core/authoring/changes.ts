/** From what is to change to edits of the contract's text. */

import type { ContractDocument } from '../contract/read.ts';
import type { Edit } from '../edit/edit.ts';
import { PactoError } from '../error.ts';
import { isObject, type Json, type JsonObject, member } from '../json.ts';
import { nearest } from '../nearest.ts';
import { child, readable, valueAt } from '../pointer.ts';
import { equalityKey } from '../schema/value.ts';
import { changeConfiguration, type PropertyPlan } from './configuration.ts';
import { ownerJson } from './draft.ts';
import type {
  ContractIntent,
  DataIntent,
  Decision,
  DependencyIntent,
  InterfaceIntent,
  PropertyIntent,
  ScalingIntent,
  Stub,
} from './intent.ts';
import { dependencyOf, interfaceOf, scalingOf } from './parts.ts';
import { addItem, items, type PlanDraft, type PlannedChange, refuseTwice } from './plan.ts';
import { type DeclaredState, saysOfData, stateOf } from './state.ts';

export interface EditIntent {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly owner?: ContractIntent['owner'] | undefined;
  readonly addInterfaces?: readonly InterfaceIntent[] | undefined;
  readonly removeInterfaces?: readonly string[] | undefined;
  readonly addDependencies?: readonly DependencyIntent[] | undefined;
  readonly removeDependencies?: readonly string[] | undefined;
  readonly workload?: ContractIntent['workload'] | undefined;
  readonly data?: DataIntent | undefined;
  readonly addConfiguration?: readonly PropertyIntent[] | undefined;
  readonly scaling?: ScalingIntent | undefined;
  readonly setMetadata?: JsonObject | undefined;
  readonly removeMetadata?: readonly string[] | undefined;
}

export interface EditPlan {
  readonly edits: readonly Edit[];
  readonly changes: readonly PlannedChange[];
  readonly decisions: readonly Decision[];
  readonly stubs: readonly Stub[];
  /** Values to add to the configuration. */
  readonly properties?: PropertyPlan;
  /** What was asked for and is so already, as readable paths. */
  readonly unchanged: readonly string[];
}

/**
 * Plans an edit. Throws USAGE for what cannot be: removing what is not there, adding what is, contradictions, nothing at
 * all.
 *
 * @param versionOf the version of the contract that a local reference leads to
 * @param files bundle paths that are taken
 */
export function planEdit(
  document: ContractDocument,
  intent: EditIntent,
  { versionOf, files }: { versionOf: (ref: string) => string | undefined; files: readonly string[] },
): EditPlan {
  const contract = document.value;
  const draft: PlanDraft = { edits: [], changes: [], decisions: [], unchanged: [], stubs: [] };
  const set = (pointer: string, value: Json): void => {
    const from = valueAt(contract, pointer);
    const path = readable(pointer);
    if (from !== undefined && equalityKey(from) === equalityKey(value)) {
      draft.unchanged.push(path);
      return;
    }
    draft.edits.push({ kind: 'set', pointer: document.place(pointer).pointer, value });
    draft.changes.push({
      path,
      action: from === undefined ? 'added' : 'set',
      ...(from === undefined ? {} : { from }),
      to: value,
    });
  };

  if (intent.name !== undefined) set('/service/name', intent.name);
  if (intent.version !== undefined) set('/service/version', intent.version);
  if (intent.owner !== undefined) set('/service/owner', ownerJson(intent.owner));
  changeInterfaces(document, intent, files, draft);
  changeDependencies(document, intent, versionOf, draft);
  const properties = changeConfiguration(document, intent.addConfiguration ?? [], draft);
  changeRuntime(contract, intent, set, draft);
  changeScaling(document, intent.scaling ?? {}, set, draft);
  changeMetadata(document, intent, set, draft);

  const asked = draft.changes.length + draft.unchanged.length + (properties?.added.length ?? 0);
  if (asked === 0) {
    throw new PactoError('USAGE', 'nothing was asked to be changed', {
      hint: 'Name at least one change, such as version or add_dependencies.',
    });
  }
  return { ...draft, ...(properties === undefined ? {} : { properties }) };
}

function namesIn(contract: Json, section: string): string[] {
  return items(contract, section).flatMap((item) => {
    const name = member(item, 'name');
    return typeof name === 'string' ? [name] : [];
  });
}

function changeInterfaces(
  document: ContractDocument,
  intent: EditIntent,
  files: readonly string[],
  draft: PlanDraft,
): void {
  const { value: contract } = document;
  removeNamed(document, 'interfaces', intent.removeInterfaces ?? [], draft);
  const added = intent.addInterfaces ?? [];
  const kept = items(contract, 'interfaces').filter(
    (item) => !(intent.removeInterfaces ?? []).some((name) => name === member(item, 'name')),
  );
  const taken = {
    names: new Set(
      [...kept, ...added.map(({ name }) => ({ name: name ?? '' }))].map((item) => String(member(item, 'name'))),
    ),
    ports: new Set(
      [...kept.map((item) => member(item, 'port')), ...added.map(({ port }) => port)].filter(
        (port) => typeof port === 'number',
      ),
    ),
    files: new Set(files),
  };
  refuseTwice('interface', [
    ...kept.map((item) => String(member(item, 'name'))),
    ...added.flatMap(({ name }) => name ?? []),
  ]);
  for (const [i, one] of added.entries()) {
    const path = `interfaces[${kept.length + i}]`;
    const { declared, stub, decisions } = interfaceOf(one, path, taken);
    addItem('interfaces', path, declared, draft);
    draft.decisions.push(...decisions);
    if (stub !== undefined) draft.stubs.push(stub);
  }
}

function changeDependencies(
  document: ContractDocument,
  intent: EditIntent,
  versionOf: (ref: string) => string | undefined,
  draft: PlanDraft,
): void {
  const removed = intent.removeDependencies ?? [];
  removeNamed(document, 'dependencies', removed, draft);
  const added = intent.addDependencies ?? [];
  const kept = namesIn(document.value, 'dependencies').filter((name) => !removed.includes(name));
  refuseTwice('dependency', [...kept, ...added.flatMap(({ name }) => name ?? [])]);
  for (const [i, one] of added.entries()) {
    const path = `dependencies[${kept.length + i}]`;
    const { declared, decisions } = dependencyOf(one, path, versionOf);
    addItem('dependencies', path, declared, draft);
    draft.decisions.push(...decisions);
  }
}

/** Removes items by name, and the section with its last one. */
function removeNamed(document: ContractDocument, section: string, names: readonly string[], draft: PlanDraft): void {
  if (names.length === 0) return;
  const there = namesIn(document.value, section);
  const unique = [...new Set(names)];
  for (const name of unique) if (!there.includes(name)) throw notThere(name, section, there);
  const list = items(document.value, section);
  const indexes = list.flatMap((item, i) => (unique.some((name) => name === member(item, 'name')) ? [i] : []));
  for (const index of indexes) {
    const pointer = child(`/${section}`, index);
    const from = valueAt(document.value, pointer);
    draft.changes.push({ path: readable(pointer), action: 'removed', ...(from === undefined ? {} : { from }) });
  }
  const isEmptied = indexes.length === list.length;
  const removed = isEmptied ? [`/${section}`] : indexes.toReversed().map((index) => child(`/${section}`, index));
  draft.edits.push(...removed.map((pointer): Edit => ({ kind: 'remove', pointer })));
}

function notThere(name: string, section: string, there: readonly string[]): PactoError {
  const close = nearest(name, there);
  const known = there.length === 0 ? `${section} has nothing.` : `${section} has ${there.slice(0, 20).join(', ')}.`;
  return new PactoError('USAGE', `there is no ${JSON.stringify(name)} in ${section} to remove`, {
    hint: close === undefined ? known : `Did you mean ${close}? ${known}`,
  });
}

function changeRuntime(
  contract: Json,
  intent: EditIntent,
  set: (pointer: string, value: Json) => void,
  draft: PlanDraft,
): void {
  const { workload, data } = intent;
  const hasRuntime = isObject(member(contract, 'runtime'));
  if (workload === undefined && !saysOfData(data)) return;
  const { state, decisions } = stateOf(data ?? {}, stateIn(contract));
  if (!hasRuntime) {
    set('/runtime', {
      workload: workload ?? 'service',
      state: { type: state.type, persistence: { ...state.persistence }, dataCriticality: state.dataCriticality },
    });
    draft.decisions.push(...decisions);
    return;
  }
  if (workload !== undefined) set('/runtime/workload', workload);
  if (!saysOfData(data)) return;
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

function changeScaling(
  document: ContractDocument,
  asked: ScalingIntent,
  set: (pointer: string, value: Json) => void,
  draft: PlanDraft,
): void {
  const before = member(document.value, 'scaling');
  const scaling = scalingOf(asked, before);
  if (scaling === undefined) return;
  for (const [name, value] of Object.entries(scaling)) set(child('/scaling', name), value);
  for (const name of isObject(before) ? Object.keys(before) : []) {
    if (Object.hasOwn(scaling, name)) continue;
    const from = member(before, name);
    draft.edits.push({ kind: 'remove', pointer: child('/scaling', name) });
    draft.changes.push({ path: `scaling.${name}`, action: 'removed', ...(from === undefined ? {} : { from }) });
  }
}

function changeMetadata(
  document: ContractDocument,
  { setMetadata = {}, removeMetadata = [] }: EditIntent,
  set: (pointer: string, value: Json) => void,
  draft: PlanDraft,
): void {
  const before = member(document.value, 'metadata');
  const there = isObject(before) ? Object.keys(before) : [];
  const removed = [...new Set(removeMetadata)];
  for (const name of removed) {
    if (!there.includes(name)) throw notThere(name, 'metadata', there);
    if (Object.hasOwn(setMetadata, name)) {
      throw new PactoError('USAGE', `metadata ${JSON.stringify(name)} is both set and removed`, {
        hint: 'Do one of the two.',
      });
    }
  }
  for (const [name, value] of Object.entries(setMetadata)) set(child('/metadata', name), value);
  const isEmptied = removed.length > 0 && removed.length === there.length && Object.keys(setMetadata).length === 0;
  for (const name of removed) {
    const pointer = child('/metadata', name);
    const from = member(before, name);
    draft.changes.push({ path: readable(pointer), action: 'removed', ...(from === undefined ? {} : { from }) });
    if (!isEmptied) draft.edits.push({ kind: 'remove', pointer });
  }
  if (isEmptied) draft.edits.push({ kind: 'remove', pointer: '/metadata' });
}
