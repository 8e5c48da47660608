import { isArray, isObject, type Json, type JsonObject, member } from '../../json.ts';
import { nearest } from '../../nearest.ts';
import { describeShape, describeValue, fits, settled, withArticle } from './describe.ts';
import { type ObjectType, objectTypes, type Shape, type TypeTable } from './notation.ts';
import { type At, below, nameOf, rootAt, stepsTo } from './place.ts';
import type { Problems } from './problems.ts';
import type { Located, References, Target } from './reference.ts';

/** What a check sees: one object of a known type, after its fields were checked against the table. */
export interface Visit {
  readonly value: JsonObject;
  readonly at: At;
  readonly walk: Walk;
}

export interface Walk {
  readonly root: Located;
  readonly version: number;
  readonly problems: Problems;
  /** The value behind a chain of references, or undefined where the chain is broken, remote or endless. */
  readonly follow: (value: Json | undefined, at: At) => Located | undefined;
  readonly resolve: References['resolve'];
  /** Checks a value (or what it refers to) as a type of the table, where only a check knows which. */
  readonly as: (type: string, value: Json, at: At) => void;
  /** Reports a reference that names nothing, whatever it should name. */
  readonly reference: (ref: string, at: At) => void;
}

/** A document format: its table, what the table cannot say, and how its references work. */
export interface Grammar {
  /** For messages: `OpenAPI`. */
  readonly name: string;
  readonly table: TypeTable;
  /** The type of the whole document. */
  readonly root: string;
  readonly version: number;
  readonly checks: Readonly<Record<string, (visit: Visit) => void>>;
  /** Whether what stands beside a `$ref` counts, by type (JSON Schema since 2019-09; path items). */
  readonly siblings: (type: string) => boolean;
}

