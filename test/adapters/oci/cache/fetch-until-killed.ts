/**
 * A process that fetches versions through a cache: `fetch-until-killed.ts DIRECTORY FIRST COUNT`. The versions are
 * 1.FIRST.0 and the COUNT - 1 after it. Prints each that it has read, and `flushed` at the end.
 */
import { openCache } from '../../../../src/adapters/oci/cache/cache.ts';
import { memoryRepository } from '../../../support/memory-repository.ts';
import { bundleOf, fetchAll, publish } from '../../../support/published.ts';

const [directory = '', first = '0', count = '0'] = process.argv.slice(2);
const registry = memoryRepository('oci://ghcr.io/acme/shop');
const versions = Array.from({ length: Number(count) }, (_, i) => `1.${Number(first) + i}.0`);
for (const version of versions) await publish(registry, bundleOf('shop', version), [version]);
const cache = openCache({
  directory,
  tagMaxAge: 0,
  mode: 'use',
  now: Date.now,
  warn(message) {
    throw new Error(message);
  },
});
const repository = cache.wrap(registry);
for (const version of versions) {
  await fetchAll(repository, version);
  process.stdout.write(`${version}\n`);
}
await repository.tags();
await cache.flush();
process.stdout.write('flushed\n');
