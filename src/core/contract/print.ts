import { Document, isScalar, Scalar, visit } from 'yaml';
import { ExactNumber, numberText } from '../document/number.ts';
import type { Json } from '../json.ts';

/** A contract document as YAML text: block style, no folding, exact numbers as they are. */
export function contractText(value: Json): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_key, node) {
      if (isScalar(node) && node.value instanceof ExactNumber) {
        const exact = new Scalar(0);
        exact.source = numberText(node.value);
        return exact;
      }
      return undefined;
    },
  });
  return document.toString({ lineWidth: 0 });
}
