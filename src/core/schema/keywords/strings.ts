/** `minLength`, `maxLength`, `pattern` and `format`. */

import { compareNumbers } from '../../document/number.ts';
import { formats } from '../format/formats.ts';
import { spend } from '../run.ts';
import { countText, isNumber, shorten, show } from '../value.ts';
import { assertion, type Builder, matches, patternOf } from './rule.ts';

export const stringRules: Readonly<Record<string, Builder>> = {
  minLength: (limit, node) => {
    if (!isNumber(limit)) return undefined;
    return assertion(
      node,
      (instance) => typeof instance !== 'string' || compareNumbers(codePoints(instance), limit) >= 0,
      (instance) => ({
        keyword: 'minLength',
        message:
          instance === ''
            ? 'must not be empty'
            : `must be at least ${countText(limit, 'character')} long (found ${show(instance)})`,
      }),
    );
  },
  maxLength: (limit, node) => {
    if (!isNumber(limit)) return undefined;
    return assertion(
      node,
      (instance) => typeof instance !== 'string' || compareNumbers(codePoints(instance), limit) <= 0,
      (instance) => ({
        keyword: 'maxLength',
        message: `must be at most ${countText(limit, 'character')} long (found ${codePoints(String(instance))}: ${show(instance)})`,
      }),
    );
  },
  pattern: (source, node) => {
    if (typeof source !== 'string') return undefined;
    const pattern = patternOf(node, source);
    return assertion(
      node,
      (instance, run) => typeof instance !== 'string' || matches(pattern, instance, run),
      (instance) => ({
        keyword: 'pattern',
        message: `must match the pattern ${shorten(source)} (found ${show(instance)})`,
      }),
    );
  },
  format: (name, node) => {
    const { compilation, dialect } = node.resource;
    const format = typeof name === 'string' ? formats.get(name) : undefined;
    if (!format || !(compilation.formatAssertion || dialect.assertsFormat)) return undefined;
    return assertion(
      node,
      (instance, run) => {
        if (typeof instance !== 'string') return true;
        spend(run, instance.length >> 4);
        return format.test(instance);
      },
      (instance) => ({
        keyword: 'format',
        message: `must be ${format.noun} (found ${show(instance)})`,
        help: `for example ${format.example}`,
      }),
    );
  },
};

/** Characters as JSON Schema counts them (RFC 8259): a surrogate pair is one. */
function codePoints(text: string): number {
  let pairs = 0;
  for (let index = 1; index < text.length; index++) {
    const low = text.charCodeAt(index);
    if (low < 0xdc00 || low > 0xdfff) continue;
    const high = text.charCodeAt(index - 1);
    if (high >= 0xd800 && high <= 0xdbff) pairs += 1;
  }
  return text.length - pairs;
}
