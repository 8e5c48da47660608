import type { Bundle } from '../contract/bundle.ts';
import { compareBytes } from '../contract/bundle.ts';
import { findSboms } from '../sbom/find.ts';
import type { DocSbom } from './model.ts';

/** Licences that are told by name. */
const maxLicenses = 50;

/** How far into a document its format is looked for. Bytes. */
const headLength = 16_384;

/** What the SBOMs of a bundle say together; undefined where there is none. Never throws. */
export async function documentSbom(bundle: Bundle): Promise<DocSbom | undefined> {
  const { paths, problem } = findSboms(bundle);
  if (paths.length === 0 && problem === undefined) return undefined;
  // Loaded for those that have one: it knows all kinds of packages.
  const [{ createInventory }, { readSbom }] = await Promise.all([
    import('../sbom/inventory.ts'),
    import('../sbom/read.ts'),
  ]);
  const { packages, add } = createInventory();
  const files: DocSbom['files'][number][] = problem === undefined ? [] : [{ path: 'sbom', unreadable: problem }];
  for (const path of paths) {
    const file = bundle.read(path);
    if (file.kind !== 'file') {
      const why =
        file.kind === 'unreadable' ? file.reason : file.kind === 'too-large' ? 'it is too large' : 'it is no file';
      files.push({ path, unreadable: why });
      continue;
    }
    const format = formatOf(file.bytes);
    const { problems } = readSbom(file.bytes, add);
    const [first] = problems;
    files.push({
      path,
      ...(format === undefined ? {} : { format }),
      ...(first === undefined ? {} : { unreadable: first.message }),
    });
  }
  const counts = new Map<string, number>();
  let [total, unlicensed] = [0, 0];
  for (const { entries } of packages.values()) {
    for (const { licenses } of entries.values()) {
      total += 1;
      const stated = new Set(licenses.flat());
      if (stated.size === 0) unlicensed += 1;
      for (const license of stated) counts.set(license, (counts.get(license) ?? 0) + 1);
    }
  }
  const licenses = [...counts]
    .map(([license, count]) => ({ license, packages: count }))
    .sort((a, b) => b.packages - a.packages || compareBytes(a.license, b.license));
  return {
    files,
    packages: total,
    licenses: licenses.slice(0, maxLicenses),
    otherLicenses: Math.max(0, licenses.length - maxLicenses),
    unlicensed,
  };
}

function formatOf(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder().decode(bytes.subarray(0, headLength));
  const spdx = /"(?:spdxVersion|specVersion)"\s{0,9}:\s{0,9}"(?:SPDX-)?([0-9.]{1,9})"/.exec(head)?.[1];
  const after = spdx === undefined ? '' : ` ${spdx}`;
  if (/"bomFormat"\s{0,9}:\s{0,9}"CycloneDX"/.test(head)) return `CycloneDX${after}`;
  return /"spdxVersion"|spdx\.org\/rdf\/3/.test(head) ? `SPDX${after}` : undefined;
}
