/** Worlds of bundles in memory, to resolve graphs in. */
import { type Bundle, memoryBundle, type OpenBundle } from '../../../src/core/contract/bundle.ts';
import type { Contract } from '../../../src/core/contract/model.generated.ts';
import { readContract } from '../../../src/core/contract/read.ts';
import { PactoError } from '../../../src/core/error.ts';
import { validateContract } from '../../../src/core/validate/validate.ts';

export interface Declared {
  readonly ref: string;
  readonly name?: string;
  readonly constraint?: string;
  readonly required?: boolean;
}

export interface Service {
  readonly name: string;
  readonly version?: string;
  readonly owner?: unknown;
  readonly dependencies?: readonly Declared[];
  readonly configurations?: readonly { readonly name: string; readonly ref: string }[];
  readonly policies?: readonly { readonly name: string; readonly ref: string }[];
  /** Instead of a contract. */
  readonly text?: string;
  /** The artifact that it is, `sha256:` and 64 digits; by default one of its own. */
  readonly digest?: string;
}

/** What is behind a reference: a service, or what opening it throws. */
export type Answer = Service | Error;

export function contractText(service: Service): string {
  if (service.text !== undefined) return service.text;
  const { name, version = '1.0.0', owner, dependencies = [], configurations, policies } = service;
  return JSON.stringify({
    pactoVersion: '1.0',
    service: { name, version, ...(owner === undefined ? {} : { owner }) },
    dependencies: dependencies.map(({ ref, name, constraint = '*', required }, i) => ({
      name: name ?? `d${i}`,
      ref,
      compatibility: constraint,
      ...(required === undefined ? {} : { required }),
    })),
    ...(configurations === undefined ? {} : { configurations }),
    ...(policies === undefined ? {} : { policies }),
  });
}

/** A bundle as it came from the registry, under the reference that led to it. */
export function published(ref: string, service: Service): Bundle {
  const [, repository = ref, tag] = /^(oci:\/\/[^:@]+)(?::([^@]+))?/.exec(ref) ?? [];
  const digest = service.digest ?? `sha256:${Buffer.from(ref).toString('hex').padStart(64, '0').slice(-64)}`;
  return bundleOf(service, {
    kind: 'registry',
    label: ref.replace('oci://', ''),
    contractPath: `${ref}!/pacto.yaml`,
    artifact: { repository, ...(tag === undefined ? {} : { tag }), digest, contentDigest: digest },
  });
}

/** A bundle in a directory. */
export function local(directory: string, service: Service): Bundle {
  return bundleOf(service, {
    kind: 'directory',
    label: directory.replace(/^\/w\//, ''),
    contractPath: `${directory}/pacto.yaml`,
    base: directory,
  });
}

function bundleOf(service: Service, origin: Bundle['origin']): Bundle {
  return memoryBundle(new Map([['pacto.yaml', new TextEncoder().encode(contractText(service))]]), origin);
}

export async function member(bundle: Bundle): Promise<{ bundle: Bundle; contract: Contract }> {
  const file = bundle.read('pacto.yaml');
  if (file.kind !== 'file') throw new Error('no contract');
  const { contract, findings } = await validateContract(readContract(file.bytes, 'pacto.yaml'), { upTo: 'structural' });
  if (contract === undefined) throw new PactoError('INVALID_CONTRACT', findings[0]?.message ?? '');
  return { bundle, contract };
}

export interface World {
  readonly open: OpenBundle;
  /** Every call: the reference and the constraint. */
  readonly opened: string[];
  /** How many were open at once at most. */
  readonly peak: () => number;
}

/** @param latency what an answer waits for */
export function world(
  answers: ReadonlyMap<string, Answer>,
  latency: (ref: string) => Promise<unknown> = async () => undefined,
): World {
  const opened: string[] = [];
  let active = 0;
  let peak = 0;
  return {
    opened,
    peak: () => peak,
    async open(ref, from, options) {
      opened.push(`${ref} ${options?.constraint ?? ''}`);
      peak = Math.max(peak, ++active);
      await latency(ref);
      active--;
      const place = from?.origin.base;
      const key = ref.startsWith('.') && place !== undefined ? new URL(ref, `file://${place}/`).pathname : ref;
      const answer = answers.get(key);
      if (answer === undefined) throw new PactoError('REGISTRY_NOT_FOUND', `${ref} is not there`);
      if (answer instanceof Error) throw answer;
      return key.startsWith('/') ? local(key, answer) : published(key, answer);
    },
  };
}
