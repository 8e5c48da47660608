/** From what is to change to edits of the contract's text. */

import type { ContractDocument } from '../contract/read.ts';
import type { Edit } from '../edit/edit.ts';
import { PactoError } from '../error.ts';
import { isObject, type Json, type JsonObject, member } from '../json.ts';
import { child } from '../pointer.ts';
import { changeConfiguration, type PropertyPlan } from './configuration.ts';
import { dependencyOf, knownVersion, refuseSameReference, refuseUnmet } from './dependencies.ts';
import { ownerJson } from './draft.ts';
import type {
  ContractIntent,
  Decision,
  DependencyIntent,
  InterfaceIntent,
  PolicyIntent,
  PropertyIntent,
  Stub,
} from './intent.ts';
import { interfaceOf } from './parts.ts';
import { changePlaces } from './places.ts';
import {
  addItem,
  items,
  notThere,
  type PlanDraft,
  type PlannedChange,
  refusePlacesTwice,
  refuseTwice,
  type SetValue,
  setValue,
  without,
} from './plan.ts';
import { changeRuntime, changeScaling, type RuntimeChanges } from './runtime.ts';
import { type DependencyChange, dependencyNamed, type InterfaceChange, updateNamed } from './updates.ts';

export interface EditIntent extends RuntimeChanges {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly owner?: ContractIntent['owner'] | undefined;
  readonly addInterfaces?: readonly InterfaceIntent[] | undefined;
  readonly updateInterfaces?: readonly InterfaceChange[] | undefined;
  readonly removeInterfaces?: readonly string[] | undefined;
  readonly addDependencies?: readonly DependencyIntent[] | undefined;
  /** By their names, what they refer to, or the names of the services. */
  readonly updateDependencies?: readonly DependencyChange[] | undefined;
  readonly removeDependencies?: readonly string[] | undefined;
  readonly addPolicies?: readonly PolicyIntent[] | undefined;
  readonly removePolicies?: readonly string[] | undefined;
  readonly addConfiguration?: readonly PropertyIntent[] | undefined;
  readonly setMetadata?: JsonObject | undefined;
  readonly removeMetadata?: readonly string[] | undefined;
  /** Anything else, by its path; null removes. */
  readonly values?: JsonObject | undefined;
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

export interface EditContext {
  /** The version of the contract that a local reference leads to. */
  readonly versionOf: (ref: string) => string | undefined;
  /** The name of the service that a local reference leads to. */
  readonly serviceOf: (ref: string) => string | undefined;
  /** Bundle paths that are taken. */
  readonly files: readonly string[];
}

/**
 * Plans an edit. Throws USAGE for what cannot be: removing what is not there, adding what is, contradictions, nothing at
 * all.
 */
export function planEdit(document: ContractDocument, intent: EditIntent, context: EditContext): EditPlan {
  const draft: PlanDraft = { edits: [], changes: [], decisions: [], unchanged: [], stubs: [] };
  const set = setValue(document, draft);

  const removals = changePlaces(document, intent.values ?? {}, set, draft);
  if (intent.name !== undefined) set('/service/name', intent.name);
  if (intent.version !== undefined) set('/service/version', intent.version);
  if (intent.owner !== undefined) set('/service/owner', ownerJson(intent.owner));
  changeInterfaces(document, intent, context.files, set, draft);
  changeDependencies(document, intent, context, set, draft);
  changePolicies(document, intent, draft);
  const properties = changeConfiguration(document, intent.addConfiguration ?? [], draft);
  changeRuntime(document, intent, set, draft);
  changeScaling(document, intent, set, draft);
  changeMetadata(document, intent, set, draft);
  draft.edits.push(...removals);
  refusePlacesTwice(draft.changes);

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
  set: SetValue,
  draft: PlanDraft,
): void {
  const { value: contract } = document;
  updateNamed(document, 'interfaces', intent.updateInterfaces ?? [], intent.removeInterfaces ?? [], set);
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
  { versionOf, serviceOf }: EditContext,
  set: SetValue,
  draft: PlanDraft,
): void {
  const meant = (asked: string, purpose: 'remove' | 'change') =>
    dependencyNamed(document.value, asked, { serviceOf, purpose });
  const removed = (intent.removeDependencies ?? []).map((one) => meant(one, 'remove'));
  const updated = (intent.updateDependencies ?? []).map((one) => ({ ...one, name: meant(one.name, 'change') }));
  updateNamed(document, 'dependencies', updated, removed, set);
  removeNamed(document, 'dependencies', removed, draft);
  const added = intent.addDependencies ?? [];
  const left = items(document.value, 'dependencies').filter((item) => !removed.includes(String(member(item, 'name'))));
  const kept = left.map((item) => String(member(item, 'name')));
  refuseTwice('dependency', [...kept, ...added.flatMap(({ name }) => name ?? [])]);
  const refs = new Map(left.map((item) => [String(member(item, 'name')), String(member(item, 'ref'))]));
  for (const { name, ref, compatibility } of updated) {
    if (ref === undefined && compatibility === undefined) continue;
    const item = left.find((one) => member(one, 'name') === name);
    const [place, range] = [ref ?? refs.get(name) ?? '', compatibility ?? String(member(item, 'compatibility'))];
    refuseUnmet(place, range, knownVersion(place, versionOf));
  }
  const changed = updated.flatMap(({ ref }) => ref ?? []);
  for (const { name, ref } of updated) if (ref !== undefined) refs.delete(name);
  refuseSameReference([...refs.values()], [...changed, ...added.map(({ ref }) => ref)]);
  for (const [i, one] of added.entries()) {
    const path = `dependencies[${kept.length + i}]`;
    const { declared, decisions } = dependencyOf(one, path, versionOf);
    addItem('dependencies', path, declared, draft);
    draft.decisions.push(...decisions);
  }
}

function changePolicies(
  document: ContractDocument,
  { addPolicies: added = [], removePolicies: removed = [] }: EditIntent,
  draft: PlanDraft,
): void {
  if (added.length === 0 && removed.length === 0) return;
  if (member(document.authored, 'policy') !== undefined) {
    throw new PactoError('USAGE', 'policy is an older spelling, which cannot be edited', {
      hint: 'Run `pacto fmt --upgrade` first.',
    });
  }
  removeNamed(document, 'policies', removed, draft);
  const kept = namesIn(document.value, 'policies').filter((name) => !removed.includes(name));
  refuseTwice('policy', [...kept, ...added.flatMap(({ name }) => name ?? [])]);
  for (const [i, { name, ref, schema }] of added.entries()) {
    if ((ref === undefined) === (schema === undefined)) {
      throw new PactoError('USAGE', `a policy to add has ${ref === undefined ? 'neither' : 'both'} ref and schema`, {
        hint: 'Give the ref of a bundle of policies, or the path of a JSON Schema in this one.',
      });
    }
    const value = {
      ...(name === undefined ? {} : { name }),
      ...(ref === undefined ? {} : { ref }),
      ...(schema === undefined ? {} : { schema }),
    };
    addItem('policies', `policies[${kept.length + i}]`, value, draft);
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
    draft.changes.push(without(document.value, pointer));
  }
  const isEmptied = indexes.length === list.length;
  const removed = isEmptied ? [`/${section}`] : indexes.toReversed().map((index) => child(`/${section}`, index));
  draft.edits.push(...removed.map((pointer): Edit => ({ kind: 'remove', pointer })));
}

function changeMetadata(
  document: ContractDocument,
  { setMetadata = {}, removeMetadata = [] }: EditIntent,
  set: SetValue,
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
    draft.changes.push(without(document.value, pointer));
    if (!isEmptied) draft.edits.push({ kind: 'remove', pointer });
  }
  if (isEmptied) draft.edits.push({ kind: 'remove', pointer: '/metadata' });
}
