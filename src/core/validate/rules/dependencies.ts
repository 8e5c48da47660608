import { type Bundle, type OpenBundle, resolvesLocally } from '../../contract/bundle.ts';
import { parseConstraint, satisfies } from '../../contract/constraint.ts';
import { contractBytes } from '../../contract/contract-bytes.ts';
import type { Dependency } from '../../contract/model.generated.ts';
import { readContract } from '../../contract/read.ts';
import { parseReference, type Reference } from '../../contract/reference.ts';
import { formatVersion, parseVersion, type Version } from '../../contract/version.ts';
import { errorKinds, PactoError } from '../../error.ts';
import type { Report } from '../../finding.ts';
import { placeReference } from '../../graph/lock-place.ts';
import { member } from '../../json.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { uniqueNames } from './names.ts';

/** The dependencies whose reference can be read. */
function* references({ contract }: RuleContext): Generator<[number, Dependency, Reference]> {
  for (const [i, dependency] of (contract.dependencies ?? []).entries()) {
    const parsed = parseReference(dependency.ref, { inContract: true });
    if (parsed.ok) yield [i, dependency, parsed.reference];
  }
}

/** What is told of a local reference that cannot be opened: as it is written, for the path is resolved from elsewhere. */
function missing(ref: string, { code, message, hint }: PactoError): Pick<Report, 'message' | 'help'> {
  const own = hint.replace(/\.$/, '');
  if (code !== 'CONTRACT_NOT_FOUND') return { message: `"${ref}" cannot be read: ${message}`, help: own };
  const help = 'a local path is relative to the directory of this contract, and leads to one that holds a pacto.yaml';
  const isGeneral = hint === errorKinds.CONTRACT_NOT_FOUND.hint;
  return { message: `"${ref}" leads to no contract: ${message}`, help: isGeneral ? help : own };
}

/** The version of the contract at a local path; undefined where none can be read, which is told otherwise. */
async function versionAt(ref: string, from: Bundle, open: OpenBundle): Promise<Version | undefined> {
  try {
    const bundle = await open(ref, from);
    const read = readContract(contractBytes(bundle), bundle.origin.contractPath);
    const version = read.ok ? member(member(read.contract.value, 'service'), 'version') : undefined;
    return typeof version === 'string' ? parseVersion(version) : undefined;
  } catch (error) {
    if (error instanceof PactoError) return undefined;
    throw error;
  }
}

