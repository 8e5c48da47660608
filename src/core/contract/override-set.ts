/** `--set`, `--set-string` and `--set-json`: one value at one path. */
import { contractLimits, parseDocument } from '../document/read.ts';
import { isObject, type Json } from '../json.ts';
import { nearest } from '../nearest.ts';
import {
  asList,
  asMap,
  emptyMap,
  keysBelow,
  type ListKeys,
  type ListNode,
  listKeys,
  type MapNode,
  memberOf,
  type Place,
  type TreeNode,
  whole,
} from './override-tree.ts';
import { type Assignment, formatSteps, parseAssignment, type Step } from './set-path.ts';
import { readValue, typesAt } from './set-value.ts';

export type SetKind = 'set' | 'set-string' | 'set-json';

/** What is wrong with an assignment. The column counts from 1, in UTF-16 units. */
export interface SetProblem {
  readonly message: string;
  readonly help?: string;
  readonly column?: number;
}

/** What `PATH=VALUE` means: a path in the canonical spelling, and the value; null deletes. */
export interface Setting {
  readonly steps: readonly Step[];
  readonly value: Json;
}

/** Reads `PATH=VALUE`. */
export function readSetting(kind: SetKind, text: string, schema: Json): Setting | SetProblem {
  if (text.length > contractLimits.maxBytes)
    return { message: `the value has more than ${contractLimits.maxBytes} characters` };
  const assignment = parseAssignment(text);
  if (!assignment.ok) return withoutOk(assignment);
  const steps = canonical(assignment.steps);
  if (kind === 'set-string') return { steps, value: assignment.value };
  if (kind === 'set-json') return readJson(assignment, steps);
  const read = readValue(assignment.value, typesAt(schema, steps));
  if (read.ok) return { steps, value: read.value };
  const { message, help } = read;
  return { message: `${formatSteps(steps)}: ${message}`, help, column: assignment.valueColumn };
}

function withoutOk({ message, help, column }: SetProblem): SetProblem {
  return { message, ...(help !== undefined && { help }), ...(column !== undefined && { column }) };
}

function readJson({ value, valueColumn }: Assignment, steps: readonly Step[]): Setting | SetProblem {
  const parsed = parseDocument(value, { json: true, limits: contractLimits });
  if (parsed.ok) return { steps, value: parsed.document.value };
  const [first] = parsed.problems;
  return {
    message: `${formatSteps(steps)}: ${first?.message ?? 'the value is not JSON'}`,
    help: first?.help ?? 'JSON text is in double quotes; --set-string takes it without',
    column: valueColumn + (first?.span.start ?? 0),
  };
}

const key = (name: string): Step => ({ kind: 'key', key: name });
const named = (list: string): readonly Step[] => [
  key(list),
  { kind: 'match', key: 'name', value: 'default', implied: true },
];

/** Older spellings of paths, as `normalise` knows them in documents; the longer one first. */
const olderPaths: readonly (readonly [older: readonly string[], canonical: readonly Step[]])[] = [
  [['configuration', 'configs'], [key('configurations')]],
  [['configuration'], named('configurations')],
  [['policy'], named('policies')],
  [
    ['runtime', 'workload', 'type'],
    [key('runtime'), key('workload')],
  ],
];

function canonical(steps: readonly Step[]): readonly Step[] {
  for (const [older, replacement] of olderPaths) {
    const isOlder = older.every((name, i) => {
      const step = steps[i];
      return step?.kind === 'key' && step.key === name;
    });
    if (isOlder) return [...replacement, ...steps.slice(older.length)];
  }
  return steps;
}

/** Applies a setting to the tree, which is changed. */
export function applySetting(root: MapNode, { steps, value }: Setting, place: Place): SetProblem | undefined {
  const result = update(root, { steps, value, place, at: 0, keys: listKeys });
  return result !== undefined && 'message' in result ? result : undefined;
}

interface Walk extends Setting {
  readonly place: Place;
  readonly at: number;
  readonly keys: string | ListKeys | undefined;
}

/** The node as it is after the rest of the walk; undefined where nothing is left of it. */
function update(node: TreeNode | undefined, walk: Walk): TreeNode | SetProblem | undefined {
  const step = walk.steps[walk.at];
  if (step === undefined) return walk.value === null ? undefined : whole(walk.value, walk.place);
  if (node === undefined && walk.value === null) return undefined;
  if (step.kind === 'key') return updateMember(node, step.key, walk);
  if (step.kind === 'match') return updateMatch(node, step, walk);
  const list = asList(node);
  if (list === undefined) return notA('list', node, walk);
  if (step.index >= list.items.length) return outOfRange(list, walk);
  return updateItem(list, step.index, walk);
}

