/** Keywords about objects. */

import { compareNumbers } from '../../document/number.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../json.ts';
import { nearest } from '../../nearest.ts';
import type { SchemaNode } from '../node.ts';
import type { Pattern } from '../pattern/pattern.ts';
import { check, type Rule, type Run, spend } from '../run.ts';
import { atKey, below, type Failure, report, type Trace } from '../trace.ts';
import { countText, isNumber, show } from '../value.ts';
import { assertion, type Builder, fail, matches, patternOf, subschema } from './rule.ts';
import { keywordIn } from './table.ts';

export const objectRules: Readonly<Record<string, Builder>> = {
  minProperties: (limit, node) => {
    if (!isNumber(limit)) return undefined;
    return assertion(
      node,
      (instance) => !isObject(instance) || compareNumbers(sizeOf(instance), limit) >= 0,
      (instance) => ({
        keyword: 'minProperties',
        message:
          sizeOf(instance) === 0
            ? 'must not be empty'
            : `must have at least ${countText(limit, 'member')} (found ${sizeOf(instance)})`,
      }),
    );
  },
  maxProperties: (limit, node) => {
    if (!isNumber(limit)) return undefined;
    return assertion(
      node,
      (instance) => !isObject(instance) || compareNumbers(sizeOf(instance), limit) <= 0,
      (instance) => ({
        keyword: 'maxProperties',
        message: `must have at most ${countText(limit, 'member')} (found ${sizeOf(instance)})`,
      }),
    );
  },
  required: (names, node) => {
    const known = new Set(Object.keys(objectOf(member(node.schema, 'properties'))));
    return needs(node, 'required', isArray(names) ? names : [], (name, instance) => ({
      message: `${show(name)} is missing`,
      help: misspelt(name, instance, known),
    }));
  },
  dependentRequired: (value, node) => {
    const rules = Object.entries(objectOf(value)).map(([name, names]) =>
      dependentNames(node, 'dependentRequired', name, names),
    );
    return all(rules);
  },
  properties: (value, node) => {
    const children = Object.keys(objectOf(value)).map((name) => ({ name, each: subschema(node, 'properties', name) }));
    return (run, instance, scope, seen, trace) => {
      if (!isObject(instance)) return true;
      spend(run, children.length >> 3);
      let valid = true;
      for (let index = 0; index < children.length; index++) {
        const it = children[index];
        const item = it && member(instance, it.name);
        if (!it || item === undefined) continue;
        seen?.some.add(it.name);
        const at = trace && (it.each.schema === false ? atKey(trace, it.name) : below(trace, it.name));
        if (check(it.each, run, item, scope, undefined, at)) continue;
        valid = false;
        if (!trace) return false;
      }
      return valid;
    };
  },
  patternProperties: (value, node) => {
    const children = patternChildren(value, node);
    return (run, instance, scope, seen, trace) => {
      if (!isObject(instance)) return true;
      let valid = true;
      for (const name of Object.keys(instance)) {
        for (const { pattern, each } of children) {
          if (!matches(pattern, name, run)) continue;
          seen?.some.add(name);
          // What can't be told to match is not held against the value.
          if (!pattern) continue;
          if (check(each, run, member(instance, name) ?? null, scope, undefined, trace && below(trace, name))) continue;
          valid = false;
          if (!trace) return false;
        }
      }
      return valid;
    };
  },
  additionalProperties: (_value, node) => {
    const named = new Set(Object.keys(objectOf(applied(node, 'properties'))));
    const patterns = Object.keys(objectOf(applied(node, 'patternProperties'))).map((source) => patternOf(node, source));
    const others = (name: string, run: Run): boolean =>
      !named.has(name) && !patterns.some((pattern: Pattern | undefined) => matches(pattern, name, run));
    return remaining(node, 'additionalProperties', others, [...named]);
  },
  propertyNames: (_value, node) => {
    const each = subschema(node, 'propertyNames');
    return (run, instance, scope, _seen, trace) => {
      if (!isObject(instance)) return true;
      let valid = true;
      for (const name of Object.keys(instance)) {
        if (check(each, run, name, scope, undefined, trace && atKey(trace, name))) continue;
        valid = false;
        if (!trace) return false;
      }
      return valid;
    };
  },
  dependentSchemas: (value, node) =>
    all(Object.keys(objectOf(value)).map((name) => dependentSchema(node, 'dependentSchemas', name))),
  dependencies: (value, node) =>
    all(
      Object.entries(objectOf(value)).map(([name, needed]) =>
        isArray(needed)
          ? dependentNames(node, 'dependencies', name, needed)
          : dependentSchema(node, 'dependencies', name),
      ),
    ),
};

