/** The official metaschemas, by URI. */

import type { Json } from '../../json.ts';
import { draft04 } from './draft-04.ts';
import { draft06 } from './draft-06.ts';
import { draft07 } from './draft-07.ts';
import { draft201909 } from './draft-2019-09.ts';
import { draft202012 } from './draft-2020-12.ts';

export const metaschemas: ReadonlyMap<string, () => Json> = new Map([
  ...draft04,
  ...draft06,
  ...draft07,
  ...draft201909,
  ...draft202012,
]);
