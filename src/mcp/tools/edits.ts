import { items } from '../../core/authoring/plan.ts';
import { starters } from '../../core/authoring/starters.ts';
import { formatVersion, parseVersion } from '../../core/contract/version.ts';
import type { Finding } from '../../core/finding.ts';
import { isObject, type Json, member } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { parent, valueAt } from '../../core/pointer.ts';

/** Arguments of `pacto_edit`, beside the path. */
export type Edit = Readonly<Record<string, Json>>;

/** What `pacto_edit` can do about a finding, if anything. */
type Mend = (contract: Json, finding: Finding) => Edit | undefined;

/** Findings that an edit mends, where there is one that most authors would make. */
const mends: Readonly<Record<string, Mend>> = {
  NONCANONICAL_VERSION(contract) {
    const text = valueAt(contract, '/service/version');
    const version = typeof text === 'string' ? parseVersion(text) : undefined;
    return version && { version: formatVersion(version) };
  },
  PORT_REQUIRED: withPort,
  CONTRACT_REQUIRED: (contract, { pointer }) => declaredAnew(contract, pointer, 'interfaces', []),
  EMPTY_COMPATIBILITY: (contract, { pointer }) =>
    declaredAnew(contract, parent(pointer), 'dependencies', ['compatibility']),
  SCALING_MIN_EXCEEDS_MAX(contract) {
    const [min, max] = [valueAt(contract, '/scaling/min'), valueAt(contract, '/scaling/max')];
    return min === undefined || max === undefined ? undefined : { min_replicas: max, max_replicas: min };
  },
  SINGLE_REPLICA_CRITICAL(contract) {
    const isFixed = valueAt(contract, '/scaling/replicas') !== undefined;
    return isFixed ? { replicas: 2 } : { max_replicas: 2 };
  },
  STATEFUL_SCALE_TO_ZERO: () => ({ min_replicas: 1 }),
  STATELESS_PERSISTENT_CONFLICT: () => ({ stores_data: true }),
  CRITICAL_DATA_EPHEMERAL: () => ({ data_survives_restart: true }),
  HEALTH_INTERFACE_NOT_FOUND: (contract) => withInterface(contract, 'health'),
  METRICS_INTERFACE_NOT_FOUND: (contract) => withInterface(contract, 'metrics'),
};

/** The usual port of the type, or the next that no other interface has. */
function withPort(contract: Json, { pointer }: Finding): Edit | undefined {
  const declared = valueAt(contract, pointer);
  const [name, type] = [member(declared, 'name'), member(declared, 'type')];
  let port = type === 'http' || type === 'grpc' ? starters[type].port : undefined;
  if (typeof name !== 'string' || port === undefined) return undefined;
  const taken = new Set(items(contract, 'interfaces').map((item) => member(item, 'port')));
  while (taken.has(port)) port += 1;
  return { update_interfaces: [{ name, port }] };
}

/** The interface that was probably meant, or the only one that can be asked. */
function withInterface(contract: Json, section: 'health' | 'metrics'): Edit | undefined {
  const written = valueAt(contract, `/runtime/${section}/interface`);
  const names = items(contract, 'interfaces')
    .filter((item) => member(item, 'type') !== 'event')
    .map((item) => member(item, 'name'))
    .filter((name) => typeof name === 'string');
  const meant = typeof written === 'string' ? nearest(written, names) : undefined;
  const [only] = names.length === 1 ? names : [];
  const name = meant ?? only;
  return name === undefined ? undefined : { [section]: { interface: name } };
}

/** The arguments of an edit that mends a finding; undefined where none does, or more than one could be meant. */
export function editFor(contract: Json, finding: Finding): Edit | undefined {
  const { code } = finding;
  return Object.hasOwn(mends, code) ? mends[code]?.(contract, finding) : undefined;
}

/** Removes a declaration and adds it again, so that what it lacks gets its default. */
function declaredAnew(
  contract: Json,
  pointer: string,
  list: 'interfaces' | 'dependencies',
  without: readonly string[],
): Edit | undefined {
  const declared = valueAt(contract, pointer);
  const name = member(declared, 'name');
  if (!isObject(declared) || typeof name !== 'string') return undefined;
  const kept = Object.fromEntries(Object.entries(declared).filter(([key]) => !without.includes(key)));
  return { [`remove_${list}`]: [name], [`add_${list}`]: [kept] };
}
