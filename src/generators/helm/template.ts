import { commentLines, yamlFlow, yamlString } from '../../core/document/print-yaml.ts';
import type { GeneratedFile } from '../../core/generate/protocol.ts';
import { child } from '../../core/pointer.ts';
import { type Manifest, remarkTexts } from '../kubernetes/manifest.ts';
import { type Choice, type Hole, isHole, isList, isMapping, type Tree, type TreeObject } from '../kubernetes/tree.ts';
import {
  allOf,
  bare,
  type Conditions,
  conditionsOf,
  conditionText,
  literal,
  opening,
  quoted,
  valuePath,
} from './expression.ts';
import { valueKind } from './value-rows.ts';

export interface TemplateFacts {
  readonly chart: string;
  readonly header: string;
  /** Actions that refuse values which no schema can refuse. */
  readonly checks: readonly string[];
}

/** The file of a manifest as a template: the same tree, with expressions where something is chosen. */
export function templateFile(
  { file, when, document, remarks = [] }: Manifest,
  { chart, header, checks }: TemplateFacts,
): GeneratedFile {
  const about = remarks.filter(([, , kind]) => kind !== 'choice');
  const lines = [
    ...checks,
    ...commentLines(header, '').map(literal),
    ...mapping(document, {
      chart,
      indent: '',
      pointer: '',
      remarks: remarkTexts(about),
      known: when === undefined ? [] : [conditionText(when)],
    }),
  ];
  const whole = when === undefined ? lines : [opening(conditionText(when)), ...lines, '{{- end }}'];
  return { path: `templates/${file}.yaml`, content: `${whole.join('\n')}\n` };
}

/** The members of a mapping, a line or more each. */
export function blockText(tree: TreeObject, chart: string): string {
  return mapping(tree, { chart, indent: '', pointer: '', remarks: new Map(), known: [] }).join('\n');
}

interface Place {
  readonly chart: string;
  readonly indent: string;
  readonly pointer: string;
  readonly remarks: ReadonlyMap<string, string>;
  /** What holds here. */
  readonly known: Conditions;
}

/** What may be absent, and on what that depends. */
interface Part {
  readonly condition: string;
  readonly lines: readonly string[];
}

function mapping(tree: TreeObject, place: Place): string[] {
  const parts = Object.entries(tree).map(([name, item]): Part => {
    const conditions = conditionsOf(item, place.known);
    const at = { ...place, pointer: child(place.pointer, name), known: [...place.known, ...conditions] };
    const start = `${place.indent}${literal(yamlString(name))}:`;
    const lines = [...remark(at), ...entry(start, item, at)];
    return { condition: allOf(conditions), lines };
  });
  return joined(parts, place.indent);
}

/** Neighbours that depend on the same stand in one `if`. */
function joined(parts: readonly Part[], indent: string): string[] {
  const lines: string[] = [];
  for (const [index, { condition, lines: own }] of parts.entries()) {
    const isFirst = index === 0 || parts[index - 1]?.condition !== condition;
    const isLast = parts[index + 1]?.condition !== condition;
    if (condition !== '' && isFirst) lines.push(`${indent}${opening(condition)}`);
    lines.push(...own);
    if (condition !== '' && isLast) lines.push(`${indent}{{- end }}`);
  }
  return lines;
}

/** The lines of what stands behind a key or a dash. */
function entry(start: string, tree: Tree, place: Place): string[] {
  if (isHole(tree)) return filled(start, tree, place);
  if (isMapping(tree) && Object.keys(tree).length > 0) {
    return [start, ...mapping(tree, { ...place, indent: `${place.indent}  ` })];
  }
  if (isList(tree) && tree.length > 0) {
    const indent = `${place.indent}  `;
    const parts = tree.map((item, index): Part => {
      const conditions = conditionsOf(item, place.known);
      const known = [...place.known, ...conditions];
      const at = { ...place, indent, pointer: `${place.pointer}/${index}`, known };
      return { condition: allOf(conditions), lines: [...remark(at), ...listItem(item, at)] };
    });
    return [start, ...joined(parts, indent)];
  }
  return [`${start} ${literal(yamlFlow(isMapping(tree) ? {} : isList(tree) ? [] : tree))}`];
}

/** A mapping begins behind the dash, unless its first line is about something else. */
function listItem(tree: Tree, place: Place): string[] {
  if (isHole(tree) && tree.kind === 'when') return listItem(tree.then, place);
  const { indent } = place;
  if (!isMapping(tree) || Object.keys(tree).length === 0) return entry(`${indent}-`, tree, place);
  const [first = '', ...more] = mapping(tree, { ...place, indent: `${indent}  ` });
  const isPlain = !/^\s*(?:#|\{\{)/.test(first);
  return isPlain ? [`${indent}- ${first.slice(indent.length + 2)}`, ...more] : [`${indent}-`, first, ...more];
}

function remark({ remarks, pointer, indent }: Place): string[] {
  const text = remarks.get(pointer);
  return text === undefined ? [] : commentLines(text, indent).map(literal);
}

function filled(start: string, hole: Hole, place: Place): string[] {
  const { chart, indent } = place;
  const inner = `${indent}  `;
  switch (hole.kind) {
    case 'when':
      return entry(start, hole.then, place);
    case 'choice':
      return choiceLines(start, hole.choice, inner);
    case 'members':
      return [`${indent}{{- toYaml ${valuePath(hole.choice)} | nindent ${indent.length} }}`];
    case 'shared':
      return [start, `${inner}{{- include "${chart}.${hole.name}" . | nindent ${inner.length} }}`];
    default:
      return computedLines(start, hole, { ...place, indent: inner });
  }
}

function choiceLines(start: string, choice: Choice, indent: string): string[] {
  const value = valuePath(choice);
  const { needed } = choice;
  const text =
    needed === undefined ? bare(value) : `required ${quoted(`${choice.path.join('.')}: ${needed}`)} ${value}`;
  switch (valueKind(choice)) {
    case 'structure':
      return [start, `${indent}{{- toYaml ${value} | nindent ${indent.length} }}`];
    case 'text':
      return [`${start} {{ ${text} | quote }}`];
    default:
      return [`${start} {{ ${text} | int64 }}`];
  }
}

function computedLines(start: string, hole: Hole & { readonly kind: 'computed' }, { chart, indent }: Place): string[] {
  const { name, suffix, uses } = hole;
  const [first] = uses;
  if (name === 'json' && first !== undefined) {
    return [`${start} |`, `${indent}{{- ${jsonCall(chart, first)} | nindent ${indent.length} }}`];
  }
  const call = name === 'checksum' ? `include "${chart}.configuration" . | sha256sum` : `include "${chart}.${name}" .`;
  // With a suffix it is a name and nothing that YAML could take for a number.
  return suffix === '' ? [`${start} {{ ${call} | quote }}`] : [`${start} {{ ${call} }}${literal(suffix)}`];
}

/** The configuration as JSON. */
export function jsonCall(chart: string, choice: Choice): string {
  return `include "${chart}.json" (dict "value" ${valuePath(choice)} "indent" "")`;
}
