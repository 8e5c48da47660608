/** What is found when two schemas are compared, and what the comparison needs to know of their use. */

import type { Change } from '../change.ts';
import type { View } from '../containment/decide.ts';
import type { Uses } from './uses.ts';

/** The service reads the values, so that every old one must still be accepted; or it writes them, and none may be new. */
export type Role = 'reads' | 'writes';

export type Use = 'http' | 'configuration' | 'event';

export interface SchemaChange extends Omit<Change, 'path' | 'element' | 'affects' | 'moreAffected'> {
  /** What to append to the path of whoever uses the schema: `` or `.properties[amount].type`. */
  readonly below: string;
  /** Equal for one root cause (the pair of places, rule, direction), whichever use led to it. */
  readonly cause: string;
  /** Where what changed is used, below whoever uses the schema; only where it was asked for. */
  readonly uses?: Uses;
}

/** How the compared schemas are used, the same for all that is below them. */
export interface Setting {
  readonly role: Role;
  readonly use: Use;
  readonly view: View;
  /** Names in XML are names on the wire. */
  readonly xml: boolean;
}
