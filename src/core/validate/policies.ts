import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import { contractFile } from '../contract/bundle.ts';
import type { Contract } from '../contract/model.generated.ts';
import { type ContractDocument, readContract } from '../contract/read.ts';
import { PactoError } from '../error.ts';
import type { Report, Severity } from '../finding.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import { type SchemaError, validate } from '../schema/evaluate.ts';
import { messageWithPlace } from '../schema/message.ts';
import { type BundleFiles, bundleFiles, type SchemaFile } from './bundle-files.ts';
import type { Rule } from './rule.ts';

/** What enforcing policies can find; the enforcement below makes them. */
export const enforcementRules: readonly Rule[] = [
  {
    code: 'POLICY_VIOLATION',
    layer: 'policy',
    severity: 'error',
    where: 'anywhere',
    when: 'the contract does not satisfy a policy; a warning where the policy says x-pacto-severity: warning',
    why: 'Your platform asks for it; the message names the policy and its reason.',
  },
  {
    code: 'POLICY_REF_UNRESOLVED',
    layer: 'policy',
    severity: 'error',
    where: 'policies[].ref',
    when: 'the referenced policy cannot be fetched, is empty or is invalid',
    why: 'A policy that cannot be read fails closed: nobody may pass because the rule was out of reach.',
  },
  {
    code: 'POLICY_REF_CYCLE',
    layer: 'policy',
    severity: 'error',
    where: 'policies[].ref',
    when: 'a policy reference returns to itself along its own chain',
    why: 'Such a chain never ends. Two chains that meet are fine.',
  },
];

/** How deep policies may refer to policies, and how many entries are looked at, over all ways that lead to them. */
const limits = { depth: 20, policies: 500 };

export interface Enforcement {
  /** Pointers are into the contract as its author wrote it for violations, into the canonical one for references. */
  readonly reports: readonly (Report & { readonly code: string; readonly authored?: true })[];
  readonly enforced: number;
  /** Set where a policy could not be fetched or read, so that the answer is unknown rather than no. */
  readonly unknown?: PactoError;
  /** How many of the reports say only that. */
  readonly unreached: number;
}

interface Step {
  readonly policies: readonly { readonly name: string; readonly schema?: string; readonly ref?: string }[];
  readonly files: BundleFiles;
  /** How messages call what leads here: `policy "platform"`. */
  readonly origin: string;
  /** The bundles on the way here, to notice a cycle. */
  readonly chain: readonly string[];
}

/** Applies every policy that the contract names, directly or through other bundles. */
export async function enforcePolicies(
  contract: Pick<Contract, 'policies'>,
  document: ContractDocument,
  files: BundleFiles,
  open: OpenBundle | undefined,
  /** Bundles that already lead here; a policy that returns to one of them is a cycle. */
  chain: readonly string[] = [identityOf(files.bundle)],
): Promise<Enforcement> {
  const reports: (Report & { code: string; authored?: true })[] = [];
  let enforced = 0;
  let visited = 0;
  let unreached = 0;
  let unknown: PactoError | undefined;

  const unresolved = (pointer: string, message: string, help?: string, code = 'POLICY_REF_UNRESOLVED') => {
    reports.push({ code, pointer, message, ...(help === undefined ? {} : { help }) });
  };

  /** A file that is there and cannot be read leaves the answer open. */
  const absent = (own: BundleFiles, path: string, pointer: string, label: string, missing: string) => {
    const read = own.bundle.read(path);
    if (read.kind !== 'unreadable') return unresolved(pointer, `${label}: ${missing}`);
    const reason = `"${path}" cannot be read: ${read.reason}`;
    unknown ??= new PactoError('FILE_UNREADABLE', reason);
    unreached += 1;
    unresolved(pointer, `${label}: ${reason}`);
  };

  const apply = (file: SchemaFile, origin: string, path: string, pointer: string) => {
    if (!file.ok) {
      for (const { message, help } of file.problems) unresolved(pointer, `${origin}: "${path}": ${message}`, help);
      return;
    }
    enforced += 1;
    const { errors } = validate(file.schema, document.authored);
    for (const error of errors) reports.push(violation(error, origin, document));
  };

  const walk = async (
    { policies, files: own, origin, chain }: Step,
    pointerOf: (i: number) => string,
  ): Promise<void> => {
    for (const [i, policy] of policies.entries()) {
      const pointer = pointerOf(i);
      const label = origin === '' ? `policy "${policy.name}"` : `${origin} -> "${policy.name}"`;
      if (visited++ >= limits.policies) return unresolved(pointer, `${label}: more than ${limits.policies} policies`);
      if (policy.schema !== undefined) {
        if (own.source(policy.schema).state === 'file') {
          apply(own.schemaFile(policy.schema, 'policy'), label, policy.schema, pointer);
        } else {
          absent(own, policy.schema, pointer, label, `"${policy.schema}" is not in the bundle`);
        }
      } else if (policy.ref !== undefined) {
        await follow(policy.ref, label, own, chain, `${pointer}`);
      }
    }
  };

  const follow = async (ref: string, label: string, from: BundleFiles, chain: readonly string[], pointer: string) => {
    const target = await fetchBundle(ref, from.bundle, open);
    if (target instanceof PactoError) {
      if (isOutOfReach(target)) {
        unknown ??= target;
        unreached += 1;
      }
      return unresolved(pointer, `${label}: ${target.message}`, target.hint);
    }
    const identity = identityOf(target);
    if (chain.includes(identity)) {
      const path = [...chain.slice(chain.indexOf(identity)), identity].map(lastPart).join(' -> ');
      return unresolved(pointer, `${label}: the policy refers back to itself: ${path}`, undefined, 'POLICY_REF_CYCLE');
    }
    if (chain.length >= limits.depth) {
      return unresolved(pointer, `${label}: policies refer to policies more than ${limits.depth} deep`);
    }
    const targetFiles = bundleFiles(target);
    const declared = declaredPolicies(target);
    if (typeof declared === 'string') return unresolved(pointer, `${label}: ${declared}`);
    if (declared.length > 0) {
      const step = { policies: declared, files: targetFiles, origin: label, chain: [...chain, identity] };
      return walk(step, () => pointer);
    }
    if (targetFiles.source(conventional).state !== 'file') {
      const message = `the bundle declares no policies and has no ${conventional}`;
      return absent(targetFiles, conventional, pointer, label, message);
    }
    apply(targetFiles.schemaFile(conventional, 'policy'), label, conventional, pointer);
  };

  await walk({ policies: contract.policies ?? [], files, origin: '', chain }, (i) => {
    const policy = contract.policies?.[i];
    return `/policies/${i}/${policy?.ref === undefined ? 'schema' : 'ref'}`;
  });
  return { reports, enforced, unreached, ...(unknown === undefined ? {} : { unknown }) };
}

