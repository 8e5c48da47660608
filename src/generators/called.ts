import { lockFile } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import type { GeneratorRequest } from '../core/generate/protocol.ts';
import { type LockEntry, lockedService } from '../core/graph/lock.ts';
import { readLock } from '../core/graph/lock-file.ts';
import { placeReference } from '../core/graph/lock-place.ts';
import { few } from './few.ts';

/** A service that a contract depends on. */
export interface CalledService {
  readonly name: string;
  /** Whether the service itself is called so, by the lock; otherwise its name is the dependency's. */
  readonly isLocked: boolean;
}

/** The services that a contract depends on, each once: by the names that the lock has, else by those of the dependencies. */
export function servicesCalled(
  { dependencies = [] }: Contract,
  readFile: GeneratorRequest['readFile'],
): readonly CalledService[] {
  const bytes = dependencies.length === 0 ? undefined : readFile(lockFile);
  const read = bytes === undefined ? undefined : readLock(bytes, lockFile);
  const keyOf = (name: string, ref: string | undefined, constraint: string) => JSON.stringify([name, ref, constraint]);
  const locked = new Map<string, LockEntry>(
    read?.ok === true
      ? read.lock.dependencies.map((entry) => [keyOf(entry.name, entry.ref, entry.constraint), entry])
      : [],
  );
  const services = new Map<string, CalledService>();
  for (const { name, ref, compatibility } of dependencies) {
    const entry = locked.get(keyOf(name, placeReference(ref, '')?.ref, compatibility));
    const service = entry === undefined ? undefined : lockedService(entry);
    const called = { name: service ?? name.replace(/-pacto$/, ''), isLocked: service !== undefined };
    if (called.name !== '' && !services.has(called.name)) services.set(called.name, called);
  }
  return [...services.values()];
}

/** Says which names are not known to be those of services; undefined where all are. */
export function unlockedNames(called: readonly CalledService[]): string | undefined {
  const names = called.flatMap(({ name, isLocked }) => (isLocked ? [] : [name]));
  if (names.length === 0) return undefined;
  return `Named as the contract calls them: ${few(names)}. \`pacto lock\` finds what they call themselves.`;
}
