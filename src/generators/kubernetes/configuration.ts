import { createHash } from 'node:crypto';
import { PactoError } from '../../core/error.ts';
import { isArray, isObject, type Json } from '../../core/json.ts';
import { child, readable } from '../../core/pointer.ts';
import { few } from '../few.ts';
import { sortedJsonText } from './json-text.ts';
import type { Manifest, Remark } from './manifest.ts';
import { fullname, metadata, type Plan } from './plan.ts';
import { type Choice, computed, type TreeObject } from './tree.ts';

/** The values of the contract's configurations, as the pod finds them. */
export interface Configured {
  readonly files: readonly ConfiguredFile[];
  /** Of the pod, so that it is replaced when the values change. */
  readonly annotations: TreeObject;
  readonly manifest: Manifest;
}

/** The file of one configuration. */
export interface ConfiguredFile {
  /** Its name: a key of the ConfigMap. */
  readonly file: string;
  readonly text: string;
  readonly choice: Choice;
}

/** The suffix of the ConfigMap's name. */
export const configSuffix = '-config';

/** What etcd takes of one object is little more (Kubernetes, MaxSecretSize). */
const maxBytes = 1024 * 1024;

/** A JSON file for each configuration with values; undefined where there is none. Throws PLUGIN_FAILED. */
export function configurationOf(plan: Plan): Configured | undefined {
  const { contract, choices } = plan;
  const files: ConfiguredFile[] = [];
  const remarks: Remark[] = [];
  for (const { name: scope, values } of contract.configurations ?? []) {
    if (values === undefined) continue;
    const file = fileName(scope, new Set(files.map((one) => one.file)));
    files.push({ file, text: `${sortedJsonText(values)}\n`, choice: choices.config(scope, values) });
    remarks.push([child('/data', file), unfilled(values), 'choice']);
  }
  if (files.length === 0) return undefined;
  const text = files.map((one) => `${one.file}\n${one.text}`).join('');
  if (new TextEncoder().encode(text).length > maxBytes) {
    throw new PactoError('PLUGIN_FAILED', 'the values of all configurations are larger than the 1 MiB of a ConfigMap', {
      hint: 'Keep such values in files of their own.',
    });
  }
  return {
    files,
    annotations: {
      'checksum/config': computed(
        'checksum',
        createHash('sha256').update(text).digest('hex'),
        files.map(({ choice }) => choice),
      ),
    },
    manifest: {
      file: 'configmap',
      document: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadata(plan, { name: fullname(plan, configSuffix) }),
        data: Object.fromEntries(files.map((one) => [one.file, computed('json', one.text, [one.choice])])),
      },
      remarks,
    },
  };
}

/** A key of a ConfigMap has letters, digits, dots, dashes and underscores, at most 253. */
function fileName(scope: string, taken: ReadonlySet<string>): string {
  const slug = scope.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 200);
  for (let count = 1; ; count++) {
    const file = `${slug}${count === 1 ? '' : `-${count}`}.json`;
    if (!taken.has(file)) return file;
  }
}

/** Says which values are placeholders that somebody fills in later. */
export function unfilled(values: Json): string | undefined {
  const found = placeholders(values);
  if (found.length === 0) return undefined;
  return `To be filled in, by the program or before this is applied: ${few(found)}.`;
}

/** Where values are that somebody fills in later, readable. */
export function placeholders(values: Json): string[] {
  return [...placeholdersBelow(values, '')];
}

function* placeholdersBelow(value: Json, pointer: string): Generator<string> {
  if (typeof value === 'string' && (value.startsWith('secret://') || /^\$\{[^}]*\}$/.test(value))) {
    yield readable(pointer);
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) yield* placeholdersBelow(item, child(pointer, index));
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) yield* placeholdersBelow(item, child(pointer, name));
  }
}
