import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Bundle, OpenBundle } from '../../core/contract/bundle.ts';
import {
  formatReference,
  type LayoutReference,
  parseReference,
  type Reference,
  type RegistryReference,
} from '../../core/contract/reference.ts';
import { hintOf, PactoError } from '../../core/error.ts';
import { openLocal } from './local.ts';
import type { Input } from './stdin.ts';

/** Opens what lies in registries and image layouts. */
export interface PublishedBundles {
  open(reference: RegistryReference | LayoutReference, from?: Bundle, constraint?: string): Promise<Bundle>;
}

export interface BundleSources {
  /** Absolute directory that command-line paths are relative to. */
  readonly cwd: string;
  /** Where `-` reads from; absent: `-` is refused. Read once, however often `-` is opened. */
  readonly stdin?: Input;
  /** Where published bundles are; absent: references to registries and image layouts are refused. */
  readonly registries?: PublishedBundles;
}

/**
 * Opens bundles by reference: directories, pacto.yaml files, archives, registries, image layouts, git revisions and
 * standard input. With a declaring bundle, the reference is one in a contract: relative paths start at that bundle, at the same git revision
 * where it came from one. Throws PactoError.
 */
export function createOpenBundle({ cwd, stdin, registries }: BundleSources): OpenBundle {
  let contract: Promise<Uint8Array> | undefined;

  async function fromCommandLine(reference: Reference, constraint: string | undefined): Promise<Bundle> {
    switch (reference.kind) {
      case 'local':
        return openLocal(reference.path, cwd, cwd);
      case 'git':
        return (await import('./git.ts')).openRevision(cwd, reference.revision, reference.path);
      case 'stdin':
        if (stdin === undefined) throw new PactoError('INVALID_REFERENCE', 'there is no standard input to read here');
        return fromInput(stdin);
      default:
        return published(reference, undefined, constraint);
    }
  }

  async function published(
    reference: RegistryReference | LayoutReference,
    from: Bundle | undefined,
    constraint: string | undefined,
  ): Promise<Bundle> {
    if (registries !== undefined) return registries.open(reference, from, constraint);
    const text = formatReference(reference);
    throw new PactoError(
      'SOURCE_UNSUPPORTED',
      `${text} is in a registry or an image layout, which is out of reach here`,
    );
  }

  async function fromInput(input: Input): Promise<Bundle> {
    const { readInput, stdinBundle } = await import('./stdin.ts');
    contract ??= readInput(input);
    return stdinBundle(await contract, cwd);
  }

  async function fromContract(
    reference: Reference,
    text: string,
    from: Bundle,
    constraint: string | undefined,
  ): Promise<Bundle> {
    const { origin } = from;
    if (reference.kind === 'registry' || reference.kind === 'layout') return published(reference, from, constraint);
    if (reference.kind !== 'local') throw new Error(`the parser lets no ${reference.kind} reference into a contract`);
    if (origin.revision !== undefined)
      return (await import('./git.ts')).openInRevision(origin.revision, reference.path);
    if (origin.base !== undefined) return openLocal(reference.path, origin.base, cwd);
    throw new PactoError('CONTRACT_NOT_FOUND', `${text} is a local path, and ${origin.label} is in no directory`, {
      hint: 'Local references work between directories. A bundle that travels refers to registries.',
    });
  }

  return async (text, from, { constraint } = {}) => {
    const exists = (path: string) => existsSync(resolve(cwd, path));
    const parsed = parseReference(text, { inContract: from !== undefined, exists });
    if (!parsed.ok) throw new PactoError('INVALID_REFERENCE', parsed.message, hintOf(parsed.help));
    return from === undefined
      ? fromCommandLine(parsed.reference, constraint)
      : fromContract(parsed.reference, text, from, constraint);
  };
}
