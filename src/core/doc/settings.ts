/** The settings that a schema describes, nested ones flattened. */
import type { NamedSchema } from './interface-model.ts';
import type { DocSetting } from './model.ts';
import { type Told, together } from './same-setting.ts';
import type { SchemaNode } from './schema-model.ts';

/** Schemas that are used again and again are flattened at every use. */
const limits = { settings: 2000, depth: 20, visits: 50_000 };

type Required = DocSetting['required'];

/** Where in a schema the flattening is. */
interface Visit {
  readonly key: string;
  readonly required: Required;
  /** What a key that is required here is for the whole. */
  readonly below: Required;
  /** The references that lead here. */
  readonly inside: readonly string[];
  /** Whether this holds in some cases only. */
  readonly isAlternative: boolean;
}

/** Every setting that a schema describes, in its order. Recursion ends where a schema is met inside itself. */
export function flattened(root: SchemaNode, named: readonly NamedSchema[]): { settings: DocSetting[]; cut?: string } {
  const byId = new Map(named.map(({ id, schema }) => [id, schema]));
  const settings = new Map<string, Told>();
  let left = 0;
  let visits = 0;

  function visit(node: SchemaNode, at: Visit): void {
    visits += 1;
    if (visits > limits.visits) return;
    const { whole, refs } = resolved(node, byId);
    if (refs.some((ref) => at.inside.includes(ref)) || at.inside.length > limits.depth) {
      add(whole, at);
      return;
    }
    const inside = [...at.inside, ...refs];
    if (at.key !== '' && hasOwnRow(whole, at)) add(whole, at);
    const step = (key: string, required: Required) => {
      const below = required === 'always' ? 'always' : 'within';
      return { key, required, below, inside, isAlternative: at.isAlternative } as const;
    };
    for (const { name, required, schema } of whole.properties ?? []) {
      visit(schema, step(joined(at.key, name), required ? at.below : 'no'));
    }
    if (whole.others !== undefined) visit(whole.others, step(joined(at.key, '*'), 'no'));
    if (whole.items !== undefined && hasInside(resolved(whole.items, byId).whole)) {
      visit(whole.items, step(`${at.key}[]`, 'within'));
    }
    for (const { of, schema } of partsOf(whole)) {
      const part = resolved(schema, byId);
      if (part.refs.some((ref) => inside.includes(ref)) || !hasInside(part.whole)) continue;
      const further = { ...at, inside: [...inside, ...part.refs] };
      const alternative = { ...further, required: 'no', below: 'sometimes', isAlternative: true } as const;
      visit(part.whole, of === 'all of' ? further : alternative);
    }
  }

  function add(node: SchemaNode, { key, required, isAlternative }: Visit): void {
    const made = setting(key, node, required);
    const known = settings.get(key);
    if (known !== undefined) settings.set(key, together(known, { setting: made, isAlternative }));
    else if (settings.size >= limits.settings) left += 1;
    else settings.set(key, { setting: made, isAlternative });
  }

  visit(root, { key: '', required: 'always', below: 'always', inside: [], isAlternative: false });
  const cut = visits > limits.visits ? 'many more settings are' : left > 0 ? `${left} more settings are` : undefined;
  const all = [...settings.values()].map((it) => it.setting);
  return { settings: all, ...(cut === undefined ? {} : { cut: `${cut} left out` }) };
}

/** Whether a setting is told itself, and not only what is inside of it. */
function hasOwnRow(whole: SchemaNode, { required, key }: Visit): boolean {
  if (!hasInside(whole) || whole.description !== undefined || whole.type.startsWith('list')) return true;
  const isImplied = whole.properties?.some((it) => it.required) ?? false;
  return required === 'always' && !isImplied && !key.endsWith('[]');
}

/** Whether there are settings inside of a setting. */
function hasInside(node: SchemaNode): boolean {
  const { properties, others } = node;
  return (
    properties !== undefined ||
    others !== undefined ||
    partsOf(node).some(({ schema }) => schema.ref !== undefined || hasInside(schema))
  );
}

/** The further schemas that say what a setting holds, rather than what it does not. */
function partsOf({ choices = [] }: SchemaNode) {
  return choices.flatMap(({ of, schemas }) => (of === 'none of' ? [] : schemas.map((schema) => ({ of, schema }))));
}

/** A node with what its reference says, and the references that were followed. */
function resolved(node: SchemaNode, byId: ReadonlyMap<string, SchemaNode>): { whole: SchemaNode; refs: string[] } {
  const refs: string[] = [];
  let whole = node;
  for (let { ref } = node; ref !== undefined && !refs.includes(ref); ) {
    refs.push(ref);
    const { ref: next, ...target } = byId.get(ref) ?? { type: node.type };
    const { ref: _, type, ...own } = whole;
    const [properties, choices] = [both(target.properties, own.properties), both(target.choices, own.choices)];
    const constraints = both(target.constraints, own.constraints);
    whole = {
      ...target,
      ...own,
      type: type.endsWith(' or null') ? `${target.type} or null` : target.type,
      ...(properties === undefined ? {} : { properties }),
      ...(choices === undefined ? {} : { choices }),
      ...(constraints === undefined ? {} : { constraints }),
    };
    ref = next;
  }
  return { whole, refs };
}

/** What a schema and its use list. */
function both<Item>(one: readonly Item[] = [], other: readonly Item[] = []): readonly Item[] | undefined {
  return one.length + other.length === 0 ? undefined : [...one, ...other];
}

function setting(key: string, node: SchemaNode, required: Required): DocSetting {
  const description = node.description ?? node.title;
  const constraints = [...(node.constraints ?? []), ...(node.values !== undefined && node.cut ? [node.cut] : [])];
  return {
    key,
    type: node.type,
    required,
    ...(node.default === undefined ? {} : { default: node.default }),
    ...(description === undefined ? {} : { description }),
    constraints,
    ...(node.values === undefined ? {} : { values: node.values.map(({ value }) => value) }),
    deprecated: node.deprecated === true,
  };
}

/** A key with dots in it is told from a path by quotes. */
export function joined(key: string, name: string): string {
  if (position.test(name)) return `${key}${name}`;
  const step = /^[^\s.[\]"\\]+$/.test(name) ? name : JSON.stringify(name);
  return key === '' ? step : `${key}.${step}`;
}

/** An item of a list by its place. */
const position = /^\[\d+…?\]$/;
