/** Comparing the texts of two documents in tests. */
import { memoryBundle } from '../../../../src/core/contract/bundle.ts';
import type { Change } from '../../../../src/core/diff/change.ts';
import { createConfirm } from '../../../../src/core/diff/confirm.ts';
import { createDecider } from '../../../../src/core/diff/containment/decide.ts';
import { compareOpenapi, type OpenapiSide } from '../../../../src/core/diff/openapi/compare.ts';
import { createSchemaWalker } from '../../../../src/core/diff/schema/walk.ts';
import { bundleFiles } from '../../../../src/core/validate/bundle-files.ts';

/** One file, or several by path, of which the first is the document. */
export type Texts = string | Readonly<Record<string, string>>;

export interface Options {
  readonly today?: string;
  readonly pure?: boolean;
}

export function compareTexts(old: Texts, fresh: Texts, options: Options = {}): readonly Change[] {
  const walker = createSchemaWalker({ decider: createDecider({ confirm: createConfirm() }), ...options });
  return compareOpenapi(sideOf(old), sideOf(fresh), { walker, element: 'rest', ...options });
}

/** What was found, a line each: class, rule, path. */
export function linesOf(changes: readonly Change[]): string[] {
  return changes.map(({ classification, rule, path }) => `${letters[classification]} ${rule} ${path}`).sort();
}

const letters = { NON_BREAKING: 'N', POTENTIAL_BREAKING: 'P', BREAKING: 'B' } as const;

function sideOf(texts: Texts): OpenapiSide {
  const named = typeof texts === 'string' ? { [texts.startsWith('{') ? 'api.json' : 'api.yaml']: texts } : texts;
  const encoder = new TextEncoder();
  const content = new Map(Object.entries(named).map(([path, text]) => [path, encoder.encode(text)]));
  const origin = { kind: 'memory', label: 'test', contractPath: 'pacto.yaml' } as const;
  const files = bundleFiles(memoryBundle(content, origin));
  const file = files.interfaceFile(Object.keys(named)[0] ?? '');
  if (file === undefined) throw new Error('there is no document');
  return { file, files };
}
