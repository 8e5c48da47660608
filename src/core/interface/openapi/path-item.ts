import { isObject, type JsonObject, member } from '../../json.ts';

/** The methods of a path item and the operations under them. `additionalOperations` (3.2) included. */
export function* operationsIn(item: JsonObject): Generator<{ method: string; value: JsonObject; path: string[] }> {
  for (const method of ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query']) {
    const value = member(item, method);
    if (isObject(value)) yield { method: method.toUpperCase(), value, path: [method] };
  }
  const more = member(item, 'additionalOperations');
  if (!isObject(more)) return;
  for (const [method, value] of Object.entries(more)) {
    if (isObject(value)) yield { method, value, path: ['additionalOperations', method] };
  }
}
