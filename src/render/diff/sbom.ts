/** What changed in the packages that a service consists of, for the formats that tell it. */
import type { DiffResult, SbomChanges } from '../../operations/results.ts';
import { andMore, count } from '../count.ts';
import { annotation } from '../github.ts';
import { fitting, folded, markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { printable } from '../printable.ts';
import type { Style } from '../style.ts';

type SbomChange = SbomChanges['changes'][number];

/** Lines that a terminal gets; JSON has all of them. */
const shownLines = 200;
/** More rows are folded, but for what changed under its version. */
const openRows = 10;
/** Characters of a table: a comment on GitHub has room for 65,536, mostly for the contract. */
const room = 6000;
/** Longer values are cut; JSON has them whole. */
const shownLength = 120;
const shownNotes = 10;

/** One line for each change, content that changed under its version first; nothing where nothing is to be said. */
export function sbomText({ sbom }: DiffResult, style: Style): string {
  if (sbom === undefined) return '';
  const { changes } = sbom;
  const twins = namesakes(changes);
  const lines = changes.slice(0, shownLines).map((change) => `  ${changeLine(change, twins, style)}\n`);
  if (changes.length > shownLines) lines.push(`  ${andMore(changes.length - shownLines)}\n`);
  const head = changes.length === 0 ? '' : `\nSBOM changes (${changes.length}):${since(sbom)}\n${lines.join('')}`;
  const notes = notesOf(sbom).map((note) => `  ${printable(note)}\n`);
  return notes.length === 0 ? head : `${head}\n${style.yellow('SBOMs are not compared in full:')}\n${notes.join('')}`;
}

/** Why so much came or went. */
function since({ files }: SbomChanges): string {
  if (files.old.length === 0) return ' there was no SBOM before';
  return files.new.length === 0 ? ' there is no SBOM any more' : '';
}

function changeLine(change: SbomChange, twins: ReadonlySet<string>, style: Style): string {
  const { type, field } = change;
  const name = printable(nameOf(change, twins));
  const package_ = printable(withVersion(nameOf(change, twins), change));
  if (type === 'added') return style.green(`+ ${package_}`);
  if (type === 'removed') return style.red(`- ${package_}`);
  const values = printable(valuesText(change));
  if (change.contentChanged === true) return style.yellow(`! ${package_} ${field}: ${values}${remark(change)}`);
  return `~ ${field === 'version' ? name : package_} ${field}: ${values}${remark(change)}`;
}

/** Names that several packages among the changes have, in different ecosystems or for different platforms. */
function namesakes(changes: readonly SbomChange[]): ReadonlySet<string> {
  const first = new Map<string, string | undefined>();
  const found = new Set<string>();
  for (const { name, purl } of changes) {
    if (!first.has(name)) first.set(name, purl);
    else if (first.get(name) !== purl) found.add(name);
  }
  return found;
}

function nameOf({ name, purl }: SbomChange, twins: ReadonlySet<string>): string {
  return shortened(twins.has(name) && purl !== undefined ? purl : name);
}

/** A package URL has its version before what else it says. */
function withVersion(name: string, { version, purl }: SbomChange): string {
  if (version === undefined) return name;
  const at = name === purl ? name.search(/[?#]|$/) : name.length;
  return `${name.slice(0, at)}@${shortened(version)}${name.slice(at)}`;
}

function valuesText({ field, oldValue, newValue }: SbomChange): string {
  const [old, fresh] = [valueText(field, oldValue), valueText(field, newValue)];
  return `${old} -> ${fresh}`;
}

function valueText(field: SbomChange['field'], value: string | undefined): string {
  if (value === undefined) return 'not stated';
  // The first digits are enough to see which is which.
  return field === 'hash' ? shortened(value.replace(/\b([\da-f]{16})[\da-f]+/g, '$1…')) : shortened(value);
}

function remark({ direction, contentChanged }: SbomChange): string {
  if (contentChanged === true) return ' (other content under the same version)';
  return direction === 'down' ? ' (downgrade)' : '';
}

function shortened(text: string): string {
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

/** What could not be compared, one line each. */
function notesOf(sbom: SbomChanges): string[] {
  const { troubles, complete, unstated } = sbom;
  const lines = troubles.slice(0, shownNotes).map(({ side, file, line, column, message }) => {
    const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
    return `${side} side, ${place}: ${shortened(message)}`;
  });
  if (troubles.length > shownNotes) lines.push(`and ${count(troubles.length - shownNotes, 'more trouble')}`);
  if (!complete.old) lines.push('what only the new side has is not listed, because the old side may have it as well');
  if (!complete.new) lines.push('what only the old side has is not listed, because the new side may have it as well');
  const facts = unstated.map(({ field, side }) => `${field}s are not compared, because the ${side} side states none`);
  return [...lines, ...facts];
}

/** A table, folded where it is long, below what changed under its version. */
export function sbomMarkdown({ sbom }: DiffResult): string {
  if (sbom === undefined) return '';
  const { changes, counts } = sbom;
  const notes = notesOf(sbom).map((note) => `- ${markdownText(note)}\n`);
  if (changes.length === 0 && notes.length === 0) return '';
  const twins = namesakes(changes);
  const rows = fitting(
    changes.map((change) => cells(change, twins)),
    (row) => row.join('').length,
    room,
  );
  const open = rows.length > openRows ? Math.min(counts.contentChanged, openRows) : rows.length;
  const rest = rows.slice(open);
  const more = changes.length - rows.length;
  const left = more === 0 ? '' : `\nand ${more} more; the JSON format has all of them\n`;
  const parts = [
    `\n### SBOM\n\n${countsText(sbom)}\n`,
    open === 0 ? '' : `\n${table(rows.slice(0, open))}`,
    rest.length === 0 ? left : `\n${folded(count(changes.length - open, 'change'), `${table(rest)}${left}`)}`,
    notes.length === 0 ? '' : `\n${notes.join('')}`,
  ];
  return parts.join('');
}

function countsText(sbom: SbomChanges): string {
  const { added, removed, modified, contentChanged } = sbom.counts;
  const parts: [number, string][] = [
    [contentChanged, 'with **other content under the same version**'],
    [added, 'added'],
    [removed, 'removed'],
    [modified - contentChanged, 'modified'],
  ];
  const text = parts.flatMap(([number, word]) => (number === 0 ? [] : [`${number} ${word}`])).join(', ');
  return text === '' ? 'No changes.' : `${text}${since(sbom) === '' ? '' : `;${since(sbom)}`}.`;
}

function table(rows: readonly (readonly string[])[]): string {
  return markdownTable(['Package', 'Change', 'Old', 'New'], rows);
}

function cells(change: SbomChange, twins: ReadonlySet<string>): string[] {
  const { type, field, version, oldValue, newValue } = change;
  const name = nameOf(change, twins);
  const code = (value: string | undefined) => markdownCode(value === undefined ? '' : valueText(field, value));
  if (type === 'added') return [markdownCode(name), type, '', code(version)];
  if (type === 'removed') return [markdownCode(name), type, code(version), ''];
  const what = `${change.contentChanged === true ? '**hash**' : (field ?? '')}${remark(change)}`;
  const package_ = field === 'version' ? name : withVersion(name, change);
  return [markdownCode(package_), what, code(oldValue), code(newValue)];
}

/** For GitHub: one warning about content that changed under its version, and nothing about anything else. */
export function sbomAnnotation({ sbom }: DiffResult): string {
  if (sbom === undefined || sbom.counts.contentChanged === 0) return '';
  const changed = sbom.changes.filter(({ contentChanged }) => contentChanged === true);
  const lines = changed.slice(0, shownNotes).map((change) => {
    return `${withVersion(nameOf(change, new Set()), change)} ${valuesText(change)}`;
  });
  if (changed.length > shownNotes) lines.push(`and ${changed.length - shownNotes} more`);
  const head = `${count(changed.length, 'package')} in the SBOM with other content under the same version:`;
  return annotation('warning', 'sbom', [head, ...lines].join('\n'));
}
