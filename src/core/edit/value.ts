/** What an edit makes of a value, whatever its text: what the edited text is held to. */

import { isArray, isObject, type Json, member } from '../json.ts';

/** The value with another one at a path; what is missing on the way is made. */
export function withValue(root: Json, path: readonly string[], value: Json): Json {
  const [token, ...rest] = path;
  if (token === undefined) return value;
  if (isArray(root)) {
    const at = Number(token);
    return root.map((item, i) => (i === at ? withValue(item, rest, value) : item));
  }
  const inner = withValue(member(root, token) ?? null, rest, value);
  return Object.fromEntries([...new Map(isObject(root) ? Object.entries(root) : []).set(token, inner)]);
}

/** The value without the one at a path. */
export function withoutValue(root: Json, path: readonly string[]): Json {
  const [token, ...rest] = path;
  if (token === undefined) return null;
  if (isArray(root)) {
    const at = Number(token);
    return root.flatMap((item, i) => (i !== at ? [item] : rest.length === 0 ? [] : [withoutValue(item, rest)]));
  }
  if (!isObject(root)) return root;
  return Object.fromEntries(
    Object.entries(root).flatMap(([name, item]) =>
      name !== token ? [[name, item]] : rest.length === 0 ? [] : [[name, withoutValue(item, rest)]],
    ),
  );
}
