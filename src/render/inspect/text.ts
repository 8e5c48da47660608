import type { AttachmentGap, InspectedAttachment, InspectResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';

/** What a reference leads to, and what is attached to it. */
export function renderInspected(result: InspectResult, style: Style = plain): string {
  const { name, version, kind, reason, ref, config, layers, manifests, attachments, gaps } = result;
  const title = name === undefined ? ref : `${name}@${version}`;
  const notBundle = reason === undefined ? [] : [['Not a bundle', reason] as const];
  const facts = (
    [
      ['Reference', ref],
      ['Digest', result.digest],
      ['Kind', kind === 'bundle' ? 'Pacto bundle' : kind],
      ...notBundle,
      ['Media type', result.mediaType],
      ['Artifact type', result.artifactType],
      ['Pacto version', result.pactoVersion],
      ['Content digest', result.contentDigest],
      ['Created', result.created],
      ['Attached to', result.subject],
      ['Config', config && pointer(config)],
      ...layers.map((layer) => ['Layer', pointer(layer)] as const),
      ...manifests.map((manifest) => ['Lists', pointer(manifest)] as const),
    ] as const
  ).flatMap(([label, value]) => (value === undefined ? [] : [fact(label, value)]));
  return [
    `${style.bold(printable(title))}\n`,
    ...facts,
    ...section('Labels', Object.entries(config?.labels ?? {}), style),
    ...section('Annotations', Object.entries(result.annotations), style),
    `\n${style.bold(`Attached (${attachments.length})`)}\n`,
    ...attachments.map((attachment) => attached(attachment, result.digest)),
    ...(gaps.length === 0 ? [] : [`\n${style.bold(`Listed in vain (${gaps.length})`)}\n`]),
    ...gaps.map(({ digest, reason: why }) => `  ${digest} ${gapReason[why]}\n`),
  ].join('');
}

const gapReason: Readonly<Record<AttachmentGap['reason'], string>> = {
  missing: 'is not there',
  'unknown-kind': 'is of a kind that is not known here',
  'not-attached': 'does not say itself that it is attached',
};

const labelWidth = 'Content digest: '.length;

function fact(label: string, value: string): string {
  return `  ${`${label}:`.padEnd(labelWidth)}${printable(value)}\n`;
}

function section(title: string, entries: readonly (readonly [string, string])[], style: Style): string[] {
  if (entries.length === 0) return [];
  return [`\n${style.bold(title)}\n`, ...entries.map(([key, value]) => `  ${printable(key)}: ${printable(value)}\n`)];
}

function pointer({ mediaType, digest, size }: { mediaType: string; digest: string; size: number }): string {
  return `${digest} (${mediaType}, ${count(size, 'byte')})`;
}

/** One line each; what is attached to an attachment says to which. */
function attached({ kind, digest, size, artifactType, tag, subject }: InspectedAttachment, root: string): string {
  const facts = [artifactType ?? [], count(size, 'byte'), tag === undefined ? [] : `tag ${tag}`].flat();
  const of = subject === root ? '' : `, of ${subject}`;
  return `  ${kind.padEnd('attestation'.length)}  ${digest} (${printable(facts.join(', '))}${of})\n`;
}
