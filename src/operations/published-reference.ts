import { type LayoutReference, parseReference, type RegistryReference } from '../core/contract/reference.ts';
import { hintOf, PactoError } from '../core/error.ts';

/**
 * A reference on the command line to what is, or shall be, in a registry or an image layout. Nothing on the disk can
 * change what it means. Throws INVALID_REFERENCE.
 */
export function publishedReference(text: string): RegistryReference | LayoutReference {
  const parsed = parseReference(text, { inContract: false });
  if (!parsed.ok) {
    throw new PactoError('INVALID_REFERENCE', parsed.message, hintOf(parsed.help));
  }
  const { reference } = parsed;
  if (reference.kind === 'registry' || reference.kind === 'layout') return reference;
  throw new PactoError('INVALID_REFERENCE', `${text} is neither a registry reference nor an image layout`, {
    hint: 'Write HOST/REPOSITORY[:TAG], as in ghcr.io/acme/payments-pacto, or oci-layout:DIR/REPOSITORY[:TAG].',
  });
}
