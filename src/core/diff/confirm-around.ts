/** Schemas around what is wrong in a file: what is wrong in one of them need not keep the others from being read. */

import { child, tokens } from '../pointer.ts';
import type { CompiledSchema } from '../schema/compile.ts';
import type { View } from './containment/decide.ts';
import type { SchemaSource } from './containment/schema-node.ts';
import { type FileCompiler, openFile, patternAt } from './restated-file.ts';

/** Places in a file that are left open, and tries to find them all. */
const maxHoles = 200;
const maxAttempts = 20;

/**
 * Compiles schemas around what is wrong in a file: once as if that accepted everything, and once as if it accepted nothing.
 * Where both say the same about a value, what is wrong does not matter.
 */
export function createAround(
  source: SchemaSource,
  file: string,
  view: View,
): (pointer: string) => { readonly schema: CompiledSchema; readonly other: CompiledSchema } | undefined {
  const holes = new Set<string>();
  let never: ReadonlySet<string> = new Set();
  let open: FileCompiler | undefined;
  let closed: FileCompiler | undefined;
  return (pointer) => {
    for (let attempt = 0; attempt < maxAttempts && holes.size <= maxHoles; attempt++) {
      open ??= openFile(source, file, view, new Set(), { at: holes, as: true });
      closed ??= openFile(source, file, view, never, { at: holes, as: false });
      const [result, other] = [open(pointer), closed(pointer)];
      const problems = [result, other].flatMap((it) => (it.ok ? [] : it.problems));
      const found = problems.map((it) => holderOf(it.pointer)).filter((it) => !holes.has(it));
      const warned = result.ok ? result.warnings.flatMap((it) => patternAt(source, it.pointer, file) ?? []) : [];
      const fresh = warned.filter((it) => !never.has(it));
      if (found.length + fresh.length > 0) {
        for (const it of found) holes.add(it);
        never = new Set([...never, ...fresh]);
        open = undefined;
        closed = undefined;
      } else return result.ok && other.ok ? { schema: result.schema, other: other.schema } : undefined;
    }
    return undefined;
  };
}

const byName = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']);
const byIndex = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const others = new Set(
  (
    '$ref $dynamicRef type enum minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern ' +
    'format minItems maxItems uniqueItems minContains maxContains minProperties maxProperties required dependentRequired ' +
    'dependencies items additionalItems contains unevaluatedItems additionalProperties propertyNames ' +
    'unevaluatedProperties not if then else'
  ).split(' '),
);

/** The schema that something is wrong with, whose keyword it is about, or which is none; the whole where nothing tells. */
function holderOf(pointer: string): string {
  const names = tokens(pointer);
  const [above, last] = [names.at(-2) ?? '', names.at(-1) ?? ''];
  if (byName.has(above) || (byIndex.has(above) && /^\d+$/.test(last))) return pointer;
  for (let end = names.length - 1; end >= 0; end--) {
    const name = names[end] ?? '';
    if (others.has(name) || byName.has(name) || byIndex.has(name)) return names.slice(0, end).reduce(child, '');
  }
  return '';
}
