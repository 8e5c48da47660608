import type { SchemaNode } from '../../core/doc/schema-model.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { fencedBlock, proseLine } from './markdown-prose.ts';

/** Rows of one table; what has more is told by its named schemas. */
const maxRows = 500;

/** The fields of a schema, with what is said of it as a whole; what a schema is that has none, in a line. */
export function schemaTable(node: SchemaNode): string {
  const table = fieldTable(node);
  if (table === '') return schemaLine(node);
  const itself = aboutItself(node);
  return itself === '' ? table : `${itself}\n\n${table}`;
}

/** A table of the fields of a schema, nested ones flattened; nothing where it has none. */
export function fieldTable(node: SchemaNode): string {
  const rows: string[][] = [];
  collect(node, '', rows, 0);
  if (rows.length === 0) return '';
  const shown = rows.slice(0, maxRows);
  const left = rows.length - shown.length;
  const notes = [
    ...(left > 0 ? [`${left} more fields`] : []),
    ...(node.cut === undefined ? [] : [node.cut]),
    ...(node.unreadable === undefined ? [] : [`could not be read: ${node.unreadable}`]),
  ];
  const table = markdownTable(['Field', 'Type', 'Required', 'Description'], shown);
  return `${table}${notes.map((note) => `\nLeft out: ${markdownText(note)}\n`).join('')}`;
}

/** What is said of a schema beside its fields. */
function aboutItself({ description: _, title: _t, cut: _c, unreadable: _u, ...rest }: SchemaNode): string {
  return facts(rest);
}

/** A schema in a line: its type, and what else is said. */
export function schemaLine(node: SchemaNode): string {
  const more = facts(node);
  return `${typeCell(node)}${more === '' ? '' : `: ${more}`}\n`;
}

/** The type as a cell. */
export function typeCell({ type }: SchemaNode): string {
  return markdownCode(type);
}

/** Description, constraints, values, default: everything beside the type, in a line. */
export function facts(node: SchemaNode): string {
  const {
    title,
    description,
    constraints = [],
    values,
    default: byDefault,
    example,
    deprecated,
    unreadable,
    cut,
  } = node;
  const text = description ?? title;
  const parts = [
    ...(deprecated === true ? ['**Deprecated.**'] : []),
    ...(unreadable === undefined ? [] : [`**Could not be read:** ${markdownText(unreadable)}.`]),
    ...(text === undefined ? [] : [sentence(proseLine(text))]),
    ...(values === undefined ? [] : [valuesText(values)]),
    ...(constraints.length === 0 ? [] : [sentence(capital(constraints.map(constraintText).join(', ')))]),
    ...(byDefault === undefined ? [] : [`Default: ${markdownCode(byDefault)}.`]),
    ...(isShort(example) ? [`For example ${markdownCode(example)}.`] : []),
    ...(cut === undefined ? [] : [`Left out: ${markdownText(cut)}.`]),
  ];
  return parts.join(' ');
}

/** Whether an example fits into a line; others have a block of their own. */
export function isShort(example: string | undefined): example is string {
  return example !== undefined && example.length <= 60 && !example.includes('\n');
}

/** An example as a block of code. */
export function exampleBlock(example: string | undefined): string[] {
  if (example === undefined) return [];
  return ['For example:\n', fencedBlock(example, /^[[{]/.test(example) ? 'json' : '')];
}

/** Whether there is something inside of a schema that its type does not say. */
export function hasFields({ properties, others, items, choices }: SchemaNode): boolean {
  const inside = items !== undefined && items.ref === undefined && hasFields(items);
  return properties !== undefined || others !== undefined || choices !== undefined || inside;
}

function valuesText(values: NonNullable<SchemaNode['values']>): string {
  const texts = values.map(({ value, meaning }) => {
    return `${markdownCode(value)}${meaning === undefined ? '' : ` (${proseLine(meaning)})`}`;
  });
  return `${texts.length === 1 ? 'Always' : 'One of'} ${texts.join(', ')}.`;
}

/** Patterns are code. */
export function constraintText(constraint: string): string {
  const [, words, pattern] = /^((?:each key )?matches )(.*)$/s.exec(constraint) ?? [];
  return words === undefined ? markdownText(constraint) : `${words}${markdownCode(pattern ?? '')}`;
}

function collect(node: SchemaNode, path: string, rows: string[][], depth: number): void {
  if (rows.length > maxRows || depth > 20) return;
  for (const { name, required, schema } of node.properties ?? []) {
    // Items of a list have their place for a name.
    const key = path === '' || /^\[\d+…?\]$/.test(name) ? `${path}${name}` : `${path}.${name}`;
    rows.push([markdownCode(key), typeCell(schema), required ? 'yes' : 'no', facts(schema)]);
    collect(schema, key, rows, depth + 1);
  }
  if (node.others !== undefined && !(node.type.startsWith('map ') && isNamed(node.others))) {
    const key = path === '' ? '*' : `${path}.*`;
    rows.push([markdownCode(key), typeCell(node.others), 'no', facts(node.others)]);
    collect(node.others, key, rows, depth + 1);
  }
  if (node.items !== undefined) collect(node.items, `${path}[]`, rows, depth + 1);
  for (const { of, schemas } of node.choices ?? []) {
    // Where the type has said it, and there is nothing else to say.
    if (of !== 'none of' && schemas.every((it) => isNamed(it) && node.type.split(/ (?:or|and) /).includes(it.type)))
      continue;
    for (const [i, part] of schemas.entries()) choiceRow(part, { of, i, path, rows, depth });
  }
}

/** Whether its type says all. */
function isNamed(node: SchemaNode): boolean {
  return Object.keys(node).every((key) => key === 'type' || key === 'ref');
}

interface Choice {
  readonly of: string;
  readonly i: number;
  readonly path: string;
  readonly rows: string[][];
  readonly depth: number;
}

function choiceRow(part: SchemaNode, { of, i, path, rows, depth }: Choice): void {
  if (part.type === 'null') return;
  rows.push([`${path === '' ? '' : `${markdownCode(path)} `}*${of}, ${i + 1}*`, typeCell(part), '', facts(part)]);
  collect(part, path, rows, depth + 1);
}

function sentence(text: string): string {
  return text === '' || /[.!?:…)]$/.test(text) ? text : `${text}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
