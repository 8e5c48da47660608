/** Keywords that apply other schemas to the same value. */

import { isArray, type Json, member } from '../../json.ts';
import { matchesNone, summariseAlternatives, tooManyAlternatives } from '../alternatives.ts';
import { negated } from '../negated.ts';
import type { SchemaNode } from '../node.ts';
import { check, merge, nothingSeen, type Rule, type Run, type Scope, type Seen } from '../run.ts';
import { emptySink, intoBranch, report, type SchemaError, type Trace } from '../trace.ts';
import { type Builder, fail, subschema } from './rule.ts';

export const combiningRules: Readonly<Record<string, Builder>> = {
  allOf: (value, node) => {
    const parts = branchesOf(node, 'allOf', value);
    return (run, instance, scope, seen, trace) => {
      let valid = true;
      for (let index = 0; index < parts.length; index++) {
        const part = parts[index];
        if (!part || check(part, run, instance, scope, seen, trace)) continue;
        valid = false;
        if (!trace) return false;
      }
      return valid;
    };
  },
  anyOf: (value, node) => {
    const branches = branchesOf(node, 'anyOf', value);
    return (run, instance, scope, seen, trace) => {
      let matched = false;
      for (let index = 0; index < branches.length; index++) {
        const branch = branches[index];
        const own = seen && nothingSeen();
        if (!branch || !check(branch, run, instance, scope, own, undefined)) continue;
        merge(seen, own);
        matched = true;
        // All of them are asked only for what they have seen.
        if (!seen) return true;
      }
      if (!matched && trace) explain(node, 'anyOf', branches, run, instance, scope, seen, trace);
      return matched;
    };
  },
  oneOf: (value, node) => {
    const branches = branchesOf(node, 'oneOf', value);
    return (run, instance, scope, seen, trace) => {
      const matched: number[] = [];
      const doubts = run.doubts;
      for (let index = 0; index < branches.length; index++) {
        const branch = branches[index];
        const own = seen && nothingSeen();
        if (!branch || !check(branch, run, instance, scope, own, undefined)) continue;
        merge(seen, own);
        matched.push(index);
      }
      if (matched.length === 1 || (matched.length > 1 && run.doubts > doubts)) return true;
      if (matched.length > 1) return fail(trace, node, () => tooManyAlternatives(branches, matched));
      if (trace) explain(node, 'oneOf', branches, run, instance, scope, seen, trace);
      return false;
    };
  },
  not: (_value, node) => {
    const part = subschema(node, 'not');
    return (run, instance, scope, _seen, trace) => {
      const doubts = run.doubts;
      if (!check(part, run, instance, scope, undefined, undefined)) return true;
      if (run.doubts > doubts) return true;
      return fail(trace, node, () => ({ keyword: 'not', message: negated(part.schema, instance) }));
    };
  },
  if: (_value, node) => conditional(node),
};

function branchesOf(node: SchemaNode, keyword: string, value: Json): SchemaNode[] {
  return isArray(value) ? value.map((_, index) => subschema(node, keyword, index)) : [];
}

const maxBranchErrors = 20;
/** Branches within branches multiply, and nobody reads them. */
const maxBranching = 4;

function explain(
  node: SchemaNode,
  keyword: string,
  nodes: readonly SchemaNode[],
  run: Run,
  instance: Json,
  scope: Scope,
  seen: Seen | undefined,
  trace: Trace,
): void {
  if (trace.branching >= maxBranching) {
    if (seen) seen.all = true;
    report(trace, node, { keyword, message: matchesNone(nodes.length) });
    return;
  }
  const branches = nodes.map((branch): readonly SchemaError[] => {
    const sink = emptySink(maxBranchErrors, false);
    // What a failed branch has seen counts, or every member of it would be called unknown as well.
    check(branch, run, instance, scope, seen, intoBranch(trace, sink));
    return sink.errors;
  });
  report(trace, node, { keyword, branches, ...summariseAlternatives(nodes, branches, instance, trace.path) });
}

/** `if` with `then` and `else`; alone it only tells what was seen. */
function conditional(node: SchemaNode): Rule {
  const condition = subschema(node, 'if');
  const yes = member(node.schema, 'then') === undefined ? undefined : subschema(node, 'then');
  const no = member(node.schema, 'else') === undefined ? undefined : subschema(node, 'else');
  return (run, instance, scope, seen, trace) => {
    if (!yes && !no && !seen) return true;
    const doubts = run.doubts;
    const own = seen && nothingSeen();
    const holds = check(condition, run, instance, scope, own, undefined);
    if (holds) merge(seen, own);
    if (holds && run.doubts > doubts) return true;
    const next = holds ? yes : no;
    return !next || check(next, run, instance, scope, seen, trace);
  };
}
