/** Where a comparison stands in a description, in the words of published paths. */
import type { Role } from './schema/schema-change.ts';

export interface Spot {
  /** `openapi.paths[/users].methods[GET]` */
  readonly path: string;
  /** What a reader knows it by: `GET /users 200 application/json`; absent above operations. */
  readonly use?: string;
  /** The old side called it a draft. */
  readonly unstable?: boolean;
}

/** One step further down: `.responses[200]`, and `200` in words. */
export function step(spot: Spot, keyword: string, name?: string, words = name): Spot {
  const path = `${spot.path}.${keyword}${name === undefined ? '' : bracket(name)}`;
  if (spot.use === undefined || words === undefined) return { ...spot, path };
  return { ...spot, path, use: `${spot.use} ${recognisable(words)}` };
}

/** A name between the brackets of a published path; quoted where it would be ambiguous. */
export function bracket(name: string): string {
  const shown = recognisable(name);
  return `[${/^[^\s[\]"\\\p{Cc}]+$/u.test(shown) ? shown : JSON.stringify(shown)}]`;
}

/** Characters by which anybody knows a name. It stands in the path of all that is below it, however long it is. */
const longest = 1000;

/** A name as paths have it: its beginning, where there is no end to it. */
export function recognisable(name: string): string {
  return name.length <= longest ? name : `${name.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What the other end of the line has to do. */
export function opposite(role: Role): Role {
  return role === 'reads' ? 'writes' : 'reads';
}
