/** What edits have in common: the text of a file with one of its declarations written in another way. */
import { holderOf, linesOf, replaced, type Source, type Statement, within } from './source.ts';

/** Gives the changed text, or undefined for a statement that it does not fit. */
export type Edit = (source: Source, one: Statement) => string | undefined;

export function isSingular({ label, type }: Statement): boolean {
  return label !== 'repeated' && !type.startsWith('map');
}

export function isDeclared({ statements }: Source, kind: string, type: string): boolean {
  return statements.some((one) => one.kind === kind && one.name === type.split('.').at(-1));
}

export function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

export function fieldText(one: Statement, by: Partial<Statement>): string {
  const { label, type, name, number, options } = { ...one, ...by };
  return `${label === '' ? '' : `${label} `}${type} ${name} = ${number}${options === '' ? '' : ` [${options}]`};`;
}

export function withField(source: Source, one: Statement, by: Partial<Statement>): string {
  return replaced(source, one, [one.indent + fieldText(one, by)]);
}

export function withOption(source: Source, one: Statement, option: string): string {
  return withField(source, one, { options: one.options === '' ? option : `${one.options}, ${option}` });
}

export function withCall(source: Source, one: Statement, by: Partial<Statement>): string {
  const { name, type, response } = { ...one, ...by };
  const [head = '', ...rest] = linesOf(source, one);
  const call = head.replace(/rpc.*?\)\s*returns\s*\(.*?\)/, `rpc ${name}(${type}) returns (${response})`);
  return replaced(source, one, [call, ...rest]);
}

export function reserving(source: Source, one: Statement, reserved: readonly string[]): string | undefined {
  const holder = holderOf(one);
  const rest = replaced(source, one, []).split('\n');
  return (
    holder &&
    within(
      { ...source, lines: rest },
      holder,
      reserved.map((it) => `${holder.indent}  reserved ${it};`),
    )
  );
}

/** Names that are reserved are strings before there were editions. */
export function quoted({ syntax }: Source, name: string): string {
  return syntax === 'editions' ? name : `"${name}"`;
}

export function followerOf({ statements }: Source, one: Statement): Statement | undefined {
  return statements.find(
    ({ kind, first, parent }) => kind === one.kind && first === one.last + 1 && parent?.first === one.parent?.first,
  );
}

export function beforeEnd(source: Source, one: Statement, more: readonly string[]): string {
  return replaced(source, { ...one, first: one.last }, [...more, ...linesOf(source, one).slice(-1)]);
}

/** The declaration and all that names it. */
export function renamed({ lines }: Source, { name }: Statement): string {
  return lines.join('\n').replace(new RegExp(`(?<![\\w"/])${name}(?![\\w"/])(?!\\s*=\\s*\\d)`, 'g'), `${name}Next`);
}
