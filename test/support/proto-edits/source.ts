/**
 * A .proto file as its lines, and which lines declare what. Not a parser: it knows files that declare one thing a line,
 * as people format them, and shares no code with the parser that is tested with it.
 */

export type Kind = 'message' | 'enum' | 'oneof' | 'service' | 'field' | 'value' | 'rpc' | 'reserved' | 'extensions';

export interface Statement {
  readonly kind: Kind;
  readonly name: string;
  /** The lines that it takes, from 0, both inclusive. */
  readonly first: number;
  readonly last: number;
  readonly indent: string;
  readonly parent: Statement | undefined;
  /** Of fields; empty where there is none. */
  readonly label: string;
  /** Of fields; the request of calls. */
  readonly type: string;
  readonly response: string;
  /** Of fields and values; -1 for what has none. */
  readonly number: number;
  /** Of fields and values: what stands between brackets. */
  readonly options: string;
}

export interface Source {
  readonly lines: readonly string[];
  readonly statements: readonly Statement[];
  readonly syntax: 'proto2' | 'proto3' | 'editions';
}

const opening = /^(\s*)(message|enum|oneof|service)\s+(\w+)\s*\{/;
const field =
  /^(\s*)(?:(optional|required|repeated)\s+)?(map<\s*\w+\s*,\s*[.\w]+\s*>|[.\w]+)\s+(\w+)\s*=\s*(\d+)\s*(?:\[(.*)\])?\s*;/;
const value = /^(\s*)(\w+)\s*=\s*(-?\d+)\s*(?:\[(.*)\])?\s*;/;
const rpc = /^(\s*)rpc\s+(\w+)\s*\(\s*((?:stream\s+)?[.\w]+)\s*\)\s*returns\s*\(\s*((?:stream\s+)?[.\w]+)\s*\)/;
const ranges = /^(\s*)(reserved|extensions)\s.*;/;

export function readSource(text: string): Source {
  const lines = text.split('\n');
  const statements: Statement[] = [];
  const open: (number | undefined)[] = [];
  const add = (at: number, indent: string, kind: Kind, name: string, more: Partial<Statement> = {}) => {
    const around = open.findLast((index) => index !== undefined);
    const parent = around === undefined ? undefined : statements[around];
    const none = { label: '', type: '', response: '', number: -1, options: '' };
    return statements.push({ kind, name, first: at, last: at, indent, parent, ...none, ...more }) - 1;
  };
  lines.forEach((line, at) => {
    const code = line.replace(/\/\/.*$/, '');
    const around = statements[open.findLast((index) => index !== undefined) ?? -1]?.kind;
    const block = opening.exec(code);
    const call = rpc.exec(code);
    let opened: number | undefined;
    if (block) opened = add(at, block[1] ?? '', block[2] as Kind, block[3] ?? '');
    else if (call)
      opened = add(at, call[1] ?? '', 'rpc', call[2] ?? '', { type: call[3] ?? '', response: call[4] ?? '' });
    else lookAt(code, around, (...found) => add(at, ...found));
    const [opens, closes] = ['{', '}'].map((brace) => code.split(brace).length - 1) as [number, number];
    for (let n = 0; n < opens; n++) open.push(n === 0 ? opened : undefined);
    for (let n = 0; n < closes; n++) {
      const index = open.pop();
      const closed = index === undefined ? undefined : statements[index];
      if (closed && index !== undefined) statements[index] = { ...closed, last: at };
    }
  });
  const syntax = /^syntax\s*=\s*"(proto2|proto3)"/m.exec(text)?.[1] ?? 'editions';
  return { lines, statements: statements.map((one) => settled(one, statements)), syntax: syntax as Source['syntax'] };
}

/** With the parent as it ended up, which knows its last line. */
function settled(statement: Statement, all: readonly Statement[]): Statement {
  const { parent } = statement;
  if (!parent) return statement;
  const found = all.find(({ kind, first }) => kind === parent.kind && first === parent.first);
  return { ...statement, parent: settled(found ?? parent, all) };
}

type Add = (indent: string, kind: Kind, name: string, more?: Partial<Statement>) => void;

function lookAt(code: string, around: Kind | undefined, add: Add): void {
  const range = ranges.exec(code);
  if (range) add(range[1] ?? '', range[2] as Kind, range[2] ?? '');
  else if (around === 'enum') {
    const [, indent = '', name = '', number, options = ''] = value.exec(code) ?? [];
    if (number !== undefined && name !== 'option') add(indent, 'value', name, { number: Number(number), options });
  } else if (around === 'message' || around === 'oneof') {
    const [, indent = '', label = '', type = '', name = '', number, options = ''] = field.exec(code) ?? [];
    if (number !== undefined && type !== 'option')
      add(indent, 'field', name, { label, type, number: Number(number), options });
  }
}

/** The text with the lines of a statement replaced. */
export function replaced({ lines }: Source, { first, last }: Statement, by: readonly string[]): string {
  return [...lines.slice(0, first), ...by, ...lines.slice(last + 1)].join('\n');
}

/** The text with lines behind the one that opens a statement. */
export function within({ lines }: Source, { first }: Statement, more: readonly string[]): string {
  return [...lines.slice(0, first + 1), ...more, ...lines.slice(first + 1)].join('\n');
}

/** The lines of a statement. */
export function linesOf({ lines }: Source, { first, last }: Statement): readonly string[] {
  return lines.slice(first, last + 1);
}

/** The message or enum around a statement, beyond a oneof. */
export function holderOf({ parent }: Statement): Statement | undefined {
  return parent?.kind === 'oneof' ? parent.parent : parent;
}
