import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import type { Configuration, Contract } from '../contract/model.generated.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { child } from '../pointer.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import { schemaFile } from './interface.ts';
import type { NamedSchema } from './interface-model.ts';
import type { DocConfiguration, DocOrigin, DocSetting } from './model.ts';
import { openReferenced } from './referenced.ts';
import type { SchemaNode } from './schema-model.ts';
import { proseOf, valueText } from './text.ts';

/** Schemas that are used again and again are flattened at every use. */
const limits = { settings: 2000, depth: 20, visits: 50_000 };

/** A configuration of the contract, with its settings flattened. What cannot be read is told. */
export async function documentConfiguration(
  declared: Configuration,
  own: BundleFiles,
  open: OpenBundle,
): Promise<DocConfiguration> {
  const { name, values } = declared;
  const found = await findSchema(declared, own, open);
  const { origin } = found;
  if ('unreadable' in found) {
    const settings = withGiven([], values);
    return { name, origin, settings, unreadable: found.unreadable };
  }
  const { root, schemas } = schemaFile(found.path, found.files);
  const node = schemas.node(root);
  const { settings, cut } = flatten(node, schemas.named());
  const reason = cut ?? schemas.cut();
  return {
    name,
    origin,
    ...proseOf(root.value, 'title', 'description'),
    settings: withGiven(settings, values),
    ...(node.unreadable === undefined ? {} : { unreadable: node.unreadable }),
    ...(reason === undefined ? {} : { cut: reason }),
  };
}

type Found =
  | { readonly origin: DocOrigin; readonly files: BundleFiles; readonly path: string }
  | { readonly origin: DocOrigin; readonly unreadable: string };

/** The schema of a configuration, which may be in another bundle, or in one that that one refers to. */
async function findSchema(declared: Configuration, own: BundleFiles, open: OpenBundle): Promise<Found> {
  let origin: DocOrigin = declared.ref === undefined ? {} : { ref: declared.ref };
  let [wanted, files] = [declared, own];
  for (let hop = 0; hop < limits.depth; hop++) {
    if (wanted.schema !== undefined) {
      origin = { ...origin, file: wanted.schema };
      const unreadable = whyUnreadable(files, wanted.schema);
      return unreadable === undefined ? { origin, files, path: wanted.schema } : { origin, unreadable };
    }
    if (wanted.ref === undefined) return { origin, unreadable: 'it has neither a schema nor a reference' };
    const referenced = await openReferenced(wanted.ref, files.bundle, open);
    if ('unreadable' in referenced) return { origin, unreadable: referenced.unreadable };
    const { contract } = referenced;
    origin = { ...origin, bundle: `${contract.service.name}@${contract.service.version}` };
    const next = configurationIn(contract, declared.name);
    if (next === undefined) return { origin, unreadable: `it has no configuration ${JSON.stringify(declared.name)}` };
    [wanted, files] = [next, referenced.files];
  }
  return { origin, unreadable: 'references to configurations lead in a circle, or too far' };
}

/** The one of the same name, else the only one. */
function configurationIn({ configurations = [] }: Contract, name: string): Configuration | undefined {
  return configurations.find((it) => it.name === name) ?? (configurations.length === 1 ? configurations[0] : undefined);
}

/** Why a file of a bundle cannot be read as a schema. */
export function whyUnreadable(
  files: { readonly source: BundleFiles['source']; readonly bundle: Bundle },
  path: string,
) {
  const source = files.source(path);
  if (source.state === 'missing') return `the file ${path} is not in the bundle`;
  if (source.state === 'outside') return `the path ${path} leaves the bundle`;
  if (source.state === 'not-a-file') return `${path} is no file`;
  const parsed = source.document();
  return parsed.ok ? undefined : `${path}: ${parsed.problems[0]?.message ?? 'it cannot be read'}`;
}

type Required = DocSetting['required'];

