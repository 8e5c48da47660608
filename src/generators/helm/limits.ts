import { ExactNumber, numberText } from '../../core/document/number.ts';
import { PactoError } from '../../core/error.ts';
import { isArray, isObject, type Json } from '../../core/json.ts';
import { child, readable } from '../../core/pointer.ts';
import type { Choice } from '../kubernetes/tree.ts';

/** Characters that Helm's YAML does not read as they are: controls, and the mark of byte order. */
const control = /[\u007f-\u009f\ufeff\ufffe\uffff]/;

/**
 * The members of configurations that are null: Helm takes null for absent. Throws PLUGIN_FAILED for values that Helm would
 * silently change: it holds numbers as doubles.
 */
export function nullsOf(choices: readonly Choice[]): string[] {
  const nulls: string[] = [];
  const look = (value: Json, pointer: string): void => {
    if (isArray(value)) for (const [index, item] of value.entries()) look(item, child(pointer, index));
    else if (isObject(value)) {
      for (const [name, item] of Object.entries(value)) {
        const at = child(pointer, name);
        if (control.test(name)) throw refused(pointer, 'has a name with a control character, which Helm cannot read');
        if (item === null) nulls.push(readable(at));
        look(item, at);
      }
    } else if (value instanceof ExactNumber) {
      throw refused(pointer, `is ${numberText(value)}, which Helm would round`);
    } else if (typeof value === 'string' && control.test(value)) {
      throw refused(pointer, 'has a control character, which Helm cannot read');
    }
  };
  for (const { path, value } of choices) {
    if (path[0] === 'config' && value !== undefined) look(value, path.reduce<string>(child, ''));
  }
  return nulls;
}

function refused(pointer: string, problem: string): PactoError {
  return new PactoError('PLUGIN_FAILED', `the value ${readable(pointer)} ${problem}`, {
    hint: 'Keep it out of the contract’s values, or generate kubernetes, which keeps it as it is.',
  });
}
