import { contractFile } from '../core/contract/bundle.ts';
import { formatContract } from '../core/contract/format.ts';
import { contractLimits, readText } from '../core/document/read.ts';
import { PactoError } from '../core/error.ts';
import { sameBytes } from '../core/same-bytes.ts';
import { validateContract } from '../core/validate/validate.ts';
import { contractBytes, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { FormatResult } from './results.ts';

export interface FormatInput {
  readonly reference: string;
  /** Change nothing. */
  readonly check?: boolean;
  /** Rewrite older spellings too. */
  readonly upgrade?: boolean;
}

/**
 * Lays out a contract file in the canonical way and writes it where it was. Comments, anchors and meaning stay.
 *
 * Throws PactoError: {@link InvalidContract} where the file cannot be parsed, USAGE where it is no file on disk.
 *
 * @returns the result, and the text in its canonical layout
 */
export async function fmt(ports: Ports, input: FormatInput): Promise<{ result: FormatResult; text: string }> {
  const bundle = await ports.open(input.reference);
  const { kind, contractPath } = bundle.origin;
  const bytes = contractBytes(bundle);
  const read = readText(bytes, contractLimits);
  const formatted = read.ok ? formatContract(read.text, { upgrade: input.upgrade === true }) : read;
  if (!formatted.ok) {
    const failure = { source: { file: contractPath, text: read.text }, problems: formatted.problems };
    return refuse(input.reference, await validateContract({ ok: false, failures: [failure] }));
  }
  const output = new TextEncoder().encode(formatted.text);
  const changed = !sameBytes(output, bytes);
  const toDisk = kind === 'directory' && input.check !== true;
  if (kind !== 'directory' && kind !== 'stdin' && input.check !== true) {
    throw new PactoError('USAGE', `${input.reference} is not a file on disk; fmt cannot rewrite it`, {
      hint: `Give a directory or a ${contractFile}, or ask with --check.`,
    });
  }
  if (toDisk && changed) await ports.writeFile(contractPath, output);
  const { upgraded } = formatted;
  return {
    result: { schemaVersion: 1, ref: input.reference, changed, written: toDisk && changed, upgraded },
    text: formatted.text,
  };
}
