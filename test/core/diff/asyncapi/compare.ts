/** Comparing the texts of two documents in tests. */

import { memoryBundle } from '../../../../src/core/contract/bundle.ts';
import { compareAsyncapi } from '../../../../src/core/diff/asyncapi/compare.ts';
import type { AsyncapiSide } from '../../../../src/core/diff/asyncapi/document.ts';
import type { Change } from '../../../../src/core/diff/change.ts';
import { createConfirm } from '../../../../src/core/diff/confirm.ts';
import { createDecider } from '../../../../src/core/diff/containment/decide.ts';
import { createSchemaWalker } from '../../../../src/core/diff/schema/walk.ts';
import { bundleFiles } from '../../../../src/core/validate/bundle-files.ts';

/** One file, or several by path, of which the first is the document. */
export type Texts = string | Readonly<Record<string, string>>;

export function compareTexts(old: Texts, fresh: Texts, options: { readonly pure?: boolean } = {}): readonly Change[] {
  const walker = createSchemaWalker({ decider: createDecider({ confirm: createConfirm() }), ...options });
  return compareAsyncapi(sideOf(old), sideOf(fresh), { walker, element: 'events', ...options });
}

/** What was found, a line each: class, rule, path. */
export function linesOf(changes: readonly Change[]): string[] {
  return changes.map(({ classification, rule, path }) => `${letters[classification]} ${rule} ${path}`).sort();
}

const letters = { NON_BREAKING: 'N', POTENTIAL_BREAKING: 'P', BREAKING: 'B' } as const;

export function sideOf(texts: Texts): AsyncapiSide {
  const named = typeof texts === 'string' ? { [texts.startsWith('{') ? 'events.json' : 'events.yaml']: texts } : texts;
  const encoder = new TextEncoder();
  const content = new Map(Object.entries(named).map(([path, text]) => [path, encoder.encode(text)]));
  const files = bundleFiles(memoryBundle(content, { kind: 'memory', label: 'test', contractPath: 'pacto.yaml' }));
  const file = files.interfaceFile(Object.keys(named)[0] ?? '');
  if (file === undefined) throw new Error('there is no document');
  return { file, files };
}
