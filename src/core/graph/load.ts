import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { contractBytes } from '../contract/contract-bytes.ts';
import type { Contract } from '../contract/model.generated.ts';
import { readContract } from '../contract/read.ts';
import { parseVersion } from '../contract/version.ts';
import { errorKinds, PactoError } from '../error.ts';
import { soundContract, validateContract } from '../validate/validate.ts';
import { type Declaration, declarations, type FollowedReferences } from './declarations.ts';
import { bundleIdentity, declarationKey } from './identity.ts';
import type { GraphEdge } from './model.ts';
import type { Pool } from './pool.ts';

/** A bundle of the graph with its contract. */
export interface Member {
  readonly bundle: Bundle;
  readonly contract: Contract;
}

/** What a declaration leads to. */
export type Loaded =
  | { readonly kind: 'member'; readonly identity: string; readonly member: Member }
  | { readonly kind: 'unresolved'; readonly error: NonNullable<GraphEdge['error']> }
  /** Something threw what is no PactoError. Kept, so that it surfaces where the walk arrives, whatever came first. */
  | { readonly kind: 'bug'; readonly cause: unknown };

export interface LoaderOptions {
  readonly open: OpenBundle;
  readonly pool: Pool;
  readonly references: FollowedReferences;
  /** Whether what has another version than its constraint takes is an unresolved edge, and no member. */
  readonly strict?: boolean;
  /** Loads ahead of the walk stop at this distance from the root, and when this many bundles are known. */
  readonly depth: number;
  readonly maxBundles: number;
  readonly maxDeclarations: number;
  readonly onProgress: (done: number, known: number) => void;
}

/** Opens what is declared: each declaration once, and ahead of whoever asks, as far as the limits allow. */
export interface Loader {
  /** @param distance of the declaring bundle from the root */
  load(declaration: Declaration, from: Bundle, distance: number): Promise<Loaded>;
  /** Starts with what a bundle declares. */
  ahead(member: Member, distance: number): void;
}

type Read = { readonly ok: true; readonly contract: Contract } | { readonly ok: false; readonly problem: string };

export function createLoader(root: Member, options: LoaderOptions): Loader {
  const { open, pool, references, strict = false, depth, maxBundles, maxDeclarations, onProgress } = options;
  const loads = new Map<string, Promise<Loaded>>();
  /** One reading for each artifact or directory, however many declarations lead to it. */
  const reads = new Map<string, Promise<Read>>();
  const expanded = new Set<string>();
  let done = 0;
  reads.set(bundleIdentity(root.bundle), Promise.resolve({ ok: true, contract: root.contract }));

  function load(declaration: Declaration, from: Bundle, distance: number): Promise<Loaded> {
    const key = declarationKey(declaration, from);
    let loaded = loads.get(key);
    if (loaded === undefined) {
      loaded = start(declaration, from, distance);
      loads.set(key, loaded);
    }
    return loaded;
  }

  async function start(declaration: Declaration, from: Bundle, distance: number): Promise<Loaded> {
    const loaded = await pool.run(() => follow(declaration, from).catch(failure));
    done++;
    if (loaded.kind === 'member') ahead(loaded.member, distance + 1);
    onProgress(done, loads.size);
    return loaded;
  }

  function ahead(member: Member, distance: number): void {
    const identity = bundleIdentity(member.bundle);
    if (distance >= depth || expanded.has(identity)) return;
    if (reads.size >= maxBundles) return;
    expanded.add(identity);
    for (const declaration of declarations(member.contract, references)) {
      if (loads.size >= maxDeclarations) return;
      void load(declaration, member.bundle, distance);
    }
  }

  async function follow({ ref, constraint }: Declaration, from: Bundle): Promise<Loaded> {
    const problem = constraint === undefined ? undefined : constraintProblem(constraint);
    if (problem !== undefined) return problem;
    const bundle = await open(ref, from, constraint === undefined ? {} : { constraint });
    const identity = bundleIdentity(bundle);
    let reading = reads.get(identity);
    if (reading === undefined) {
      reading = readMember(bundle);
      reads.set(identity, reading);
    }
    const read = await reading;
    if (!read.ok) throw new PactoError('INVALID_CONTRACT', `${bundle.origin.label} is invalid: ${read.problem}`);
    if (strict && constraint !== undefined) refuseVersion(ref, read.contract, constraint);
    return { kind: 'member', identity, member: { bundle, contract: read.contract } };
  }

  return { load, ahead };
}

async function readMember(bundle: Bundle): Promise<Read> {
  const read = readContract(contractBytes(bundle), bundle.origin.contractPath);
  const contract = soundContract(read);
  if (contract !== undefined) return { ok: true, contract };
  const { findings } = await validateContract(read, { upTo: 'structural' });
  const [first] = findings;
  if (first === undefined) throw new Error('a contract that is no contract has no finding');
  // The file's own name depends on which way led to it, and the label says where it is.
  return { ok: false, problem: `line ${first.at.line}, column ${first.at.column}: ${first.message}` };
}

/** A path, a tag or a digest leads to one version, whatever the constraint beside it says. Throws NO_MATCHING_VERSION. */
function refuseVersion(ref: string, { service }: Contract, constraint: string): void {
  const [parsed, version] = [parseConstraint(constraint), parseVersion(service.version)];
  if (parsed.ok && version !== undefined && satisfies(parsed.constraint, version)) return;
  throw new PactoError(
    'NO_MATCHING_VERSION',
    `${ref} is ${service.name}@${service.version}, not within "${constraint}"`,
    {
      hint: 'Correct the compatibility, or refer to a version that it takes.',
    },
  );
}

function failure(error: unknown): Loaded {
  if (!(error instanceof PactoError)) return { kind: 'bug', cause: error };
  const { code, message, hint } = error;
  return { kind: 'unresolved', error: { code, message, hint } };
}

/** A reference under a constraint that means nothing cannot be followed: nothing says which version is asked for. */
function constraintProblem(text: string): Loaded | undefined {
  const parsed = parseConstraint(text);
  if (parsed.ok) return undefined;
  const message = `"${text}" is not a version constraint: ${parsed.message}`;
  const hint = parsed.help ?? errorKinds.INVALID_CONTRACT.hint;
  return { kind: 'unresolved', error: { code: 'INVALID_COMPATIBILITY', message, hint } };
}
