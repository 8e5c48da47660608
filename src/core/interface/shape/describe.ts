import { ExactNumber } from '../../document/number.ts';
import { isArray, isObject, type Json } from '../../json.ts';
import type { ObjectType, Shape } from './notation.ts';

/** Whether a value has the kind that a shape asks for, without looking inside lists, maps and objects. */
export function fits(shape: Shape, value: Json): boolean {
  switch (shape.kind) {
    case 'any':
      return true;
    case 'null':
      return value === null;
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return typeof value === 'number' || value instanceof ExactNumber;
    case 'integer':
      return Number.isInteger(value) || (value instanceof ExactNumber && value.exponent >= 0);
    case 'one':
      return typeof value === 'string' && shape.values.includes(value);
    case 'list':
      return isArray(value);
    case 'map':
    case 'object':
      return isObject(value);
    case 'either':
      return shape.shapes.some((alternative) => fits(alternative, value));
  }
}

/** A shape in words: `a list`, `true or false`, `"query", "header" or "path"`. */
export function describeShape(shape: Shape, typeNamed: (name: string) => ObjectType): string {
  switch (shape.kind) {
    case 'any':
      return 'any value';
    case 'boolean':
      return 'true or false';
    case 'null':
      return 'null';
    case 'integer':
      return 'a whole number';
    case 'object': {
      const { noun } = typeNamed(shape.type);
      return noun.startsWith('map') ? `a ${noun}` : `${withArticle(noun)} (a map)`;
    }
    case 'one':
    case 'either':
      return choice(options(shape, typeNamed));
    default:
      return `a ${shape.kind}`;
  }
}

/** What a value is, in words; short strings and numbers as they are. */
export function describeValue(value: Json): string {
  if (value === null) return 'empty (null)';
  if (typeof value === 'string') return value.length <= 60 ? JSON.stringify(value) : 'a long string';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return `the number ${value}`;
  if (value instanceof ExactNumber) return 'a number';
  return isArray(value) ? 'a list' : 'a map';
}

export function withArticle(noun: string): string {
  return /^(?:[aeio]|xml)/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function options(shape: Shape, typeNamed: (name: string) => ObjectType): string[] {
  if (shape.kind === 'one') return shape.values.map((value) => JSON.stringify(value));
  if (shape.kind === 'either') return shape.shapes.flatMap((alternative) => options(alternative, typeNamed));
  return [describeShape(shape, typeNamed)];
}

function choice(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

/** Spares a place in the chain for the bulk of a document: values that are right and have nothing in them to look at. */
export function settled(shape: Shape, value: Json): boolean {
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string';
    case 'object':
    case 'map':
      return false;
    case 'list':
      return isArray(value) && value.every((item) => settled(shape.of, item));
    case 'either':
      return shape.shapes.some((option) => settled(option, value));
    default:
      return fits(shape, value);
  }
}