/** Rules about `dependencies`. */
export const dependencyRules: readonly Rule[] = [
  uniqueNames('dependencies', 'dependency'),
  {
    code: 'INVALID_OCI_REF',
    layer: 'cross-field',
    severity: 'error',
    where: 'dependencies[].ref',
    when: 'it is not a reference',
    why: 'Nobody can find the contract of the service that is called.',
    *check({ contract }) {
      for (const [i, { ref }] of (contract.dependencies ?? []).entries()) {
        const parsed = parseReference(ref, { inContract: true });
        if (parsed.ok) continue;
        const report: Report = { pointer: `/dependencies/${i}/ref`, message: parsed.message };
        yield parsed.help === undefined ? report : { ...report, help: parsed.help };
      }
    },
  },
  {
    code: 'MALFORMED_DIGEST',
    layer: 'cross-field',
    severity: 'warning',
    where: 'dependencies[].ref',
    when: 'the digest is not sha256: and 64 or sha512: and 128 hexadecimal digits',
    why: 'Shortened digests are for reading; nothing can be fetched by one.',
    *check(context) {
      for (const [i, , reference] of references(context)) {
        if (!('malformedDigest' in reference) || reference.malformedDigest !== true) continue;
        const message = `"${reference.digest}" is not a whole digest`;
        const help = 'a digest is sha256: and 64 hexadecimal digits';
        yield { pointer: `/dependencies/${i}/ref`, message, help };
      }
    },
  },
  {
    code: 'LOCAL_REF_NOT_FOUND',
    layer: 'cross-field',
    severity: 'error',
    where: 'dependencies[].ref',
    when: 'no contract is at the local path',
    why: 'The path is resolved against the directory of the contract that names it, wherever the command runs.',
    async check(context) {
      const { bundle, open } = context;
      const reports: Report[] = [];
      if (bundle === undefined || !resolvesLocally(bundle) || open === undefined) return reports;
      for (const [i, { ref }, reference] of references(context)) {
        if (reference.kind !== 'local') continue;
        try {
          await open(ref, bundle);
        } catch (error) {
          if (!(error instanceof PactoError)) throw error;
          reports.push({ pointer: `/dependencies/${i}/ref`, ...missing(ref, error) });
        }
      }
      return reports;
    },
  },
  {
    code: 'LOCAL_REF_IN_PUBLISHED_BUNDLE',
    layer: 'cross-field',
    severity: 'error',
    where: 'dependencies[].ref, configurations[].ref, policies[].ref',
    when: 'a bundle that came from a registry, or is to be published, refers to a local path',
    why: 'The path means something on the machine of whoever publishes it, and something else on every other.',
    *check({ contract, bundle, publishTo }) {
      const kind = publishTo ?? bundle?.origin.kind;
      if (kind !== 'registry' && kind !== 'layout') return;
      for (const section of ['dependencies', 'configurations', 'policies'] as const) {
        for (const [i, { ref }] of (contract[section] ?? []).entries()) {
          const parsed = ref === undefined ? undefined : parseReference(ref, { inContract: true });
          if (parsed?.ok !== true || parsed.reference.kind === 'registry') continue;
          // Layouts side by side in one directory are an embedded registry, and may refer to each other.
          if (parsed.reference.kind === 'layout' && kind === 'layout') continue;
          const message = `a published bundle cannot refer to the local path "${ref}"`;
          const help = 'publish it too, and refer to where it is published';
          yield { pointer: `/${section}/${i}/ref`, message, help };
        }
      }
    },
  },
  {
    code: 'TAG_NOT_DIGEST',
    layer: 'cross-field',
    severity: 'warning',
    where: 'dependencies[].ref',
    when: 'a registry reference has no digest and no lock file pins it',
    why: 'A tag can be moved. What was tested is certain to be what is used only under a digest.',
    async check(context) {
      const { lock } = context;
      const pins = lock?.ok === true ? (await import('../../graph/lock-pins.ts')).pinsOf(lock.lock) : undefined;
      const reports: Report[] = [];
      for (const [i, { ref, compatibility }, reference] of references(context)) {
        if (reference.kind !== 'registry' || reference.digest !== undefined) continue;
        const placed = placeReference(ref, '');
        if (placed !== undefined && pins?.find(placed, compatibility, undefined) !== undefined) continue;
        const message =
          reference.tag === undefined
            ? 'the reference has neither tag nor digest, so what it means can change'
            : `the reference has the tag "${reference.tag}", which is mutable`;
        reports.push({ pointer: `/dependencies/${i}/ref`, message, help: 'pin a digest, or lock it with pacto lock' });
      }
      return reports;
    },
  },
  {
    code: 'EMPTY_COMPATIBILITY',
    layer: 'cross-field',
    severity: 'error',
    where: 'dependencies[].compatibility',
    when: 'the range is empty',
    why: 'An empty range says nothing about which versions work. Write * where any will do.',
    *check({ contract }) {
      for (const [i, { compatibility }] of (contract.dependencies ?? []).entries()) {
        if (compatibility.trim() !== '') continue;
        const message = 'the version range is empty';
        yield {
          pointer: `/dependencies/${i}/compatibility`,
          message,
          help: 'write a range such as ^2.0.0, or * for any',
        };
      }
    },
  },
  {
    code: 'INVALID_COMPATIBILITY',
    layer: 'cross-field',
    severity: 'error',
    where: 'dependencies[].compatibility',
    when: 'the range is not a version constraint',
    why: 'No version can be chosen by it.',
    *check({ contract }) {
      for (const [i, { compatibility }] of (contract.dependencies ?? []).entries()) {
        if (compatibility.trim() === '') continue;
        const parsed = parseConstraint(compatibility);
        if (parsed.ok) continue;
        const report: Report = { pointer: `/dependencies/${i}/compatibility`, message: parsed.message };
        yield parsed.help === undefined ? report : { ...report, help: parsed.help };
      }
    },
  },
  {
    code: 'DEPENDENCY_OUT_OF_RANGE',
    layer: 'cross-field',
    severity: 'warning',
    where: 'dependencies[].compatibility',
    when: 'the contract at the local path has a version that the range does not take',
    why: 'A path leads to one version, whatever the range says: `pacto graph` shows a conflict, and `pacto lock` locks nothing.',
    async check({ contract, bundle, open }) {
      const reports: Report[] = [];
      if (bundle === undefined || !resolvesLocally(bundle) || open === undefined) return reports;
      for (const [i, { ref, compatibility }] of (contract.dependencies ?? []).entries()) {
        const [parsed, range] = [parseReference(ref, { inContract: true }), parseConstraint(compatibility)];
        if (!parsed.ok || parsed.reference.kind !== 'local' || !range.ok) continue;
        const found = await versionAt(ref, bundle, open);
        if (found === undefined || satisfies(range.constraint, found)) continue;
        const version = formatVersion(found);
        const message = `"${ref}" has version ${version}, which "${compatibility}" does not take`;
        reports.push({ pointer: `/dependencies/${i}/compatibility`, message, help: `did you mean "^${version}"?` });
      }
      return reports;
    },
  },
];
