import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { child, parent } from '../pointer.ts';
import { ownCode, structure } from './structural.ts';

/** The parts of a contract that can be judged although others violate the schema. */
export interface Readable {
  readonly value: JsonObject;
  /** The pointer into the whole document for one into `value`: items of lists may have moved up. */
  original(pointer: string): string;
}

/** Violations after which a value does not have the shape that rules count on. */
const shapeKeywords = new Set(['type', 'required', 'minItems', 'minProperties', 'false']);

/**
 * Leaves out whatever has a wrong type or lacks what it needs, so that the later layers can judge the rest. Undefined
 * where nothing is left to judge.
 */
export function readableParts(document: Json): Readable | undefined {
  let value = withService(document);
  let original = (pointer: string): string => pointer;
  while (value !== undefined) {
    const broken = brokenPlaces(value);
    if (broken.length === 0) return { value, original };
    if (broken.includes('')) return undefined;
    const pruned = prune(value, new Set(broken));
    const outer = original;
    original = (pointer) => outer(pruned.original(pointer));
    value = withService(pruned.value);
  }
  return undefined;
}

function brokenPlaces(value: Json): string[] {
  return structure(value).errors.flatMap((error) =>
    ownCode(error) === undefined && shapeKeywords.has(error.keyword) ? [leftOut(error.instance)] : [],
  );
}

/**
 * Members whose absence means something, which a wrong type does not: what holds them cannot be judged without them.
 */
const missed = [
  /^\/interfaces\/\d+\/(port|contract)$/,
  /^\/configurations\/\d+\/(name|schema)$/,
  /^\/(policies|dependencies)\/\d+\/name$/,
  /^\/runtime\/(health|metrics)\/path$/,
];

function leftOut(pointer: string): string {
  return missed.some((pattern) => pattern.test(pointer)) ? parent(pointer) : pointer;
}

/** Every rule may count on a service: where its name or version is missing, one that nothing complains about. */
function withService(document: Json | undefined): JsonObject | undefined {
  if (!isObject(document)) return undefined;
  const service = member(document, 'service');
  const given = isObject(service) ? service : {};
  return {
    pactoVersion: '1.0',
    ...document,
    service: { ...given, name: textOr(given, 'name', 'unnamed'), version: textOr(given, 'version', '0.0.0') },
  };
}

function textOr(object: JsonObject, name: string, otherwise: string): string {
  const value = member(object, name);
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function prune(
  root: JsonObject,
  broken: ReadonlySet<string>,
): { value: Json | undefined; original: Readable['original'] } {
  const moves: [to: string, from: string][] = [];
  const keep = (node: Json, from: string, to: string): Json | undefined => {
    if (broken.has(from)) return undefined;
    if (isArray(node)) {
      const items: Json[] = [];
      for (const [i, item] of node.entries()) {
        const target = child(to, items.length);
        const kept = keep(item, child(from, i), target);
        if (kept === undefined) continue;
        moves.push([target, child(from, i)]);
        items.push(kept);
      }
      return items;
    }
    if (!isObject(node)) return node;
    return Object.fromEntries(
      Object.entries(node).flatMap(([key, value]) => {
        const kept = keep(value, child(from, key), child(to, key));
        return kept === undefined ? [] : [[key, kept] as const];
      }),
    );
  };
  const value = keep(root, '', '');
  return {
    value,
    original(pointer) {
      let best: [string, string] = ['', ''];
      for (const move of moves) {
        const applies = pointer === move[0] || pointer.startsWith(`${move[0]}/`);
        if (applies && move[0].length > best[0].length) best = move;
      }
      return best[1] + pointer.slice(best[0].length);
    },
  };
}