export const unevaluatedProperties: Builder = (_value, node) => {
  const names = Object.keys(objectOf(member(node.schema, 'properties')));
  const rule = remaining(node, 'unevaluatedProperties', undefined, names);
  return (run, instance, scope, seen, trace) => seen?.all === true || rule(run, instance, scope, seen, trace);
};

/** `additionalProperties` and its kin: a schema for the members that `others` picks, or that nobody has seen. */
function remaining(
  node: SchemaNode,
  keyword: string,
  others: ((name: string, run: Run) => boolean) | undefined,
  known: readonly string[],
): Rule {
  const each = subschema(node, keyword);
  return (run, instance, scope, seen, trace) => {
    if (!isObject(instance)) return true;
    let valid = true;
    for (const name of Object.keys(instance)) {
      if (others ? !others(name, run) : seen?.some.has(name)) continue;
      if (each.schema === false) {
        spend(run, 1);
        if (trace) report(atKey(trace, name), node, notAllowed(keyword, name, known, instance));
      } else if (check(each, run, member(instance, name) ?? null, scope, undefined, trace && below(trace, name))) {
        if (others) seen?.some.add(name);
        continue;
      }
      valid = false;
      if (!trace) return false;
    }
    if (seen && !others) seen.all = true;
    return valid;
  };
}

const maxListed = 12;

function notAllowed(keyword: string, name: string, known: readonly string[], instance: JsonObject): Failure {
  const free = known.filter((it) => !Object.hasOwn(instance, it));
  const close = nearest(name, free);
  const listed = known.length > 0 && known.length <= maxListed ? `known here: ${known.join(', ')}` : undefined;
  return {
    keyword,
    message: `${show(name)} is not allowed here`,
    help: close === undefined ? listed : `did you mean ${show(close)}?`,
    property: name,
  };
}

/** A member that nobody knows and that looks like the missing one. */
function misspelt(name: string, instance: JsonObject, known: ReadonlySet<string>): string | undefined {
  const close = nearest(
    name,
    Object.keys(instance)
      .slice(0, 200)
      .filter((it) => !known.has(it)),
  );
  return close === undefined ? undefined : `did you write ${show(close)} for it?`;
}

type Explain = (name: string, instance: JsonObject) => Pick<Failure, 'message' | 'help' | 'schema'>;

function needs(node: SchemaNode, keyword: string, names: readonly Json[], explain: Explain): Rule {
  const needed = names.filter((name) => typeof name === 'string');
  return (run, instance, _scope, _seen, trace) => {
    if (!isObject(instance)) return true;
    spend(run, needed.length >> 3);
    let valid = true;
    for (const name of needed) {
      if (Object.hasOwn(instance, name)) continue;
      valid = false;
      if (!trace) return false;
      report(trace, node, { keyword, property: name, ...explain(name, instance) });
    }
    return valid;
  };
}

function dependentNames(node: SchemaNode, keyword: string, name: string, needed: Json): Rule {
  const rule = needs(node, keyword, isArray(needed) ? needed : [], (missing) => ({
    message: `${show(missing)} is missing, and ${show(name)} needs it`,
  }));
  return whenPresent(name, rule);
}

function dependentSchema(node: SchemaNode, keyword: string, name: string): Rule {
  const each = subschema(node, keyword, name);
  return whenPresent(name, (run, instance, scope, seen, trace) => {
    if (each.schema !== false) return check(each, run, instance, scope, seen, trace);
    return fail(trace && atKey(trace, name), node, () => ({
      keyword,
      message: `${show(name)} is not allowed here`,
      property: name,
    }));
  });
}

function whenPresent(name: string, rule: Rule): Rule {
  return (run, instance, scope, seen, trace) =>
    !isObject(instance) || !Object.hasOwn(instance, name) || rule(run, instance, scope, seen, trace);
}

function all(rules: readonly Rule[]): Rule {
  return (run, instance, scope, seen, trace: Trace | undefined) => {
    let valid = true;
    for (const rule of rules) {
      if (rule(run, instance, scope, seen, trace)) continue;
      valid = false;
      if (!trace) return false;
    }
    return valid;
  };
}

interface PatternChild {
  readonly pattern: Pattern | undefined;
  readonly each: SchemaNode;
}

function patternChildren(value: Json, node: SchemaNode): PatternChild[] {
  return Object.keys(objectOf(value)).map((source) => ({
    pattern: patternOf(node, source),
    each: subschema(node, 'patternProperties', source),
  }));
}

/** The value of a neighbouring keyword, if the dialect knows it. */
function applied(node: SchemaNode, keyword: string): Json | undefined {
  return keywordIn(node.resource.dialect, keyword) ? member(node.schema, keyword) : undefined;
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function sizeOf(instance: Json): number {
  return isObject(instance) ? Object.keys(instance).length : 0;
}
