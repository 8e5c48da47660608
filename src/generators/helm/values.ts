import { yamlText } from '../../core/document/print-yaml.ts';
import type { Json } from '../../core/json.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { Plan } from '../kubernetes/plan.ts';
import { type Choice, type Condition, isHole, isList, isMapping, type Tree } from '../kubernetes/tree.ts';
import { aboutsOf } from './abouts.ts';
import { rowOf, valueRows } from './value-rows.ts';

/** The choices that templates look at, each once, in the order of the rows. */
export function usedChoices(manifests: readonly Manifest[]): Choice[] {
  const used = new Map<string, Choice>();
  const add = (choice: Choice) => used.set(JSON.stringify(choice.path), choice);
  const depend = (condition: Condition | undefined) => {
    if (condition !== undefined) add('not' in condition ? condition.not : condition.choice);
  };
  const walk = (tree: Tree): void => {
    if (isHole(tree)) {
      if (tree.kind === 'choice' || tree.kind === 'members') add(tree.choice);
      else if (tree.kind === 'computed') for (const choice of tree.uses) add(choice);
      else {
        if (tree.kind === 'when') depend(tree.condition);
        walk(tree.then);
      }
    } else if (isList(tree)) for (const item of tree) walk(item);
    else if (isMapping(tree)) for (const item of Object.values(tree)) walk(item);
  };
  for (const { when, document } of manifests) {
    depend(when);
    walk(document);
  }
  return [...used.values()].sort((a, b) => valueRows.indexOf(rowOf(a)) - valueRows.indexOf(rowOf(b)));
}

/** `values.yaml`: every choice with what holds unless somebody decides otherwise. */
export function valuesText(plan: Plan, used: readonly Choice[], header: string): string {
  const remarks = aboutsOf(plan, used);
  const root: Tables = new Map();
  for (const choice of used) place(root, choice.path, choice.value ?? rowOf(choice).empty);
  const parts = [...root].map(([name, value]) => yamlText({ [name]: plain(value) }, remarks));
  // Values that explain themselves stand with those before them.
  return `# ${header}\n\n${parts.map((part, index) => (index > 0 && part.startsWith('#') ? `\n${part}` : part)).join('')}`;
}

type Tables = Map<string, Tables | Json>;

function place(tables: Tables, path: readonly string[], value: Json): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    tables.set(name, value);
    return;
  }
  const below = tables.get(name);
  const inner: Tables = below instanceof Map ? below : new Map();
  tables.set(name, inner);
  place(inner, rest, value);
}

function plain(value: Tables | Json): Json {
  return value instanceof Map ? Object.fromEntries([...value].map(([name, one]) => [name, plain(one)])) : value;
}
