/** Default values: what is read where nothing was sent. */
import type { Comparison, Spot } from './comparison.ts';
import type { Side } from './fields.ts';
import { optionOf } from './options.ts';
import type { Program } from './program.ts';

/** Compares what two singular fields of compatible types are read as where they were not sent. */
export function compareDefaults(c: Comparison, spot: Spot, old: Side, fresh: Side): void {
  const [before, after] = [optionOf(old.field.options, 'default'), optionOf(fresh.field.options, 'default')];
  if (before === undefined && after === undefined) return;
  const [oldValue, newValue] = [spelled(c.old, old, before?.value), spelled(c.fresh, fresh, after?.value)];
  if (oldValue === newValue) return;
  spot.modified('proto-field-default-changed', {
    oldValue: before?.value.text,
    newValue: after?.value.text,
    old: before?.span,
    new: after?.span,
  });
}

type Given = NonNullable<ReturnType<typeof optionOf>>['value'];

/** The value in one spelling: numbers by what they are, values of enums by their numbers. */
function spelled({ enums }: Program, { type }: Side, given: Given | undefined): string {
  if (type.kind === 'enum') {
    const values = enums.get(type.name)?.declared.values;
    const value = given === undefined ? values?.[0] : values?.find(({ name }) => name.text === given.text);
    return value === undefined ? (given?.text ?? '') : `${value.number}`;
  }
  const name = type.kind === 'scalar' ? type.name : '';
  if (name === 'string' || name === 'bytes') return given?.string ?? '';
  if (given === undefined) return name === 'bool' ? 'false' : '0';
  const text = given.text.replace(/\s/g, '');
  if (name === 'bool') return text;
  if (name === 'double' || name === 'float') return floatText(text);
  return integerText(text);
}

function floatText(text: string): string {
  const value = Number(text.replace(/[fF]$/, ''));
  return Number.isNaN(value) ? text : `${value === 0 ? 0 : value}`;
}

function integerText(text: string): string {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '');
  if (digits.length > 40 || !/^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(digits)) return text;
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (/^0[0-9]+$/.test(octal)) return text;
  const value = BigInt(octal);
  return `${negative ? -value : value}`;
}
