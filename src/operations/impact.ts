import { compareVersions, parseVersion } from '../core/contract/version.ts';
import type { Waiver } from '../core/diff/waivers.ts';
import { PactoError } from '../core/error.ts';
import type { ImpactContract } from '../core/graph/impact.ts';
import { isSameService } from '../core/graph/impact-match.ts';
import {
  type ConsumersInput,
  concerned,
  impactContract,
  letSignalsIn,
  readConsumers,
  unanswered,
} from './consumers.ts';
import { changesBetween } from './diff/changes.ts';
import { checkWaivers } from './diff/check-waivers.ts';
import { besides, identity, type OpenedSide, openSide, openSideBeside } from './diff/sides.ts';
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
  const coming = input.upgrade && { ...input.upgrade.new, reference: besides(input.upgrade.new.reference, reference) };
  const side = await (coming === undefined
    ? openSide(ports, { reference })
    : openSideBeside(ports, { reference }, coming));
  const target = impactContract(side.bundle, side.contract, withReferences);
  const { name, version, owner } = target;
  const upgrade = await upgradeOf(ports, side, target, coming, input);
  const consumers = await readConsumers(ports, input);
  const result = concerned(target, consumers, upgrade);
  const error = unanswered(result, upgrade?.facts.gate);
  await letSignalsIn(input.signal);
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

async function upgradeOf(
  ports: Ports,
  before: OpenedSide,
  target: ImpactContract,
  coming: ContractInput | undefined,
  { upgrade, withReferences = false }: ImpactInput,
) {
  if (upgrade === undefined || coming === undefined) return undefined;
  await checkWaivers(upgrade.waivers ?? []);
  const after = await openSide(ports, coming);
  const to = impactContract(after.bundle, after.contract, withReferences);
  if (to.name !== target.name && !isSameService(to, target)) refuseAnother(to, target);
  const changes = await changesBetween(before, after, upgrade);
  sayWhatIsOdd(ports, target, to, changes);
  return { to, changes: changes.classification, facts: { new: identity(coming.reference, after), ...changes } };
}

/** Who depends on one service never gets another one: the answer would be about nobody. Throws USAGE. */
function refuseAnother(to: ImpactContract, target: ImpactContract): never {
  const hint = `Name two versions of one service. Where one replaces the other, \`pacto impact ${target.ref}\` lists who has to move.`;
  throw new PactoError('USAGE', `${to.ref} is ${to.name}, and ${target.ref} is ${target.name}: two services`, { hint });
}

/** What may well be meant, and more often is a slip. */
function sayWhatIsOdd(ports: Ports, from: ImpactContract, to: ImpactContract, { changes }: DiffChanges): void {
  const [before, after] = [parseVersion(from.version), parseVersion(to.version)];
  const order = before === undefined || after === undefined ? undefined : compareVersions(before, after);
  if (order !== undefined && order > 0) ports.note(`${to.version} is older than ${from.version}: this is a downgrade`);
  if (order === 0 && changes.length > 0) {
    ports.note(`both sides are ${to.version}, and no range keeps anybody from what changed`);
  }
}
