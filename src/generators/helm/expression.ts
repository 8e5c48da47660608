import { type Choice, type Condition, isHole, isList, isMapping, type Tree } from '../kubernetes/tree.ts';

/** The language of Helm's templates, as much of it as charts here use. */

/** A text that a template has, as the template says it: nothing of it begins an action. */
export function literal(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/** A text inside an action (the escapes of JSON are among those of Go). */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Where a choice is among the values. */
export function valuePath({ path }: Choice): string {
  return path.every((name) => /^[A-Za-z_]\w*$/.test(name))
    ? `.Values.${path.join('.')}`
    : `(index .Values ${path.map(quoted).join(' ')})`;
}

/** What has to hold, all of it, for something to be there; of that, what is not known to hold anyway. */
export type Conditions = readonly string[];

export function conditionsOf(tree: Tree, known: Conditions): Conditions {
  if (isHole(tree)) {
    if (tree.kind === 'when') {
      const own = unknown(conditionText(tree.condition), known);
      return [...own, ...conditionsOf(tree.then, [...known, ...own])];
    }
    const isOptional = tree.kind === 'choice' || tree.kind === 'members';
    return isOptional && tree.choice.value === undefined && tree.choice.needed === undefined
      ? unknown(valuePath(tree.choice), known)
      : [];
  }
  const parts = isList(tree) ? tree : isMapping(tree) ? Object.values(tree) : [];
  const alternatives = new Map<string, Conditions>();
  for (const part of parts) {
    const conditions = conditionsOf(part, known);
    if (conditions.length === 0) return [];
    alternatives.set(allOf(conditions), conditions);
  }
  const [only] = alternatives.values();
  return alternatives.size === 1 && only !== undefined ? only : anyOf([...alternatives.keys()]);
}

function unknown(condition: string, known: Conditions): Conditions {
  return known.includes(condition) ? [] : [condition];
}

/** One expression for several; empty where nothing has to hold. */
export function allOf(conditions: Conditions): string {
  const [first = '', ...more] = conditions;
  return more.length === 0 ? first : `(and ${conditions.join(' ')})`;
}

function anyOf(alternatives: readonly string[]): Conditions {
  return alternatives.length === 0 ? [] : [`(or ${alternatives.join(' ')})`];
}

export function conditionText(condition: Condition): string {
  if ('not' in condition) return `(not ${valuePath(condition.not)})`;
  const value = valuePath(condition.choice);
  if ('differs' in condition) return `(ne ${value} ${quoted(condition.differs)})`;
  return condition.equals === undefined ? value : `(eq ${value} ${quoted(condition.equals)})`;
}

/** An expression that is a whole pipeline, or the beginning of one, needs no parentheses. */
export function bare(expression: string): string {
  return expression.startsWith('(') ? expression.slice(1, -1) : expression;
}

export function opening(condition: string): string {
  return `{{- if ${bare(condition)} }}`;
}
