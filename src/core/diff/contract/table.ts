/** How each change of the contract itself is classified: read aloud, this is the promise. */
import type { ChangeType, Classification } from '../change.ts';

/** A class, and why. */
export interface Cell {
  readonly classification: Classification;
  readonly reason: string;
}

export interface Row {
  /** The published path. */
  readonly path: string;
  /** What the ids of its rules begin with: `interface-port` makes `interface-port-changed`. */
  readonly rule: string;
  /** Absent where it cannot be. */
  readonly added?: Cell;
  readonly modified?: Cell;
  readonly removed?: Cell;
}

const breaking = (reason: string): Cell => ({ classification: 'BREAKING', reason });
const potential = (reason: string): Cell => ({ classification: 'POTENTIAL_BREAKING', reason });
const safe = (reason: string): Cell => ({ classification: 'NON_BREAKING', reason });

const always = (cell: Cell) => ({ added: cell, modified: cell, removed: cell });

const about = always(safe('says who is responsible, and nothing about how the service behaves'));
const deployed = always(safe('says what is deployed, and nothing about how the service behaves'));
const free = always(safe('is not part of how the service behaves'));
const moved = potential('whoever looks for it at the old place finds nothing');
const otherRules = potential('other rules apply to this contract from now on');

export const contractTable: readonly Row[] = [
  {
    path: 'pactoVersion',
    rule: 'pacto-version',
    modified: potential('programs that read contracts may not know the other version of the format'),
  },
  {
    path: 'service.name',
    rule: 'service-name',
    modified: breaking('it is another service to everybody who knows it by its name'),
  },
  {
    path: 'service.version',
    rule: 'service-version',
    modified: safe('a new version is how a change is announced'),
  },
  { path: 'service.owner', rule: 'service-owner', ...about },
  { path: 'service.owner.team', rule: 'service-owner-team', ...about },
  { path: 'service.owner.dri', rule: 'service-owner-dri', ...about },
  { path: 'service.owner.contacts', rule: 'service-owner-contacts', ...about },
  { path: 'service.image', rule: 'service-image', added: deployed.added, removed: deployed.removed },
  { path: 'service.image.ref', rule: 'service-image-ref', modified: deployed.modified },
  { path: 'service.image.private', rule: 'service-image-private', ...deployed },
  { path: 'service.chart', rule: 'service-chart', added: deployed.added, removed: deployed.removed },
  { path: 'service.chart.ref', rule: 'service-chart-ref', modified: deployed.modified },
  { path: 'service.chart.version', rule: 'service-chart-version', modified: deployed.modified },
  {
    path: 'interfaces',
    rule: 'interface',
    added: safe('nobody can depend on it yet'),
    removed: breaking('whoever uses it finds nothing there'),
  },
  {
    path: 'interfaces.type',
    rule: 'interface-type',
    modified: breaking('callers speak the old protocol'),
  },
  {
    path: 'interfaces.port',
    rule: 'interface-port',
    added: potential('it was not said before where it listens'),
    modified: breaking('callers reach it at the old port'),
    removed: breaking('callers reach it at the old port'),
  },
  {
    path: 'interfaces.visibility',
    rule: 'interface-visibility',
    modified: potential('callers may lose access, or gain access that was not meant for them'),
  },
  {
    path: 'interfaces.contract',
    rule: 'interface-contract',
    added: potential('callers are held to a description from now on'),
    modified: moved,
    removed: potential(
      'callers have no description any more; what it described may still be there, and nobody can tell (--fail-on potential fails on it)',
    ),
  },
  {
    path: 'configuration',
    rule: 'configuration',
    added: safe('nothing is configured by it yet'),
    removed: breaking('what is configured by it has no effect any more'),
  },
  {
    path: 'configuration.schema',
    rule: 'configuration-schema',
    added: safe('what could be anything is now described'),
    modified: moved,
    removed: breaking('nothing says any more what can be configured'),
  },
  {
    path: 'configuration.ref',
    rule: 'configuration-ref',
    added: safe('what could be anything is now described'),
    modified: potential('another description applies, which is not compared'),
    removed: breaking('nothing says any more what can be configured'),
  },
  {
    path: 'configuration.values',
    rule: 'configuration-value',
    ...always(safe('values belong to a deployment, and callers do not see them')),
  },
  {
    path: 'policies',
    rule: 'policy',
    added: safe('the contract keeps another promise'),
    removed: potential('the contract keeps one promise less'),
  },
  {
    path: 'policies.schema',
    rule: 'policy-schema',
    added: safe('the contract keeps another promise'),
    modified: otherRules,
    removed: otherRules,
  },
  {
    path: 'policies.ref',
    rule: 'policy-ref',
    added: safe('the contract keeps another promise'),
    modified: otherRules,
    removed: otherRules,
  },
  {
    path: 'runtime',
    rule: 'runtime',
    added: potential('how it runs was not said before, and may differ from what was assumed'),
    removed: potential('how it runs is not said any more'),
  },
  {
    path: 'runtime.workload',
    rule: 'runtime-workload',
    modified: breaking('it is run in another way altogether'),
  },
  {
    path: 'runtime.state.type',
    rule: 'runtime-state-type',
    modified: breaking('what platforms and callers assume about its state does not hold'),
  },
  {
    path: 'runtime.state.persistence.scope',
    rule: 'runtime-persistence-scope',
    modified: breaking('instances no longer share, or keep apart, what they did'),
  },
  {
    path: 'runtime.state.persistence.durability',
    rule: 'runtime-persistence-durability',
    modified: breaking('data no longer outlives, or dies with, the instance as it did'),
  },
  {
    path: 'runtime.state.dataCriticality',
    rule: 'runtime-data-criticality',
    modified: potential('backups and placement are chosen by it'),
  },
  {
    path: 'runtime.lifecycle.upgradeStrategy',
    rule: 'runtime-upgrade-strategy',
    added: safe('it was not said before how upgrades go'),
    modified: potential('upgrades go another way, perhaps with a gap'),
    removed: potential('it is not said any more how upgrades go'),
  },
  {
    path: 'runtime.lifecycle.gracefulShutdownSeconds',
    rule: 'runtime-graceful-shutdown',
    added: potential('the platform gives it another time to end'),
    modified: safe('the platform follows the new number'),
    removed: potential('the platform chooses the time to end'),
  },
  {
    path: 'runtime.health',
    rule: 'runtime-health',
    added: potential('the platform restarts it by a check that was not there'),
    removed: potential('the platform cannot see any more whether it is well'),
  },
  {
    path: 'runtime.health.interface',
    rule: 'runtime-health-interface',
    modified: potential('checks that are set up ask another interface'),
  },
  {
    path: 'runtime.health.path',
    rule: 'runtime-health-path',
    ...always(potential('checks that are set up ask another path')),
  },
  {
    path: 'runtime.health.initialDelaySeconds',
    rule: 'runtime-health-delay',
    added: potential('the platform waits another time before the first check'),
    modified: safe('the platform follows the new number'),
    removed: potential('the platform chooses when to check first'),
  },
  {
    path: 'runtime.metrics',
    rule: 'runtime-metrics',
    added: potential('collectors may ask it from now on'),
    removed: potential('collectors find nothing any more'),
  },
  {
    path: 'runtime.metrics.interface',
    rule: 'runtime-metrics-interface',
    modified: potential('collectors that are set up ask another interface'),
  },
  {
    path: 'runtime.metrics.path',
    rule: 'runtime-metrics-path',
    ...always(potential('collectors that are set up ask another path')),
  },
  {
    path: 'scaling',
    rule: 'scaling',
    added: safe('it was not said before how far it scales'),
    removed: potential('it is not said any more how far it scales'),
  },
  {
    path: 'scaling.replicas',
    rule: 'scaling-replicas',
    ...always(potential('capacity and cost change, and what relies on a number of instances')),
  },
  {
    path: 'scaling.min',
    rule: 'scaling-min',
    ...always(potential('the capacity that is always there may be another one')),
  },
  {
    path: 'scaling.max',
    rule: 'scaling-max',
    added: potential('it does not grow beyond it, as it may have done before'),
    modified: safe('the platform follows the new number'),
    removed: potential('what bounded its growth is gone, or said in another form'),
  },
  {
    path: 'dependencies',
    rule: 'dependency',
    added: safe('its callers do not see whom it calls'),
    removed: breaking('the edge is gone, and what was provided for it with it'),
  },
  {
    path: 'dependencies.ref',
    rule: 'dependency-ref',
    modified: potential('it calls something else, or another version of it'),
  },
  {
    path: 'dependencies.compatibility',
    rule: 'dependency-compatibility',
    modified: potential('other versions of what it calls will do'),
  },
  {
    path: 'dependencies.required',
    rule: 'dependency-required',
    modified: potential('whether it works without what it calls changes'),
  },
  {
    path: 'readiness',
    rule: 'readiness',
    ...always(safe('it is read and kept, and says nothing about how the service behaves')),
  },
  { path: 'metadata', rule: 'metadata', ...free },
];

const rows = new Map(contractTable.map((row) => [row.path, row]));

/**
 * The row of a path; keys in brackets at its end do not matter (`metadata[tier]` is `metadata`). Undefined where no row
 * names it.
 */
export function rowOf(path: string): Row | undefined {
  return rows.get(path.replace(/\[.*$/s, ''));
}

const verbs: Readonly<Record<ChangeType, string>> = { added: 'added', modified: 'changed', removed: 'removed' };

/** The id of a rule: `interface-port-changed`. */
export function ruleOf(row: Row, type: ChangeType): string {
  return `${row.rule}-${verbs[type]}`;
}
