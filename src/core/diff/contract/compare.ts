/** What differs between two contracts themselves; what their files say is compared elsewhere. */
import type { Configuration, Contract, Dependency, Interface } from '../../contract/model.generated.ts';
import { parseReference, repositoryOf } from '../../contract/reference.ts';
import { isObject, type Json, member } from '../../json.ts';
import { child, valueAt } from '../../pointer.ts';
import { equalityKey } from '../../schema/value.ts';
import type { Change, ChangeType } from '../change.ts';
import { describeRange } from './constraint-change.ts';
import { type Matches, matchLists } from './match.ts';
import { rowOf, ruleOf } from './table.ts';

export interface ContractChanges {
  readonly changes: readonly Change[];
  /** Which interface of one side is which of the other, for whoever compares their files. */
  readonly interfaces: Matches<Interface>;
  readonly configurations: Matches<Configuration>;
}

export interface CompareContractOptions {
  /** Whether two files, one of each side, have the same bytes. */
  readonly sameFile: (oldPath: string, newPath: string) => boolean;
  /** Whether two references, one of each side, lead to the same place although they are written differently. */
  readonly sameTarget: (oldRef: string, newRef: string) => boolean;
}

/** Compares two valid contracts in the canonical spelling, after defaults. */
export function compareContracts(
  before: Contract & Json,
  after: Contract & Json,
  { sameFile, sameTarget }: CompareContractOptions,
): ContractChanges {
  const interfaces = matchLists(before.interfaces ?? [], after.interfaces ?? [], [({ name }) => name]);
  const configurations = matchLists(before.configurations ?? [], after.configurations ?? [], [
    ({ name }) => name,
    ({ schema, ref }) => schema ?? ref,
  ]);
  const policies = matchLists(before.policies ?? [], after.policies ?? [], [
    ({ name }) => name,
    ({ schema, ref }) => schema ?? ref,
  ]);
  const dependencies = matchLists(before.dependencies ?? [], after.dependencies ?? [], [
    ({ name }) => name,
    repositoryKey,
  ]);
  const both: Both = { before, after, sameTarget };
  return {
    interfaces,
    configurations,
    changes: [
      ...fields(both, '', ['pactoVersion']),
      ...fields(both, '/service', ['service.name', 'service.version']),
      ...owner(both),
      ...section(both, '/service/image', 'service.image', ['ref', 'private']),
      ...section(both, '/service/chart', 'service.chart', ['ref', 'version']),
      ...list('interfaces', '/interfaces', interfaces, both, (pair) => [
        ...pair.field('type'),
        ...pair.field('port'),
        ...pair.field('visibility', 'internal'),
        ...pair.field('contract', undefined, (old, fresh) =>
          sameFile(old, fresh) ? 'the file moved, and its content is the same' : undefined,
        ),
      ]),
      ...list('configuration', '/configurations', configurations, both, (pair) => [
        ...pair.field('schema', undefined, (old, fresh) =>
          sameFile(old, fresh) ? 'the file moved, and its content is the same' : undefined,
        ),
        ...pair.reference(),
        ...keys(both, 'configuration.values', `${pair.oldPointer}/values`, `${pair.newPointer}/values`, pair.name),
      ]),
      ...list('policies', '/policies', policies, both, (pair) => [...pair.field('schema'), ...pair.reference()]),
      ...runtime(both),
      ...section(both, '/scaling', 'scaling', ['replicas', 'min', 'max']),
      ...list('dependencies', '/dependencies', dependencies, both, (pair) => [
        ...pair.reference(),
        ...pair.field('compatibility', undefined, describeRange),
        ...pair.field('required', false),
      ]),
      ...fields(both, '', ['readiness']),
      ...keys(both, 'metadata', '/metadata', '/metadata'),
    ],
  };
}

interface Both extends Pick<CompareContractOptions, 'sameTarget'> {
  readonly before: Json;
  readonly after: Json;
}

/** Where a value is on each side, and what it is when it is not there. */
interface Spot {
  readonly path: string;
  readonly element?: string;
  readonly oldPointer: string;
  readonly newPointer: string;
  readonly absent?: Json;
  /** Says more about a change of text. */
  readonly describe?: (old: string, fresh: string) => string | undefined;
}

/** The change of one value, if it changed. */
function changeAt({ before, after }: Both, spot: Spot): Change[] {
  const old = valueAt(before, spot.oldPointer) ?? spot.absent;
  const fresh = valueAt(after, spot.newPointer) ?? spot.absent;
  if (old === undefined && fresh === undefined) return [];
  if (old !== undefined && fresh !== undefined && equalityKey(old) === equalityKey(fresh)) return [];
  const type = old === undefined ? 'added' : fresh === undefined ? 'removed' : 'modified';
  const more = typeof old === 'string' && typeof fresh === 'string' ? spot.describe?.(old, fresh) : undefined;
  return [makeChange(spot, type, old, fresh, more)];
}

function makeChange(
  { path, element, oldPointer, newPointer }: Spot,
  type: ChangeType,
  oldValue: Json | undefined,
  newValue: Json | undefined,
  more?: string,
): Change {
  const row = rowOf(path);
  const cell = row?.[type];
  if (row === undefined || cell === undefined) throw new Error(`no row says what it means that ${path} was ${type}`);
  return {
    rule: ruleOf(row, type),
    path,
    ...(element === undefined ? {} : { element }),
    type,
    classification: cell.classification,
    reason: more === undefined ? cell.reason : `${cell.reason}; ${more}`,
    ...(oldValue === undefined ? {} : { oldValue }),
    ...(newValue === undefined ? {} : { newValue }),
    ...(type === 'added' ? {} : { old: { pointer: oldPointer } }),
    ...(type === 'removed' ? {} : { new: { pointer: newPointer } }),
  };
}

