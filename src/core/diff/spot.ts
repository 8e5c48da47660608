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
  return { ...spot, path, ...(spot.use === undefined || words === undefined ? {} : { use: `${spot.use} ${words}` }) };
}

/** A name between the brackets of a published path; quoted where it would be ambiguous. */
export function bracket(name: string): string {
  return `[${/^[^\s[\]"\\\p{Cc}]+$/u.test(name) ? name : JSON.stringify(name)}]`;
}

/** What the other end of the line has to do. */
export function opposite(role: Role): Role {
  return role === 'reads' ? 'writes' : 'reads';
}
