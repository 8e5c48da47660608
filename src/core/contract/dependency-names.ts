import { contractFile } from './bundle.ts';
import { parseReference, type Reference } from './reference.ts';

/** How many references share the path that leads to a node, read from the last segment backwards. */
interface Node {
  count: number;
  readonly next: Map<string, Node>;
}

/**
 * Names for dependencies without one: the last path segment of the reference, without tag or digest. Where two would be
 * equal, as much more of the path as it takes; references to one repository are told apart by `-2`, `-3` and so on.
 *
 * @param refs references in the contract's order, undefined where the dependency has a name of its own
 * @param taken the names that are given; none of them is derived
 * @returns a name for each reference, undefined where there was none
 */
export function deriveDependencyNames(
  refs: readonly (string | undefined)[],
  taken: readonly string[] = [],
): (string | undefined)[] {
  const paths = refs.map((ref) => (ref === undefined ? undefined : segmentsOf(ref)));
  const repositories = new Map(paths.flatMap((path) => (path === undefined ? [] : [[path.join('/'), path] as const])));
  const root: Node = { count: 0, next: new Map() };
  for (const path of repositories.values()) count(root, path);

  const used = new Set(taken);
  const names = new Map([...repositories].map(([key, path]) => [key, unusedName(root, path, used)] as const));
  const seen = new Map<string, number>();
  return paths.map((path) => {
    const name = path && names.get(path.join('/'));
    if (name === undefined) return undefined;
    const times = (seen.get(name) ?? 0) + 1;
    if (times === 1) {
      seen.set(name, times);
      return name;
    }
    const [numbered, last] = number(name, times, used);
    seen.set(name, last);
    return numbered;
  });
}

function unusedName(root: Node, path: readonly string[], used: Set<string>): string {
  for (let length = shortestUnique(root, path); length <= path.length; length++) {
    const name = path.slice(path.length - length).join('/');
    if (used.has(name)) continue;
    used.add(name);
    return name;
  }
  return number(path.join('/'), 2, used)[0];
}

function number(name: string, first: number, used: Set<string>): [name: string, last: number] {
  let n = first;
  while (used.has(`${name}-${n}`)) n++;
  used.add(`${name}-${n}`);
  return [`${name}-${n}`, n];
}

function count(root: Node, path: readonly string[]): void {
  let node = root;
  for (const segment of path.toReversed()) {
    let next = node.next.get(segment);
    if (next === undefined) {
      next = { count: 0, next: new Map() };
      node.next.set(segment, next);
    }
    next.count++;
    node = next;
  }
}

/** How many segments from the end no other reference shares; all of them where another one ends with this whole path. */
function shortestUnique(root: Node, path: readonly string[]): number {
  let node: Node | undefined = root;
  for (const [i, segment] of path.toReversed().entries()) {
    node = node?.next.get(segment);
    if (node?.count === 1) return i + 1;
  }
  return path.length;
}

/** The path that a reference names, the host first. What is not a reference is still split as if it were one. */
function segmentsOf(ref: string): readonly string[] {
  const parsed = parseReference(ref, { inContract: true });
  const segments = split(parsed.ok ? pathOf(parsed.reference, ref) : withoutPin(ref));
  return segments.length === 0 ? ['dependency'] : segments;
}

function pathOf(reference: Reference, ref: string): string {
  if (reference.kind === 'registry') return `${reference.registry}/${reference.repository}`;
  if (reference.kind === 'layout') return reference.directory;
  return reference.kind === 'local' ? reference.path : ref;
}

function withoutPin(text: string): string {
  const name = text.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/|oci-layout:|git:)/, '').replace(/@.*$/s, '');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return colon < 0 ? name : name.slice(0, colon);
}

function split(path: string): readonly string[] {
  const segments = path.split(/[\\/]/).filter((segment) => segment !== '' && segment !== '.');
  return segments.at(-1) === contractFile ? segments.slice(0, -1) : segments;
}
