import { formatVersion, parseVersion } from '../../core/contract/version.ts';
import type { Finding } from '../../core/finding.ts';
import { isObject, type Json, member } from '../../core/json.ts';
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
  PORT_REQUIRED: (contract, { pointer }) => declaredAnew(contract, pointer, 'interfaces', []),
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
};

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
