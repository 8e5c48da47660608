import type { Bundle } from '../core/contract/bundle.ts';
import { type ContractRead, readContract } from '../core/contract/read.ts';
import { PactoError } from '../core/error.ts';
import { member } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import type { Rule } from '../core/validate/rule.ts';
import { contractRules } from '../core/validate/rules/index.ts';
import { type ValidateOptions, validateContract } from '../core/validate/validate.ts';
import { openAsFarAsLocked } from './locked.ts';
import { type ContractInput, contractBytes, openContract, type Ports } from './ports.ts';
import type { ErrorResult, ValidateAllResult, ValidateResult } from './results.ts';

export interface ValidateInput extends ContractInput {
  /** Run every rule whose inputs are readable, instead of stopping after the first layer with an error. */
  readonly all?: boolean;
  /** Codes of warnings and infos to silence. */
  readonly ignore?: readonly string[];
}

/** Validates one contract in four layers. Throws PactoError where it cannot be reached. */
export async function validate(ports: Ports, input: ValidateInput): Promise<ValidateResult> {
  await checkCodes(input.ignore ?? []);
  const { bundle, read } = await openContract(ports, input);
  return judge(ports, input.reference, bundle, read, input);
}

/**
 * Validates each of the contracts, one after the other, so that memory does not grow with their number. A contract
 * that cannot be reached is a gap, not the end.
 *
 * @param references directories or files of contracts, in the order in which to report them
 */
export async function validateAll(
  ports: Ports,
  root: string,
  references: Iterable<string> | AsyncIterable<string>,
  options: Pick<ValidateInput, 'all' | 'ignore'>,
  gaps: ValidateAllResult['gaps'] = [],
): Promise<ValidateAllResult> {
  await checkCodes(options.ignore ?? []);
  const contracts: ValidateResult[] = [];
  const found = [...gaps];
  for await (const reference of references) {
    try {
      const bundle = await ports.open(reference);
      const read = readContract(contractBytes(bundle), bundle.origin.contractPath);
      contracts.push(await judge(ports, reference, bundle, read, options));
    } catch (error) {
      if (!(error instanceof PactoError)) throw error;
      found.push({ path: reference, ...errorResult(error) });
    }
  }
  const invalid = contracts.filter((contract) => !contract.valid).length;
  return {
    schemaVersion: 1,
    root,
    valid: invalid === 0 && found.length === 0,
    total: contracts.length,
    invalid,
    contracts,
    gaps: found,
  };
}

/** A failure as results carry it. */
export function errorResult(error: PactoError): ErrorResult {
  return { code: error.code, message: error.message, hint: error.hint };
}

async function judge(
  ports: Ports,
  reference: string,
  bundle: Bundle,
  read: ContractRead,
  { all, ignore }: Pick<ValidateInput, 'all' | 'ignore'>,
): Promise<ValidateResult> {
  const options: ValidateOptions = {
    bundle,
    open: await openAsFarAsLocked(ports.open, bundle),
    contentDigest: async (local) => (await import('./content-digest.ts')).contentDigestOf(ports, local),
    ...(all === undefined ? {} : { all }),
    ...(ignore === undefined ? {} : { ignore }),
  };
  const { contract: _, unknown, ...validation } = await validateContract(read, options);
  return {
    schemaVersion: 1,
    ref: reference,
    ...identity(read),
    ...validation,
    ...(unknown === undefined ? {} : { error: errorResult(unknown) }),
  };
}

/** Name and version as far as they can be read. */
function identity(read: ContractRead): { name?: string; version?: string } {
  const service = read.ok ? member(read.contract.value, 'service') : undefined;
  const [name, version] = [member(service, 'name'), member(service, 'version')];
  return {
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof version === 'string' ? { version } : {}),
  };
}

/** Holds codes to silence to those that there are. Throws USAGE. */
export async function checkCodes(ignore: readonly string[]): Promise<void> {
  if (ignore.length === 0) return;
  const { rulesWithFiles } = await import('../core/validate/with-files.ts');
  const rules = new Map([...contractRules, ...rulesWithFiles].map((rule) => [rule.code, rule]));
  for (const code of ignore) {
    const rule = rules.get(code);
    if (rule === undefined) {
      const codes = [...rules.values()].filter(canBeIgnored).map((rule) => rule.code);
      throw new PactoError('USAGE', `there is no finding ${code} to ignore`, { hint: whatIsMeant(code, codes) });
    }
    if (!canBeIgnored(rule)) {
      throw new PactoError('USAGE', `${code} cannot be ignored`, {
        hint: 'Only warnings and infos of the cross-field and semantic layers can be; the rest always counts.',
      });
    }
  }
}

function canBeIgnored({ layer, severity, canBeMilder }: Rule): boolean {
  return (severity !== 'error' || canBeMilder === true) && (layer === 'cross-field' || layer === 'semantic');
}

/** What to write instead of a code that there is not: the nearest, else those that have a word of it. */
function whatIsMeant(code: string, codes: readonly string[]): string {
  const close = nearest(code, codes);
  if (close !== undefined) return `Did you mean ${close}?`;
  const words = new Set(code.toUpperCase().split(/[^A-Z]+/));
  const alike = codes.filter((one) => one.split('_').some((word) => word.length > 2 && words.has(word)));
  if (alike.length === 1) return `Did you mean ${alike[0]}?`;
  if (alike.length > 0) return `Did you mean one of ${alike.slice(0, 8).join(', ')}?`;
  return 'Write the code as it stands before the message of a warning, such as TAG_NOT_DIGEST.';
}
