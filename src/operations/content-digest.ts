import type { Bundle } from '../core/contract/bundle.ts';
import { readContract } from '../core/contract/read.ts';
import { validateContract } from '../core/validate/validate.ts';
import { packBundle } from './pack-bundle.ts';
import { contractBytes, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';

/**
 * The digest of what travels of a bundle, as a plain tar: the content hash of locks.
 * Throws PactoError where the bundle cannot be packed.
 */
export async function contentDigestOf(ports: Pick<Ports, 'digest'>, bundle: Bundle): Promise<string> {
  const { artifact, contractPath, label } = bundle.origin;
  if (artifact !== undefined) return artifact.contentDigest;
  const validation = await validateContract(readContract(contractBytes(bundle), contractPath), { upTo: 'structural' });
  const contract = validation.contract ?? refuse(label, validation);
  return (await packBundle(ports, { bundle, contract })).contentDigest;
}
