/** Security of servers and operations: schemes by what they are, as their names are not sent. */
import { isArray, type Json, member } from '../../json.ts';
import { at, entriesOf, equals, itemsOf, type Located, type Mapping, type Opened } from '../opened.ts';
import { type Alternative, compareAlternatives, maxAlternatives, whyTightened } from '../security-formula.ts';
import { differencesOf, kindOf } from '../security-scheme.ts';
import { type Spot, step } from '../spot.ts';
import { type Context, compareOpaque } from './context.ts';
import type { EventDocument } from './document.ts';

interface Requirement {
  /** One of them is enough. */
  readonly alternatives: readonly Alternative[];
  /** The schemes by the names that they have in the alternatives. */
  readonly schemes: ReadonlyMap<string, Opened>;
}

/** Compares what is asked of those who connect. */
export function compareSecurity(cx: Context, above: Spot, old: Located | undefined, fresh: Located | undefined): void {
  const [before, after] = [readRequirement(cx.old, old), readRequirement(cx.fresh, fresh)];
  const spot = step(above, 'security');
  const type = old === undefined ? 'added' : fresh === undefined ? 'removed' : 'modified';
  const found = { type, old: old?.at, new: fresh?.at } as const;
  if (before.alternatives.length > maxAlternatives || after.alternatives.length > maxAlternatives) {
    if (equals(old?.value, fresh?.value)) return;
    const reason = `there are more than ${maxAlternatives} alternatives, too many to compare`;
    cx.report.add(spot, { rule: 'asyncapi-part-not-comparable', reason, ...found });
    return;
  }
  const { lost, gained } = compareAlternatives(before.alternatives, after.alternatives);
  if (lost !== undefined) {
    const reason = whyTightened(lost, after.alternatives);
    cx.report.add(spot, { rule: 'security-tightened', reason, ...found });
  } else if (gained !== undefined) cx.report.add(spot, { rule: 'security-relaxed', ...found });
  for (const [name, scheme] of before.schemes) {
    const other = after.schemes.get(name);
    if (other === undefined) continue;
    const below = step({ ...above, path: 'asyncapi' }, 'security-schemes', name);
    if (compareOpaque(cx, below, scheme, other) || scheme.kind === 'opaque' || other.kind === 'opaque') continue;
    for (const [keyword, difference] of differencesOf(scheme, other)) {
      cx.report.add({ ...below, path: below.path + keyword }, difference);
    }
  }
}

/** In 2.x a list of requirements that name schemes and scopes; in 3.x a list of schemes that say their scopes themselves. */
function readRequirement(document: EventDocument, holder: Located | undefined): Requirement {
  const schemes = new Map<string, Opened>();
  const named = (scheme: Opened, otherwise: string): string => {
    const name = scheme.kind === 'mapping' ? titleOf(scheme) : otherwise;
    if (!schemes.has(name)) schemes.set(name, scheme);
    return name;
  };
  const alternatives = itemsOf(holder).map((item): Alternative => {
    if (document.major === 2) {
      return new Map(
        entriesOf(item).map(([name, scopes]) => {
          const place = at(at(at(document.root, 'components'), 'securitySchemes'), name);
          return [place === undefined ? name : named(document.open(place), name), texts(scopes.value)];
        }),
      );
    }
    const scheme = document.open(item);
    const scopes = texts(scheme.kind === 'mapping' ? member(scheme.value, 'scopes') : undefined);
    return new Map([[named(scheme, scheme.kind === 'opaque' ? scheme.key : ''), scopes]]);
  });
  return { alternatives: alternatives.length === 0 ? [new Map()] : alternatives, schemes };
}

/** `userPassword`, `http bearer`, `httpApiKey X-Key in header`. */
function titleOf(scheme: Mapping): string {
  const [type, kind, where, name] = kindOf(scheme).map(([, value]) => (typeof value === 'string' ? value : undefined));
  return [type ?? 'unknown', kind, name, where === undefined ? undefined : `in ${where}`].filter(Boolean).join(' ');
}

function texts(value: Json | undefined): string[] {
  return isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}