/** Walks a document and everything it refers to, reporting what does not have the shape that the grammar's table says. */
export function walkDocument(root: Located, grammar: Grammar, references: References, problems: Problems): void {
  const typeNamed = objectTypes(grammar.table, grammar.version);
  const visited = new Map<string, Set<JsonObject>>();
  const visitedReferences = new Map<string, Set<JsonObject>>();
  /** Where references lead and rightly so. */
  const reached = new Map<string, Set<Target>>();
  const pending: { type: string; located: Located }[] = [];
  /** Where the chain of references from an object ends; undefined: nowhere, or it is being followed. */
  const chains = new Map<JsonObject, Located | undefined>();
  /** References that lead back to themselves. One that merely leads into a loop is not the mistake. */
  const loops = new Set<JsonObject>();
  const walk: Walk = {
    root,
    version: grammar.version,
    problems,
    follow,
    resolve: references.resolve,
    as: (type, value, at) => check({ kind: 'object', type, reference: 'may' }, value, at, true),
    reference: (ref, at) => reportReference(ref, references.resolve(ref, at), at, 'value'),
  };

  function check(shape: Shape, value: Json, at: At, required: boolean): void {
    if (shape.kind === 'any') return;
    if (shape.kind === 'object') {
      if (shape.reference !== 'no' && isObject(value) && referenceIn(value) !== undefined) {
        checkReference(shape.type, value, at);
        return;
      }
      if (shape.reference === 'must' && isObject(value)) {
        const help = `move it to where such things are defined and write {"$ref": "#/…"} here`;
        problems.error(at, `${nameOf(at)} must be a reference to ${withArticle(typeNamed(shape.type).noun)}`, { help });
        return;
      }
      checkObject(shape.type, value, at, required);
      return;
    }
    if (shape.kind === 'either') {
      const chosen = shape.shapes.find((alternative) => fits(alternative, value));
      if (chosen === undefined) mismatch(shape, value, at, required);
      else check(chosen, value, at, required);
      return;
    }
    if (!fits(shape, value)) {
      mismatch(shape, value, at, required);
      return;
    }
    if (shape.kind === 'list' && isArray(value)) {
      for (const [i, item] of value.entries()) if (!settled(shape.of, item)) check(shape.of, item, below(at, i), false);
    } else if (shape.kind === 'map' && isObject(value)) {
      for (const key of Object.keys(value)) {
        const item = value[key] ?? null;
        if (!settled(shape.of, item)) check(shape.of, item, below(at, key), false);
      }
    }
  }

  function checkObject(name: string, value: Json, at: At, required = true): void {
    const type = concrete(typeNamed(name), value);
    if (type.boolean && typeof value === 'boolean') return;
    if (!isObject(value)) {
      mismatch({ kind: 'object', type: type.name, reference: 'no' }, value, at, required);
      return;
    }
    if (!firstVisit(visited, type.name, value)) return;
    if (misplacedReference(type, value, at)) return;
    for (const key of Object.keys(value)) {
      const item = value[key] ?? null;
      const field = type.fields.get(key);
      const shape = field?.shape ?? (key.startsWith('x-') ? undefined : type.rest);
      if (shape === undefined) unknownField(type, value, key, at);
      else if (!settled(shape, item)) check(shape, item, below(at, key), field?.missing === 'error');
    }
    for (const field of type.required) {
      if (Object.hasOwn(value, field)) continue;
      const report = type.fields.get(field)?.missing === 'error' ? problems.error : problems.warn;
      report(at, `the ${type.noun} has no "${field}"`, { onKey: true });
    }
    grammar.checks[type.name]?.({ value, at, walk });
  }

  /** A reference where the format has none: the fields it hides would only make noise, so it is reported alone. */
  function misplacedReference(type: ObjectType, value: JsonObject, at: At): boolean {
    if (type.fields.has('$ref') || type.rest !== undefined || type.open) return false;
    const ref = referenceIn(value);
    if (ref === undefined) return false;
    problems.error(below(at, '$ref'), `${grammar.name} allows no "$ref" in place of ${withArticle(type.noun)}`, {
      onKey: true,
    });
    const target = references.resolve(ref, at);
    if (target.kind === 'found') pending.push({ type: type.name, located: target });
    return true;
  }

  function concrete(type: ObjectType, value: Json | undefined): ObjectType {
    if (type.choose === undefined) return type;
    const { has, withIt, otherwise } = type.choose;
    return typeNamed(member(value, has) === undefined ? otherwise : withIt);
  }

  function checkReference(type: string, value: JsonObject, at: At): void {
    const ref = referenceIn(value) ?? '';
    const target = references.resolve(ref, at);
    const siblings = grammar.siblings(type);
    // Most references lead where others have led before. Whoever followed those has seen every loop on the way.
    if (!siblings && reached.get(type)?.has(target) === true && !loops.has(value)) return;
    if (!firstVisit(visitedReferences, type, value)) return;
    if (siblings) checkObject(type, value, at);
    follow(value, at);
    if (loops.has(value)) {
      problems.error(below(at, '$ref'), '"$ref" leads back to itself, so it never names anything');
      return;
    }
    reportReference(ref, target, at, typeNamed(type).noun);
    if (target.kind !== 'found') return;
    const actual = target.at.file === root.at.file ? typeAt(target.at) : undefined;
    const wanted = typeNamed(type);
    if (actual !== undefined && actual.family !== wanted.family) {
      const message = `"$ref" must name ${withArticle(wanted.noun)}, but ${JSON.stringify(ref)} is ${withArticle(actual.noun)}`;
      problems.error(below(at, '$ref'), message);
      return;
    }
    if (firstVisit(reached, type, target)) pending.push({ type, located: target });
  }

  function reportReference(ref: string, target: Target, at: At, noun: string): void {
    if (target.kind === 'broken') {
      problems.error(below(at, '$ref'), target.message, { help: problems.full() ? undefined : target.help() });
    } else if (target.kind === 'remote') {
      const message = `"$ref" names a URL, which is not fetched: ${JSON.stringify(ref.slice(0, 200))}`;
      const help = `the ${noun} is taken for anything; copy the file into the bundle to have it checked`;
      problems.warn(below(at, '$ref'), message, { help });
    }
  }

  function follow(value: Json | undefined, at: At): Located | undefined {
    if (value === undefined) return undefined;
    const passed: JsonObject[] = [];
    let here: Located | undefined = { value, at };
    while (here !== undefined && isObject(here.value)) {
      const ref = referenceIn(here.value);
      if (ref === undefined) break;
      if (chains.has(here.value)) {
        const again = passed.indexOf(here.value);
        if (again >= 0) for (const member of passed.slice(again)) loops.add(member);
        here = chains.get(here.value);
        break;
      }
      chains.set(here.value, undefined);
      passed.push(here.value);
      const target: Target = references.resolve(ref, here.at);
      here = target.kind === 'found' ? target : undefined;
    }
    for (const member of passed) chains.set(member, here);
    return here;
  }

  /** The type that the table gives to a place of the main document. */
  function typeAt(at: At): ObjectType | undefined {
    let shape: Shape | undefined = { kind: 'object', type: grammar.root, reference: 'no' };
    for (const step of stepsTo(at)) {
      if (shape === undefined) return undefined;
      if (shape.kind === 'either') shape = shape.shapes.find((option) => option.kind !== 'boolean');
      if (shape?.kind === 'list' || shape?.kind === 'map') shape = shape.of;
      else if (shape?.kind === 'object') {
        const type: ObjectType = concrete(typeNamed(shape.type), undefined);
        const key = String(step);
        shape = type.fields.get(key)?.shape ?? (key.startsWith('x-') ? undefined : type.rest);
      } else return undefined;
    }
    return shape?.kind === 'object' ? typeNamed(shape.type) : undefined;
  }

  function unknownField(type: ObjectType, value: JsonObject, key: string, at: At): void {
    // A reference among the fields is judged as such.
    if (key.startsWith('x-') || key === '$ref' || problems.full()) return;
    const range = type.elsewhere.get(key);
    if (range !== undefined) {
      if (type.open) return;
      const message = `"${key}" of ${withArticle(type.noun)} has a meaning only ${range.replace(/^since/, `since ${grammar.name}`)}`;
      problems.warn(below(at, key), message, { onKey: true });
      return;
    }
    const free = [...type.fields.keys()].filter((field) => !Object.hasOwn(value, field));
    const near = nearest(key, free);
    if (near === undefined) return;
    const message = `${JSON.stringify(key)} is not a field of ${withArticle(type.noun)}`;
    problems.warn(below(at, key), message, { onKey: true, help: `did you mean "${near}"?` });
  }

  function mismatch(shape: Shape, value: Json, at: At, required: boolean): void {
    const wanted = describeShape(shape, typeNamed);
    if (value === null && !required && canBeEmpty(shape)) {
      problems.warn(at, `${nameOf(at)} is empty; it should be ${wanted}`, { help: 'fill it in or leave it out' });
      return;
    }
    const message = `${nameOf(at)} must be ${wanted}, but is ${describeValue(value)}`;
    const unquoted = shape.kind === 'string' && (typeof value === 'number' || typeof value === 'boolean');
    const help = unquoted ? 'put it in quotes' : spelling(shape, value);
    if (unquoted && !required) problems.warn(at, message, { help });
    else problems.error(at, message, { help });
  }

  function canBeEmpty(shape: Shape): boolean {
    if (namesNull(shape)) return false;
    if (shape.kind !== 'object') return true;
    const { fields, required } = typeNamed(shape.type);
    return required.every((field) => fields.get(field)?.missing !== 'error');
  }

  check({ kind: 'object', type: grammar.root, reference: 'no' }, root.value, rootAt(root.at.file), true);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, at } = next.located;
    check({ kind: 'object', type: next.type, reference: 'may' }, value, at, true);
  }
}

/** Whether a thing is met as this type for the first time: aliases and references lead to it again and again. */
function firstVisit<Thing>(visited: Map<string, Set<Thing>>, type: string, value: Thing): boolean {
  const seen = visited.get(type) ?? new Set<Thing>();
  if (seen.size === 0) visited.set(type, seen);
  if (seen.has(value)) return false;
  seen.add(value);
  return true;
}

/** The `$ref` of an object, where it is a string. */
export function referenceIn(value: Json | undefined): string | undefined {
  const ref = member(value, '$ref');
  return typeof ref === 'string' ? ref : undefined;
}

/** Whether the word "null" is one of the strings allowed: in YAML it needs quotes to be one. */
function namesNull(shape: Shape): boolean {
  if (shape.kind === 'either') return shape.shapes.some(namesNull);
  return shape.kind === 'one' && shape.values.includes('null');
}

function spelling(shape: Shape, value: Json): string | undefined {
  if (value === null && namesNull(shape)) return 'put "null" in quotes';
  if (shape.kind !== 'one' || typeof value !== 'string') return undefined;
  const near = nearest(value, shape.values);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}
