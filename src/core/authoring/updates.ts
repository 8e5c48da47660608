/** Changes of items that a contract has, each where it stands. */

import type { ContractDocument } from '../contract/read.ts';
import { PactoError } from '../error.ts';
import { type Json, member } from '../json.ts';
import { child } from '../pointer.ts';
import { placeOf } from './dependencies.ts';
import { items, notThere, type SetValue } from './plan.ts';

export interface InterfaceChange {
  /** Which one. */
  readonly name: string;
  readonly port?: number | undefined;
  readonly visibility?: 'public' | 'internal' | undefined;
  /** Bundle path of its description, which must be there. */
  readonly contract?: string | undefined;
}

export interface DependencyChange {
  /** Which one. */
  readonly name: string;
  readonly ref?: string | undefined;
  readonly compatibility?: string | undefined;
  readonly required?: boolean | undefined;
}

/** Plans changes of items by name. Throws USAGE for names that are not there, and for changes of nothing. */
export function updateNamed(
  { value: contract }: ContractDocument,
  section: 'interfaces' | 'dependencies',
  changes: readonly (InterfaceChange | DependencyChange)[],
  removed: readonly string[],
  set: SetValue,
): void {
  const seen = new Set<string>();
  const names = items(contract, section).map((item) => member(item, 'name'));
  for (const { name, ...members } of changes) {
    const index = names.indexOf(name);
    if (index === -1) {
      const there = names.filter((one) => typeof one === 'string');
      throw notThere(name, section, there, 'change');
    }
    if (removed.includes(name)) {
      throw new PactoError('USAGE', `${JSON.stringify(name)} in ${section} is both changed and removed`, {
        hint: 'Do one of the two.',
      });
    }
    if (seen.size === seen.add(name).size) {
      throw new PactoError('USAGE', `${JSON.stringify(name)} in ${section} is to be changed twice`, {
        hint: 'Name each once, with all that changes of it.',
      });
    }
    const said = Object.entries<Json | undefined>(members).filter(([, value]) => value !== undefined);
    if (said.length === 0) {
      throw new PactoError('USAGE', `no change is given for ${JSON.stringify(name)} in ${section}`, {
        hint: 'Give what is to change beside its name.',
      });
    }
    for (const [key, value] of said) {
      if (value !== undefined) set(child(child(`/${section}`, index), key), value);
    }
  }
}

/**
 * The name of the dependency that is meant: by its name, what it refers to (with or without tag), or the service that a
 * local reference leads to. Throws USAGE where none is, or several are.
 */
export function dependencyNamed(
  contract: Json,
  asked: string,
  { serviceOf, purpose }: { serviceOf: (ref: string) => string | undefined; purpose: 'remove' | 'change' },
): string {
  const declared = items(contract, 'dependencies').flatMap((item) => {
    const [name, ref] = [member(item, 'name'), member(item, 'ref')];
    return typeof name === 'string' && typeof ref === 'string' ? [{ name, ref }] : [];
  });
  const names = declared.map(({ name }) => name);
  if (names.includes(asked)) return asked;
  const place = placeOf(asked);
  const ways: readonly ((ref: string) => boolean)[] = [
    (ref) => ref === asked,
    (ref) => place !== undefined && placeOf(ref) === place,
    (ref) => serviceOf(ref) === asked,
  ];
  for (const way of ways) {
    const meant = declared.filter(({ ref }) => way(ref)).map(({ name }) => name);
    if (meant.length > 1) {
      throw new PactoError('USAGE', `${JSON.stringify(asked)} may mean several dependencies`, {
        hint: `Name one: ${meant.join(', ')}.`,
      });
    }
    if (meant[0] !== undefined) return meant[0];
  }
  throw notThere(asked, 'dependencies', names, purpose);
}
