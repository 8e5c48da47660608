import { ExactNumber } from './document/number.ts';

/**
 * A parsed YAML or JSON value. A number is a plain `number` where the double says exactly what the text said
 * (`0.1` does: its shortest decimal form is the text), and an {@link ExactNumber} where it does not.
 */
export type Json = null | boolean | string | number | ExactNumber | readonly Json[] | JsonObject;

/** A mapping. Look members up with {@link member}: names such as `__proto__` come from users. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Whether the value is a mapping. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
}

/** Whether the value is a list. */
export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member of that name, or undefined; never something inherited. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
