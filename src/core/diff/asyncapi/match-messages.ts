/** Which message is which among those that go through a channel in one direction. */
import { equalityKey } from '../../schema/value.ts';
import { equals } from '../opened.ts';
import type { Context } from './context.ts';
import type { Content, Message, Messages } from './model.ts';

export interface MessageMatch {
  readonly pairs: readonly (readonly [Message, Message])[];
  readonly gone: readonly Message[];
  readonly come: readonly Message[];
}

/** Pairs that are compared to find out whether they say the same. */
const maxComparisons = 400;

/**
 * Matches by name, by id, by the names under which messages are listed, which are not sent; then by what they carry. One
 * message on each side is the same one, whatever it is called: others do not look at what it is called to read it.
 */
export function matchMessages(cx: Context, before: Messages, after: Messages): MessageMatch {
  const pairs: [Message, Message][] = [];
  const come = new Set(after.known);
  let gone = [...before.known];
  const take = (find: (old: Message, candidates: ReadonlySet<Message>) => Message | undefined) => {
    gone = gone.filter((old) => {
      const fresh = find(old, come);
      if (fresh === undefined || !come.delete(fresh)) return true;
      pairs.push([old, fresh]);
      return false;
    });
  };
  const by = (keysOf: (message: Message) => Iterable<string>) => {
    const byKey = new Map<string, Message[]>();
    // Backwards, so that the first of several is the last in its list, where it is taken from.
    for (const fresh of [...come].reverse()) {
      for (const key of keysOf(fresh)) {
        const same = byKey.get(key);
        if (same === undefined) byKey.set(key, [fresh]);
        else same.push(fresh);
      }
    }
    take((old, candidates) => {
      for (const key of keysOf(old)) {
        const same = byKey.get(key) ?? [];
        for (let fresh = same.pop(); fresh !== undefined; fresh = same.pop()) if (candidates.has(fresh)) return fresh;
      }
      return undefined;
    });
  };
  by(({ name }) => (name === undefined ? [] : [name]));
  by(({ id }) => (id === undefined ? [] : [id]));
  by(({ id, keys }) => (id === undefined ? keys : [id, ...keys]));
  by(({ written }) => [equalityKey(written)]);
  const single = before.known.length === 1 && after.known.length === 1;
  if (!single && gone.length * come.size <= maxComparisons) {
    take((old, candidates) => [...candidates].find((fresh) => carrySame(cx, old, fresh)));
  }
  if (single) take((_, candidates) => [...candidates][0]);
  return { pairs, gone, come: [...come] };
}

function carrySame(cx: Context, old: Message, fresh: Message): boolean {
  return sameContent(cx, old.payload, fresh.payload) && sameContent(cx, old.headers, fresh.headers);
}

function sameContent(cx: Context, old: Content | undefined, fresh: Content | undefined): boolean {
  if (old === undefined || fresh === undefined) return old === fresh;
  const [was, is] = [old.format.language, fresh.format.language];
  if (was.kind !== 'json-schema' || is.kind !== 'json-schema') return equals(old.schema.value, fresh.schema.value);
  const [before, after] = [cx.old.schema(old.schema, was.dialect), cx.fresh.schema(fresh.schema, is.dialect)];
  return before !== undefined && after !== undefined && cx.schemas.compare(before, after, 'reads').length === 0;
}
