/** Places as machines outside want them: GitHub looks for files from the root of the checkout, wherever pacto ran. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { contractFile } from '../core/contract/bundle.ts';
import type { Finding, Position } from '../core/finding.ts';
import type { DiffResult } from '../operations/results.ts';
import type { World } from './context.ts';

type Where = Pick<World, 'cwd' | 'env'>;

/** A finding with its files from the root of the checkout; those that are on no disk stay as they are. */
export function findingFromRoot(where: Where): (finding: Finding) => Finding {
  const place = placeFromRoot(where);
  const moved = (at: Position) => place(at) ?? at;
  return (finding) => ({
    ...finding,
    at: moved(finding.at),
    ...(finding.related === undefined
      ? {}
      : { related: finding.related.map(({ message, at }) => ({ message, at: moved(at) })) }),
  });
}

/**
 * A comparison with its places from the root of the checkout. What stands in no file on disk, as on an old side that is
 * read from git or a registry, loses its place there.
 */
export function diffFromRoot(result: DiffResult, where: Where): DiffResult {
  const place = placeFromRoot(where);
  const at = <K extends string>(key: K, position: Position | undefined) => {
    const placed = position === undefined ? undefined : place(position);
    return placed === undefined ? {} : ({ [key]: placed } as Record<K, Position>);
  };
  const { changes, dependencies } = result;
  return {
    ...result,
    changes: changes.map(({ old, new: fresh, ...change }) => ({ ...change, ...at('old', old), ...at('new', fresh) })),
    ...(dependencies === undefined
      ? {}
      : {
          dependencies: {
            ...dependencies,
            services: dependencies.services.map(({ at: declared, ...service }) => ({
              ...service,
              ...at('at', declared),
            })),
          },
        }),
  };
}

/** The first line of a contract on disk, for what has no place of its own in it; undefined where it is elsewhere. */
export function contractPlace(reference: string, where: Where): Position | undefined {
  const file = reference.endsWith(contractFile) ? reference : join(reference, contractFile);
  return placeFromRoot(where)({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });
}

/** Where a place is seen from the root of the checkout; undefined where there is no such file. */
function placeFromRoot({ cwd, env }: Where): (at: Position) => Position | undefined {
  const root = checkoutRoot(cwd) ?? workspaceOf(cwd, env.GITHUB_WORKSPACE);
  const known = new Map<string, string | undefined>();
  const shown = (file: string): string | undefined => {
    const absolute = resolve(cwd, file);
    if (!existsSync(absolute)) return undefined;
    return root === undefined || !isWithin(root, absolute) ? file : relative(root, absolute).split(sep).join('/');
  };
  return (at) => {
    if (!known.has(at.file)) known.set(at.file, shown(at.file));
    const file = known.get(at.file);
    return file === undefined ? undefined : { ...at, file };
  };
}

/** The nearest directory with a `.git`, which is a file in a worktree. */
function checkoutRoot(cwd: string): string | undefined {
  for (let directory = cwd, parent = dirname(directory); ; directory = parent, parent = dirname(parent)) {
    if (existsSync(join(directory, '.git'))) return directory;
    if (parent === directory) return undefined;
  }
}

/** For checkouts that were made without git. */
function workspaceOf(cwd: string, workspace: string | undefined): string | undefined {
  return workspace !== undefined && isAbsolute(workspace) && isWithin(workspace, cwd) ? workspace : undefined;
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
