import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { deriveDependencyNames } from './dependency-names.ts';
import { withScheme } from './reference.ts';

/** An older spelling that was read, or two spellings of one thing that stand together. */
export interface SpellingNote {
  /** Where, in the document as its author wrote it. */
  readonly pointer: string;
  readonly message: string;
}

/** A contract document in its one canonical spelling. */
export interface Normalised {
  readonly value: Json;
  /** Older spellings that were rewritten. */
  readonly older: readonly SpellingNote[];
  /** Singular and plural together; left as they are. */
  readonly ambiguous: readonly SpellingNote[];
  /** The pointer in the author's document that a pointer into `value` stands for. */
  authored(pointer: string): string;
}

interface Draft {
  readonly members: Map<string, Json>;
  readonly moves: [canonical: string, authored: string][];
  readonly older: SpellingNote[];
  readonly ambiguous: SpellingNote[];
}

/**
 * Rewrites every older spelling of format 1.0 into the canonical one. What does not have the expected shape is left
 * as it is, for the structural layer to judge.
 */
export function normalise(document: Json): Normalised {
  if (!isObject(document)) return { value: document, older: [], ambiguous: [], authored: (pointer) => pointer };
  const draft: Draft = { members: new Map(Object.entries(document)), moves: [], older: [], ambiguous: [] };
  pluralConfigurations(draft);
  pluralPolicies(draft);
  plainWorkload(draft);
  nameItems(draft, 'configurations');
  nameItems(draft, 'policies');
  completeDependencies(draft);
  return {
    value: Object.fromEntries(draft.members),
    older: draft.older,
    ambiguous: draft.ambiguous,
    authored: (pointer) => move(pointer, draft.moves),
  };
}

/** Replaces the longest canonical prefix by the authored one. */
function move(pointer: string, moves: Draft['moves']): string {
  let best: Draft['moves'][number] | undefined;
  for (const entry of moves) {
    const applies = pointer === entry[0] || pointer.startsWith(`${entry[0]}/`);
    if (applies && (best === undefined || entry[0].length > best[0].length)) best = entry;
  }
  return best === undefined ? pointer : best[1] + pointer.slice(best[0].length);
}

/** Whether only the older, singular spelling is there; both together are noted as ambiguous. */
function onlySingular(draft: Draft, singular: string, plural: string): JsonObject | undefined {
  const value = draft.members.get(singular);
  if (value === undefined) return undefined;
  if (draft.members.has(plural)) {
    const message = `${singular} and ${plural} stand together; keep ${plural} and move the rest into it`;
    draft.ambiguous.push({ pointer: `/${singular}`, message });
    return undefined;
  }
  return isObject(value) ? value : undefined;
}

/** Puts `value` under `plural` where `singular` stood, so that the order of the sections is kept. */
function replace(draft: Draft, singular: string, plural: string, value: Json): void {
  const entries = [...draft.members];
  draft.members.clear();
  for (const [key, old] of entries) {
    if (key === singular) draft.members.set(plural, value);
    else draft.members.set(key, old);
  }
}

function pluralConfigurations(draft: Draft): void {
  const value = onlySingular(draft, 'configuration', 'configurations');
  if (value === undefined) return;
  const configs = member(value, 'configs');
  if (configs !== undefined && Object.keys(value).length === 1) {
    replace(draft, 'configuration', 'configurations', configs);
    draft.moves.push(['/configurations', '/configuration/configs']);
  } else if (configs === undefined) {
    replace(draft, 'configuration', 'configurations', [{ name: 'default', ...value }]);
    draft.moves.push(['/configurations/0', '/configuration'], ['/configurations', '/configuration']);
  } else {
    return;
  }
  draft.older.push({ pointer: '/configuration', message: 'configuration is the older spelling of configurations' });
}

function pluralPolicies(draft: Draft): void {
  const value = onlySingular(draft, 'policy', 'policies');
  if (value === undefined) return;
  replace(draft, 'policy', 'policies', [{ name: 'default', ...value }]);
  draft.moves.push(['/policies/0', '/policy'], ['/policies', '/policy']);
  draft.older.push({ pointer: '/policy', message: 'policy is the older spelling of policies' });
}

function plainWorkload(draft: Draft): void {
  const runtime = draft.members.get('runtime');
  const workload = member(runtime, 'workload');
  const type = member(workload, 'type');
  if (!isObject(runtime) || !isObject(workload) || typeof type !== 'string' || Object.keys(workload).length > 1) return;
  draft.members.set('runtime', { ...runtime, workload: type });
  draft.moves.push(['/runtime/workload', '/runtime/workload/type']);
  draft.older.push({ pointer: '/runtime/workload/type', message: 'workload.type is the older spelling of workload' });
}

/** Gives items without a name `default`, then `default-2` and so on, never one that is taken. */
function nameItems(draft: Draft, section: 'configurations' | 'policies'): void {
  const items = draft.members.get(section);
  if (!isArray(items)) return;
  const taken = new Set(items.map((item) => member(item, 'name')));
  let count = 1;
  const named = items.map((item) => {
    if (!isObject(item) || member(item, 'name') !== undefined) return item;
    let name = 'default';
    while (taken.has(name)) name = `default-${++count}`;
    taken.add(name);
    return { name, ...item };
  });
  draft.members.set(section, named.map(completeReference));
}

function completeReference(item: Json): Json {
  const ref = member(item, 'ref');
  return isObject(item) && typeof ref === 'string' ? { ...item, ref: withScheme(ref) } : item;
}

/** Writes `oci://` before references that have no scheme, and derives names that are missing. */
function completeDependencies(draft: Draft): void {
  const items = draft.members.get('dependencies');
  if (!isArray(items)) return;
  const refs = items.map((item) => member(item, 'ref'));
  const taken = items.flatMap((item) => {
    const name = member(item, 'name');
    return typeof name === 'string' ? [name] : [];
  });
  const unnamed = items.map((item, i) => {
    const ref = refs[i];
    return isObject(item) && member(item, 'name') === undefined && typeof ref === 'string' ? ref : undefined;
  });
  const derived = deriveDependencyNames(unnamed, taken);
  draft.members.set(
    'dependencies',
    items.map((item, i) => {
      const name = derived[i];
      if (!isObject(item) || name === undefined) return completeReference(item);
      draft.moves.push([`/dependencies/${i}/name`, `/dependencies/${i}/ref`]);
      return completeReference({ name, ...item });
    }),
  );
}
