import { createHash } from 'node:crypto';
import { jsonText } from '../../core/document/print.ts';
import { PactoError } from '../../core/error.ts';
import { isArray, isObject, type Json } from '../../core/json.ts';
import { child, readable } from '../../core/pointer.ts';
import type { Manifest, Remark } from './manifest.ts';
import { metadata, type Plan } from './plan.ts';

/** The values of the contract's configurations, as the pod finds them. */
export interface Configured {
  /** Of the ConfigMap. */
  readonly name: string;
  /** Where it is mounted. */
  readonly path: string;
  /** Of the pod, so that it is replaced when the values change. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly manifest: Manifest;
}

/** What etcd takes of one object is little more (Kubernetes, MaxSecretSize). */
const maxBytes = 1024 * 1024;
/** As many places as a remark names. */
const maxNamed = 10;

/** A JSON file for each configuration with values; undefined where there is none. Throws PLUGIN_FAILED. */
export function configurationOf(plan: Plan): Configured | undefined {
  const { contract } = plan;
  const name = `${plan.name}-config`;
  const data = new Map<string, string>();
  const remarks: Remark[] = [];
  for (const { name: scope, values } of contract.configurations ?? []) {
    if (values === undefined) continue;
    const file = fileName(scope, data);
    data.set(file, `${jsonText(values, 2)}\n`);
    remarks.push([child('/data', file), unfilled(values)]);
  }
  if (data.size === 0) return undefined;
  const text = JSON.stringify([...data]);
  if (text.length > maxBytes) {
    throw new PactoError('PLUGIN_FAILED', 'the values of all configurations are larger than the 1 MiB of a ConfigMap', {
      hint: 'Keep such values in files of their own.',
    });
  }
  return {
    name,
    path: configPath(plan),
    annotations: { 'checksum/config': createHash('sha256').update(text).digest('hex') },
    manifest: {
      file: 'configmap',
      document: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadata(plan, name),
        data: Object.fromEntries(data),
      },
      remarks,
    },
  };
}

/** Where configurations are mounted. */
export function configPath({ contract, settings }: Plan): string {
  return settings.configPath ?? `/etc/${contract.service.name}`;
}

/** A key of a ConfigMap has letters, digits, dots, dashes and underscores, at most 253. */
function fileName(scope: string, taken: ReadonlyMap<string, string>): string {
  const slug = scope.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 200);
  for (let count = 1; ; count++) {
    const file = `${slug}${count === 1 ? '' : `-${count}`}.json`;
    if (!taken.has(file)) return file;
  }
}

/** Says which values are placeholders that somebody fills in later. */
function unfilled(values: Json): string | undefined {
  const found = [...placeholders(values, '')];
  if (found.length === 0) return undefined;
  const more = found.length > maxNamed ? ` and ${found.length - maxNamed} more` : '';
  return `To be filled in, by the program or before this is applied: ${found.slice(0, maxNamed).join(', ')}${more}.`;
}

function* placeholders(value: Json, pointer: string): Generator<string> {
  if (typeof value === 'string' && (value.startsWith('secret://') || /^\$\{[^}]*\}$/.test(value))) {
    yield readable(pointer);
  } else if (isArray(value)) {
    for (const [index, item] of value.entries()) yield* placeholders(item, child(pointer, index));
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) yield* placeholders(item, child(pointer, name));
  }
}
