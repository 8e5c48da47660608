/**
 * A process that publishes bundles into a layout: `write-until-killed.ts DIRECTORY PREFIX COUNT`. Prints a line for
 * each tag that is there for good.
 */
import { layoutRepository } from '../../../../src/adapters/oci/layout/layout.ts';
import { bundleOf, publish } from '../../../support/published.ts';

const [directory = '', prefix = '', count = '0'] = process.argv.slice(2);
const repository = layoutRepository(directory, 'oci-layout:shared');
process.stdout.write('begun\n');
for (let i = 0; i < Number(count); i++) {
  const tag = `${prefix}.${i}.0`;
  await publish(repository, bundleOf('shop', tag), [tag]);
  process.stdout.write(`${tag}\n`);
}