/** Values at published paths that are also their places. */
function fields(both: Both, base: string, paths: readonly string[]): Change[] {
  return paths.flatMap((path) => {
    const pointer = child(base, path.slice(path.lastIndexOf('.') + 1));
    return changeAt(both, { path, oldPointer: pointer, newPointer: pointer });
  });
}

/** A section that comes or goes as a whole is one change; otherwise each of its members. */
function section(both: Both, pointer: string, path: string, members: readonly string[]): Change[] {
  const [old, fresh] = [valueAt(both.before, pointer), valueAt(both.after, pointer)];
  if (old === undefined || fresh === undefined)
    return changeAt(both, { path, oldPointer: pointer, newPointer: pointer });
  return fields(
    both,
    pointer,
    members.map((name) => `${path}.${name}`),
  );
}

function owner(both: Both): Change[] {
  const pointer = '/service/owner';
  if (isObject(valueAt(both.before, pointer)) && isObject(valueAt(both.after, pointer))) {
    return section(both, pointer, 'service.owner', ['team', 'dri', 'contacts']);
  }
  return changeAt(both, { path: 'service.owner', oldPointer: pointer, newPointer: pointer });
}

function runtime(both: Both): Change[] {
  const [old, fresh] = [member(both.before, 'runtime'), member(both.after, 'runtime')];
  if (old === undefined || fresh === undefined) return fields(both, '', ['runtime']);
  const at = '/runtime';
  return [
    ...fields(both, at, ['runtime.workload']),
    ...fields(both, `${at}/state`, ['runtime.state.type']),
    ...fields(both, `${at}/state/persistence`, [
      'runtime.state.persistence.scope',
      'runtime.state.persistence.durability',
    ]),
    ...fields(both, `${at}/state`, ['runtime.state.dataCriticality']),
    ...fields(both, `${at}/lifecycle`, [
      'runtime.lifecycle.upgradeStrategy',
      'runtime.lifecycle.gracefulShutdownSeconds',
    ]),
    ...section(both, `${at}/health`, 'runtime.health', ['interface', 'path', 'initialDelaySeconds']),
    ...section(both, `${at}/metrics`, 'runtime.metrics', ['interface', 'path']),
  ];
}

/** Each member of a free-form mapping: `metadata[tier]`. */
function keys(both: Both, path: string, oldPointer: string, newPointer: string, element?: string): Change[] {
  const names = new Set(
    [valueAt(both.before, oldPointer), valueAt(both.after, newPointer)].flatMap((value) =>
      isObject(value) ? Object.keys(value) : [],
    ),
  );
  return [...names].sort().flatMap((name) =>
    changeAt(both, {
      path: `${path}[${/^[^\s.[\]"\\=]+$/.test(name) ? name : JSON.stringify(name)}]`,
      ...(element === undefined ? {} : { element }),
      oldPointer: child(oldPointer, name),
      newPointer: child(newPointer, name),
    }),
  );
}

/** An item that is on both sides. */
interface Pair {
  readonly name: string;
  readonly oldPointer: string;
  readonly newPointer: string;
  field(name: string, absent?: Json, describe?: Spot['describe']): Change[];
  /** The member `ref`, unless both lead to the same place. */
  reference(): Change[];
}

/** The items of a list that came or went, and what changed in those that stayed. */
function list<T extends { readonly name: string }>(
  path: string,
  pointer: string,
  { pairs, added, removed }: Matches<T>,
  both: Both,
  compare: (pair: Pair) => Change[],
): Change[] {
  const whole = (type: 'added' | 'removed') => (one: { item: T; index: number }) => {
    const place = child(pointer, one.index);
    const spot = { path, element: one.item.name, oldPointer: place, newPointer: place };
    return type === 'added'
      ? makeChange(spot, type, undefined, one.item.name)
      : makeChange(spot, type, one.item.name, undefined);
  };
  return [
    ...removed.map(whole('removed')),
    ...added.map(whole('added')),
    ...pairs.flatMap(({ new: { name }, oldIndex, newIndex }) => {
      const [oldPointer, newPointer] = [child(pointer, oldIndex), child(pointer, newIndex)];
      const field: Pair['field'] = (member, absent, describe) =>
        changeAt(both, {
          path: `${path}.${member}`,
          element: name,
          oldPointer: child(oldPointer, member),
          newPointer: child(newPointer, member),
          ...(absent === undefined ? {} : { absent }),
          ...(describe === undefined ? {} : { describe }),
        });
      const reference = () =>
        field('ref').filter(
          ({ oldValue, newValue }) =>
            typeof oldValue !== 'string' || typeof newValue !== 'string' || !both.sameTarget(oldValue, newValue),
        );
      return compare({ name, oldPointer, newPointer, field, reference });
    }),
  ];
}

/** What a dependency refers to whatever its version. */
function repositoryKey({ ref }: Dependency): string {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok) return ref;
  const { reference } = parsed;
  return reference.kind === 'registry' || reference.kind === 'layout' ? repositoryOf(reference) : ref;
}
