import { isObject, type Json, member } from '../../json.ts';
import { type At, along, below } from '../shape/place.ts';
import type { Visit } from '../shape/walk.ts';
import { operationsIn } from './path-item.ts';

/** `operationId` must be unique among all operations of the document. */
export function checkOperationIds({ value, at, walk }: Visit): void {
  const first = new Map<string, At>();
  for (const section of ['paths', 'webhooks']) {
    const items = member(value, section);
    if (!isObject(items)) continue;
    for (const [name, item] of Object.entries(items)) checkItem(item, along(at, [section, name]));
  }

  function checkItem(item: Json, itemAt: At): void {
    if (!isObject(item)) return;
    for (const { value: operation, path } of operationsIn(item)) {
      const id = member(operation, 'operationId');
      if (typeof id !== 'string') continue;
      const here = below(along(itemAt, path), 'operationId');
      const same = first.get(id);
      if (same === undefined) first.set(id, here);
      else {
        const related = { at: same, message: 'the first one' };
        walk.problems.warn(here, `the operationId ${JSON.stringify(id)} is used twice`, { related });
      }
    }
  }
}
