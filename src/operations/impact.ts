import { compareVersions, parseVersion } from '../core/contract/version.ts';
import type { Waiver } from '../core/diff/waivers.ts';
import { type ConsumersInput, concerned, impactContract, readConsumers, unanswered } from './consumers.ts';
import { changesBetween } from './diff/changes.ts';
import { checkWaivers } from './diff/check-waivers.ts';
import { besides, identity, type OpenedSide, openSide } from './diff/sides.ts';
import type { ContractInput, Ports } from './ports.ts';
import type { DiffChanges, ImpactResult } from './results.ts';

export interface ImpactInput extends ConsumersInput {
  /** The contract whose dependents are looked for. */
  readonly reference: string;
  /** A new version of it: who is hit by that. */
  readonly upgrade?: {
    /** A bare `NAME:TAG` beside a registry reference is meant in the same place. */
    readonly new: ContractInput;
    readonly waivers?: readonly Waiver[];
    /** `YYYY-MM-DD`, by which waivers expire. */
    readonly date: string;
  };
}

/**
 * Finds who depends on a contract, directly and through others, and with a new version of it, whom that hits. A contract
 * of the set that cannot be read is a gap, and not the end. Throws PactoError where the contract itself or its new
 * version cannot be reached, {@link InvalidContract} where one is wrong.
 */
export async function impact(ports: Ports, input: ImpactInput): Promise<ImpactResult> {
  const { reference, withReferences = false } = input;
  const side = await openSide(ports, { reference });
  const target = impactContract(side.bundle, side.contract, withReferences);
  const { name, version, owner } = target;
  const upgrade = await upgradeOf(ports, side, input);
  const consumers = await readConsumers(ports, input);
  const result = concerned(target, consumers, upgrade);
  const error = unanswered(result, upgrade?.facts.gate);
  return {
    schemaVersion: 1,
    ref: reference,
    name,
    version,
    ...(owner === undefined ? {} : { owner }),
    ...(upgrade === undefined ? {} : { upgrade: upgrade.facts }),
    ...result,
    ...(error === undefined ? {} : { error }),
  };
}

async function upgradeOf(ports: Ports, before: OpenedSide, { reference, upgrade, withReferences }: ImpactInput) {
  if (upgrade === undefined) return undefined;
  await checkWaivers(upgrade.waivers ?? []);
  const named = besides(upgrade.new.reference, reference);
  const after = await openSide(ports, { ...upgrade.new, reference: named });
  const changes = await changesBetween(before, after, upgrade);
  sayWhatIsOdd(ports, before, after, changes);
  return {
    to: impactContract(after.bundle, after.contract, withReferences ?? false),
    changes: changes.classification,
    facts: { new: identity(named, after), ...changes },
  };
}

/** What may well be meant, and more often is a slip. */
function sayWhatIsOdd(
  ports: Ports,
  { contract: old }: OpenedSide,
  { contract: fresh }: OpenedSide,
  { changes }: DiffChanges,
) {
  const [was, is] = [old.service, fresh.service];
  if (was.name !== is.name) {
    ports.note(`${is.name} is another service than ${was.name}; whoever takes the one for the other is told of`);
    return;
  }
  const [before, after] = [parseVersion(was.version), parseVersion(is.version)];
  const order = before === undefined || after === undefined ? undefined : compareVersions(before, after);
  if (order !== undefined && order > 0) ports.note(`${is.version} is older than ${was.version}: this is a way back`);
  if (order === 0 && changes.length > 0) {
    ports.note(`both sides are ${is.version}, and no range keeps anybody from what changed`);
  }
}
