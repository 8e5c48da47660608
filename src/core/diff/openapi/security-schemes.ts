/** Security schemes: which is which, and what changed in them for those who use them. */
import { equalityKey } from '../../schema/value.ts';
import { at, entriesOf, type Opened } from '../opened.ts';
import { differencesOf, kindOf, type SchemeDifference } from '../security-scheme.ts';
import { type Spot, step } from '../spot.ts';
import { type Context, compareOpaque } from './context.ts';
import type { ApiDocument } from './document.ts';

export interface SchemeNames {
  /** The name that an old scheme has in the new document; its own where it has no other. */
  newName(oldName: string): string;
  /** Compares the definitions of a scheme that both sides use; each time the same is found, for another use. */
  compare(cx: Context, spot: Spot, oldName: string, newName: string): void;
}

/** Matches the schemes of two documents by name, and what is left over by what it says: names are not sent. */
export function matchSchemes(old: ApiDocument, fresh: ApiDocument): SchemeNames {
  const [before, after] = [readSchemes(old), readSchemes(fresh)];
  const renamed = new Map<string, string>();
  const free = new Map<string, string>();
  for (const [name, scheme] of after) if (!before.has(name)) free.set(definitionKey(scheme), name);
  for (const [name, scheme] of before) {
    const match = after.has(name) ? undefined : free.get(definitionKey(scheme));
    if (match === undefined) continue;
    renamed.set(name, match);
    free.delete(definitionKey(scheme));
  }
  const known = new Map<string, readonly SchemeDifference[]>();
  return {
    newName: (name) => renamed.get(name) ?? name,
    compare(cx, { use, unstable }, name, newName) {
      const spot: Spot = step({ path: 'openapi', ...(unstable && { unstable }) }, 'security-schemes', newName);
      const below = { ...spot, ...(use === undefined ? {} : { use }) };
      const [was, is] = [before.get(name), after.get(newName)];
      if (was === undefined || is === undefined || was.kind === 'opaque' || is.kind === 'opaque') {
        if (!compareOpaque(cx, below, was, is)) compareDefined(cx, below, was, is);
        return;
      }
      let differences = known.get(name);
      if (differences === undefined) {
        differences = differencesOf(was, is);
        known.set(name, differences);
      }
      for (const [keyword, found] of differences) cx.report.add({ ...below, path: `${below.path}${keyword}` }, found);
    },
  };
}

/** A scheme that is asked for without a definition could be any. */
function compareDefined(cx: Context, spot: Spot, old: Opened | undefined, fresh: Opened | undefined): void {
  if (old === undefined && fresh === undefined) return;
  const side = fresh === undefined ? 'new' : 'old';
  cx.report.add(spot, {
    rule: 'openapi-part-not-comparable',
    reason: `the ${side} side asks for this security scheme and does not define it`,
    type: fresh === undefined ? 'removed' : 'added',
    old: old?.at,
    new: fresh?.at,
  });
}

function readSchemes(document: ApiDocument): Map<string, Opened> {
  const holder = document.swagger
    ? at(document.root, 'securityDefinitions')
    : at(at(document.root, 'components'), 'securitySchemes');
  return new Map(entriesOf(holder).map(([name, entry]) => [name, document.open(entry)]));
}

function definitionKey(scheme: Opened): string {
  if (scheme.kind === 'opaque') return scheme.key;
  const { description: _, type: _type, scheme: _scheme, in: _in, name: _name, ...rest } = scheme.value;
  return equalityKey([rest, ...kindOf(scheme).map(([, value]) => value ?? null)]);
}