/** Where a policy bundle keeps its rules when its contract names none. */
const conventional = 'policy/schema.json';

async function fetchBundle(ref: string, from: Bundle, open: OpenBundle | undefined): Promise<Bundle | PactoError> {
  if (open === undefined) return new PactoError('SOURCE_UNSUPPORTED', 'references cannot be followed here');
  try {
    return await open(ref, from);
  } catch (error) {
    if (error instanceof PactoError) return error;
    throw error;
  }
}

/** The same for two references to one bundle, however they are spelled. */
function identityOf({ origin }: Bundle): string {
  const { base, revision, label } = origin;
  return base ?? (revision === undefined ? label : `${revision.commit}:${revision.folder}`);
}

/** Whether the failure says nothing about the policy: another network or other credentials may reach it. */
function isOutOfReach(error: PactoError): boolean {
  return error.code === 'SOURCE_UNSUPPORTED' || error.code.startsWith('REGISTRY_');
}

/** The entries of a policy bundle's own `policies`, or why they cannot be known. */
function declaredPolicies(bundle: Bundle): Step['policies'] | string {
  const file = bundle.read(contractFile);
  if (file.kind !== 'file') return `${contractFile} cannot be read`;
  const read = readContract(file.bytes, bundle.origin.contractPath);
  if (!read.ok) return `${contractFile} cannot be read: ${read.failures[0]?.problems[0]?.message}`;
  const entries = member(read.contract.value, 'policies');
  if (entries === undefined) return [];
  if (!isArray(entries)) return 'its policies are not a list';
  const policies: Step['policies'][number][] = [];
  for (const entry of entries) {
    const [name, schema, ref] = ['name', 'schema', 'ref'].map((key) => member(entry, key));
    if (typeof name !== 'string' || (typeof schema === 'string') === (typeof ref === 'string')) {
      return 'one of its policies does not have exactly one of schema and ref';
    }
    policies.push({ name, ...(typeof schema === 'string' ? { schema } : typeof ref === 'string' ? { ref } : {}) });
  }
  return policies;
}

function violation(error: SchemaError, origin: string, document: ContractDocument): Enforcement['reports'][number] {
  const nearestFirst = error.enclosing.toReversed();
  const own = nearestFirst.flatMap((schema) => texts(schema)).at(0);
  const severity = nearestFirst.map((schema) => member(schema, 'x-pacto-severity')).find((mark) => mark !== undefined);
  const spelling = olderSpelling(error, document);
  const help =
    spelling ??
    [own === undefined ? undefined : error.message, error.help].filter((part) => part !== undefined).join('; ');
  return {
    code: 'POLICY_VIOLATION',
    authored: true,
    pointer: error.instance,
    ...(error.onKey === true || error.keyword === 'required' ? { onKey: true } : {}),
    ...(severity === 'warning' ? { severity: 'warning' satisfies Severity } : {}),
    message: `${origin}: ${own ?? messageWithPlace(error, 'the contract')}`,
    keyword: error.keyword,
    ...(help === '' ? {} : { help }),
  };
}

function texts(schema: Json): string[] {
  if (!isObject(schema)) return [];
  return ['errorMessage', 'description', 'title'].flatMap((key) => {
    const text = member(schema, key);
    return typeof text === 'string' ? [text] : [];
  });
}

/** A policy sees the contract as it was written; a key in its older spelling is missing to it. */
function olderSpelling(error: SchemaError, document: ContractDocument): string | undefined {
  if (document.authored !== document.source.document.value) return undefined;
  const asked = error.property ?? error.instance.slice(1).replaceAll('/', '.');
  const singular = asked === 'configurations' ? 'configuration' : asked === 'policies' ? 'policy' : undefined;
  const older = document.older.find(
    ({ pointer }) => pointer === `/${singular}` || pointer === `${error.instance}/type`,
  );
  if (older === undefined) return undefined;
  return `the contract uses an older spelling: ${older.message}; run pacto fmt --upgrade`;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