function updateMember(node: TreeNode | undefined, name: string, walk: Walk): TreeNode | SetProblem | undefined {
  const map = isNothing(node) ? emptyMap(walk.place) : asMap(node);
  if (map === undefined) return notA('mapping', node, walk);
  const result = update(map.members.get(name), next(walk, keysBelow(walk.keys, name)));
  if (result === undefined) map.members.delete(name);
  else if ('message' in result) return result;
  else map.members.set(name, result);
  return map;
}

function updateMatch(
  node: TreeNode | undefined,
  step: Extract<Step, { kind: 'match' }>,
  walk: Walk,
): TreeNode | SetProblem | undefined {
  const isKeyed = walk.keys === step.key;
  const list: ListNode | undefined =
    isNothing(node) && isKeyed ? { kind: 'list', items: [], place: walk.place } : asList(node);
  if (list === undefined) return notA('list', node, walk);
  const position = list.items.findIndex((item) => memberOf(item, step.key) === step.value);
  if (position >= 0) return updateItem(list, position, walk);
  if (walk.value === null) return node;
  // Half an item under a mistyped name would look like a new one; a whole one is meant to be.
  const isMeant = walk.at === walk.steps.length - 1 || step.implied === true;
  if (!isKeyed || !isMeant) return noMatch(list, step, walk);
  list.items.push(whole({ [step.key]: step.value }, walk.place));
  return updateItem(list, list.items.length - 1, walk);
}

/** Changes, replaces or removes an item. An item that is replaced under a name keeps that name. */
function updateItem(list: ListNode, position: number, walk: Walk): TreeNode | SetProblem | undefined {
  const step = walk.steps[walk.at];
  const result = update(list.items[position], next(walk, undefined));
  if (result === undefined) {
    list.items.splice(position, 1);
    // A list of named items that is left without any is as good as none, and some may not be empty.
    return list.items.length === 0 && typeof walk.keys === 'string' ? undefined : list;
  }
  if ('message' in result) return result;
  const isNamed = step?.kind !== 'match' || result.kind !== 'whole' || memberOf(result, step.key) !== undefined;
  list.items[position] =
    isNamed || !isObject(result.value) ? result : whole({ [step.key]: step.value, ...result.value }, result.place);
  return list;
}

function next(walk: Walk, keys: Walk['keys']): Walk {
  return { ...walk, at: walk.at + 1, keys };
}

/** Absent, or a key without a value. */
function isNothing(node: TreeNode | undefined): boolean {
  return node === undefined || (node.kind === 'whole' && node.value === null);
}

function placeName({ steps, at }: Walk): string {
  return at === 0 ? 'the contract' : formatSteps(steps.slice(0, at));
}

function notA(wanted: 'list' | 'mapping', node: TreeNode | undefined, walk: Walk): SetProblem {
  const place = placeName(walk);
  if (isNothing(node))
    return { message: `${place} is not there, so it has no items`, help: 'use --set-json or a values file' };
  const found = asList(node) ? 'a list' : asMap(node) ? 'a mapping' : 'a single value';
  const help = asList(node)
    ? 'name an item of it: [0], or [name=x] where items have names'
    : asMap(node)
      ? `name a key of it: ${place}.KEY`
      : 'use --set-json or a values file to replace it';
  return { message: `${place} is ${found}, not a ${wanted}`, help };
}

function outOfRange({ items }: ListNode, walk: Walk): SetProblem {
  const count = items.length === 1 ? '1 item' : `${items.length} items`;
  const range = items.length === 0 ? '' : `: 0 to ${items.length - 1}`;
  const message = `${formatSteps(walk.steps.slice(0, walk.at + 1))} is out of range, ${placeName(walk)} has ${count}${range}`;
  return typeof walk.keys === 'string' ? { message, help: howToAdd(walk, 'x') } : { message };
}

const maxListed = 12;

function noMatch({ items }: ListNode, step: Extract<Step, { kind: 'match' }>, walk: Walk): SetProblem {
  const values = items.flatMap((item) => {
    const value = memberOf(item, step.key);
    return typeof value === 'string' ? [value] : [];
  });
  const listed = values.slice(0, maxListed).map((value) => JSON.stringify(value));
  if (values.length > maxListed) listed.push(`${values.length - maxListed} more`);
  const there = listed.length === 0 ? ': there are none' : `, only ${listed.join(', ')}`;
  const message = `no item of ${placeName(walk)} has the ${step.key} ${JSON.stringify(step.value)}${there}`;
  const meant = nearest(step.value, values);
  if (meant !== undefined) return { message, help: `did you mean ${JSON.stringify(meant)}?` };
  return walk.keys === step.key ? { message, help: howToAdd(walk, step.value) } : { message };
}

function howToAdd(walk: Walk, name: string): string {
  const step: Step = { kind: 'match', key: String(walk.keys), value: name };
  return `a values file adds an item, and so does --set-json '${formatSteps([...walk.steps.slice(0, walk.at), step])}={…}'`;
}
