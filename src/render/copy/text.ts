import type { AttachmentGap, AttachmentResult, CopiedBundle, CopyResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';

export interface CopyTextOptions {
  /** The absolute form of a directory that is meant from where the user stands: settings are meant from elsewhere. */
  readonly absolute: (directory: string) => string;
}

/** What `copy` prints: `Copied ghcr.io/acme/payments:2.1.0 -> oci-layout:out:2.1.0` and the digest; a closure as a list. */
export function renderCopied(result: CopyResult, { absolute }: CopyTextOptions): string {
  const { bundles, closure, dryRun } = result;
  const [only] = bundles;
  if (closure === undefined) {
    if (only === undefined) return '';
    return `${verb(only, dryRun)} ${way(only)}${extras([only])}\nDigest: ${only.digest}\n`;
  }
  const { mirrors, leftOut } = closure;
  const done = dryRun ? 'Would copy' : 'Copied';
  const present = bundles.filter((bundle) => bundle.present).length;
  const there = present === 0 ? '' : `, ${present} of them there already`;
  const left = leftOut.map(({ reference, reason }) => `  ${printable(reference)} (${printable(reason)})\n`).join('');
  return [
    `${done} ${count(bundles.length, 'bundle')} to ${printable(result.destination)}${there}${extras(bundles)}\n`,
    ...bundles.map((bundle) => `  ${way(bundle)}\n`),
    left === '' ? '' : `\nLeft out (${leftOut.length}):\n${left}`,
    mirrorLines(mirrors, absolute),
  ].join('');
}

/** What standard error is told about odd tags, and about what could not be taken along. */
export function copyWarnings({ bundles, warnings }: CopyResult): string[] {
  const left = bundles.flatMap(({ from, gaps }) =>
    gaps.map(({ digest, subject, reason }) => {
      return `ATTACHMENT_LEFT_BEHIND ${from}: ${digest} of ${subject} ${gapReason[reason]}, and was left behind`;
    }),
  );
  return [...warnings.map(({ code, message }) => `${code} ${message}`), ...left];
}

const gapReason: Readonly<Record<AttachmentGap['reason'], string>> = {
  missing: 'is listed and not there',
  'unknown-kind': 'is of a kind that is not known here',
  'not-attached': 'is listed as attached and does not say so itself',
};

function verb({ present }: CopiedBundle, dryRun: boolean): string {
  if (present) return 'Already there:';
  return dryRun ? 'Would copy' : 'Copied';
}

function way({ from, fromTag, to, digest, tags }: CopiedBundle): string {
  const source = fromTag === undefined ? `@${digest}` : `:${fromTag}`;
  const pin = tags.length === 0 ? `@${digest}` : `:${tags.join(',')}`;
  return printable(`${from}${source} -> ${to}${pin}`);
}

const nouns: readonly (readonly [kind: AttachmentResult['kind'], noun: string])[] = [
  ['signature', 'signature'],
  ['attestation', 'attestation'],
  ['sbom', 'SBOM'],
  ['other', 'other attachment'],
];

/** ` (2 signatures, 1 sbom)`, or nothing. */
function extras(bundles: readonly CopiedBundle[]): string {
  const kinds = bundles.flatMap(({ attachments }) => attachments.map(({ kind }) => kind));
  const parts = nouns.flatMap(([kind, noun]) => {
    const number = kinds.filter((attached) => attached === kind).length;
    return number === 0 ? [] : [count(number, noun)];
  });
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

type Mirrors = NonNullable<CopyResult['closure']>['mirrors'];

/** Lines that can be put into the user's settings as they are. */
function mirrorLines(mirrors: Mirrors, absolute: CopyTextOptions['absolute']): string {
  const lines = Object.entries(mirrors).map(
    ([prefix, target]) => `  ${yaml(prefix)}: ${yaml(placed(target, absolute))}\n`,
  );
  return lines.length === 0 ? '' : `\nTo read from there, in your config.yaml:\nmirrors:\n${lines.join('')}`;
}

const layoutScheme = 'oci-layout:';

function placed(target: string, absolute: CopyTextOptions['absolute']): string {
  return target.startsWith(layoutScheme) ? `${layoutScheme}${absolute(target.slice(layoutScheme.length))}` : target;
}

/** A YAML scalar: plain where it cannot be read as anything else. JSON strings are YAML (YAML 1.2, 7.3.1). */
function yaml(text: string): string {
  return /^[A-Za-z][\w.:/-]*[\w/]$/.test(text) ? text : JSON.stringify(text);
}