/** Every setting that a schema describes, in its order. Recursion ends where a schema is met inside itself. */
function flatten(root: SchemaNode, named: readonly NamedSchema[]): { settings: DocSetting[]; cut?: string } {
  const byId = new Map(named.map(({ id, schema }) => [id, schema]));
  const settings = new Map<string, DocSetting>();
  let left = 0;
  let visits = 0;

  function visit(node: SchemaNode, key: string, required: Required, inside: readonly string[]): void {
    visits += 1;
    if (visits > limits.visits) return;
    const { whole, refs } = resolved(node, byId);
    if (refs.some((ref) => inside.includes(ref)) || inside.length > limits.depth) {
      add(key, whole, required);
      return;
    }
    const within = [...inside, ...refs];
    const parts = whole.choices?.flatMap(({ of, schemas }) =>
      of === 'none of' ? [] : schemas.map((schema) => ({ of, schema })),
    );
    const itself =
      key !== '' && (!hasInside(whole) || whole.description !== undefined || whole.type.startsWith('list of'));
    if (itself) add(key, whole, required);
    for (const { name, required: isRequired, schema } of whole.properties ?? []) {
      visit(schema, joined(key, name), isRequired ? (required === 'always' ? 'always' : 'within') : 'no', within);
    }
    if (whole.others !== undefined) visit(whole.others, joined(key, '*'), 'no', within);
    if (whole.items !== undefined && hasInside(resolved(whole.items, byId).whole)) {
      visit(whole.items, `${key}[]`, 'within', within);
    }
    for (const { of, schema } of parts ?? []) {
      const { whole: part, refs: partRefs } = resolved(schema, byId);
      if (partRefs.some((ref) => within.includes(ref)) || !hasInside(part)) continue;
      visit({ ...part, type: part.type }, key, of === 'all of' ? required : 'no', [...within, ...partRefs]);
    }
  }

  function add(key: string, node: SchemaNode, required: Required): void {
    if (settings.has(key)) return;
    if (settings.size >= limits.settings) left += 1;
    else settings.set(key, setting(key, node, required));
  }

  visit(root, '', 'always', []);
  const cut = visits > limits.visits ? 'many more settings are' : left > 0 ? `${left} more settings are` : undefined;
  return { settings: [...settings.values()], ...(cut === undefined ? {} : { cut: `${cut} left out` }) };
}

/** Whether there are settings inside of a setting. */
function hasInside({ properties, others, choices }: SchemaNode): boolean {
  const parts = choices?.flatMap(({ of, schemas }) => (of === 'none of' ? [] : schemas)) ?? [];
  return (
    properties !== undefined || others !== undefined || parts.some((part) => part.ref !== undefined || hasInside(part))
  );
}

/** A node with what its reference says, and the references that were followed. */
function resolved(node: SchemaNode, byId: ReadonlyMap<string, SchemaNode>): { whole: SchemaNode; refs: string[] } {
  const refs: string[] = [];
  let whole = node;
  for (let { ref } = node; ref !== undefined && !refs.includes(ref); ) {
    refs.push(ref);
    const { ref: next, ...target } = byId.get(ref) ?? { type: node.type };
    const { ref: _, type, ...own } = whole;
    whole = { ...target, ...own, type: type.endsWith(' or null') ? `${target.type} or null` : target.type };
    ref = next;
  }
  return { whole, refs };
}

function setting(key: string, node: SchemaNode, required: Required): DocSetting {
  const description = node.description ?? node.title;
  return {
    key,
    type: node.type,
    required,
    ...(node.default === undefined ? {} : { default: node.default }),
    ...(description === undefined ? {} : { description }),
    constraints: node.constraints ?? [],
    ...(node.values === undefined ? {} : { values: node.values.map(({ value }) => value) }),
    deprecated: node.deprecated === true,
  };
}

/** A key with dots in it is told from a path by quotes. */
function joined(key: string, name: string): string {
  const step = /^[^\s.[\]"\\]+$/.test(name) ? name : JSON.stringify(name);
  return key === '' ? step : `${key}.${step}`;
}

/** The settings with what the contract itself sets, and what it sets beside them. */
function withGiven(settings: readonly DocSetting[], values: JsonObject | undefined): DocSetting[] {
  if (values === undefined) return [...settings];
  const given = new Map<string, Json>();
  collect(values, '', '', given);
  const told = new Set<string>();
  const known = settings.map((it) => {
    const value = given.get(it.key);
    if (value === undefined) return it;
    const isObjectRow = isObject(value) && settings.some(({ key }) => key.startsWith(`${it.key}.`));
    if (isObjectRow) return it;
    told.add(it.key);
    return { ...it, given: valueText(value) };
  });
  const isTold = (key: string) => [...told].some((one) => key === one || key.startsWith(`${one}.`));
  const beside = [...given].filter(([key, value]) => !isLeafless(value) && !isTold(key));
  return [
    ...known,
    ...beside.slice(0, limits.settings).map(([key, value]): DocSetting => {
      return {
        key,
        type: typeWord(value),
        required: 'no',
        constraints: [],
        deprecated: false,
        given: valueText(value),
      };
    }),
  ];
}

/** Every value by its key, objects included. */
function collect(values: JsonObject, key: string, pointer: string, into: Map<string, Json>): void {
  for (const [name, value] of Object.entries(values)) {
    if (into.size > limits.settings) return;
    const path = joined(key, name);
    into.set(path, value);
    if (isObject(value)) collect(value, path, child(pointer, name), into);
  }
}

function isLeafless(value: Json): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

function typeWord(value: Json): string {
  if (isArray(value)) return 'list';
  return value === null ? 'null' : isObject(value) ? 'object' : typeof value === 'object' ? 'number' : typeof value;
}
