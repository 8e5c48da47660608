// Comparing SBOMs: ten thousand packages, and documents as large as are read.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../install.mjs';
import { medians, peakMemory } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');
const rounds = 5;

/**
 * @param {string} directory a place for what is compared
 * @returns {{ what: string, measured: number, beside: number, of: string, budget: number, unit?: 'bytes' }[]}
 */
export function sbomRows(directory) {
  const small = pair(directory, 'ten-thousand', (later) => cyclonedx(10_000, later));
  const large = pair(directory, 'large', (later) => spdx(100_000, later));
  return [
    ...rows('two SBOMs of 10,000 packages, one in ten with another version', small),
    ...rows(`two SBOMs of ${Math.round(large.bytes / 1e6)} MB and 100,000 packages`, large),
  ];
}

/** @param {string} what @param {{ sides: string[], files: string[] }} compared */
function rows(what, { sides, files }) {
  const args = [cli, 'diff', ...sides, '--fail-on', 'none', '--output-format', 'json'];
  const parse = `for (const file of ${JSON.stringify(files)}) JSON.parse(require('node:fs').readFileSync(file, 'utf8'));`;
  const [time = Number.NaN, parsing = Number.NaN] = medians([{ args }, { args: ['-e', parse] }], rounds);
  return [
    {
      what: `\`pacto diff\` with ${what}`,
      measured: time,
      beside: parsing,
      of: 'a process that only parses both',
      budget: 6,
    },
    {
      what: 'its peak memory',
      measured: peakMemory(args, 3),
      beside: 600e6,
      of: '600 MB',
      budget: 1,
      unit: /** @type {const} */ ('bytes'),
    },
  ];
}

/** Two bundles. @param {string} directory @param {string} name @param {(later: boolean) => string} document */
function pair(directory, name, document) {
  const sides = [];
  const files = [];
  let bytes = 0;
  for (const later of [false, true]) {
    const side = path.join(directory, `sbom-${name}-${later ? 'new' : 'old'}`);
    const text = document(later);
    const file = path.join(side, 'sbom', name === 'large' ? 'app.spdx.json' : 'app.cdx.json');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      path.join(side, 'pacto.yaml'),
      `pactoVersion: "1.0"\nservice: {name: app, version: 1.0.${Number(later)}}\n`,
    );
    writeFileSync(file, text);
    sides.push(side);
    files.push(file);
    bytes = text.length;
  }
  return { sides, files, bytes };
}

/** @param {number} i @param {boolean} later */
function versionOf(i, later) {
  return `1.${i % 50}.${later && i % 10 === 0 ? 1 : 0}`;
}

/** @param {number} i */
function digestOf(i) {
  return i.toString(16).padStart(8, '0').repeat(8);
}

/** @param {number} packages @param {boolean} later */
function cyclonedx(packages, later) {
  const components = Array.from({ length: packages }, (_, i) => {
    const version = versionOf(i, later);
    return {
      'bom-ref': `package-${i}@${version}`,
      type: 'library',
      name: `package-${i}`,
      version,
      purl: `pkg:npm/package-${i}@${version}`,
      hashes: [{ alg: 'SHA-256', content: digestOf(i) }],
      licenses: [{ license: { id: i % 3 === 0 ? 'Apache-2.0' : 'MIT' } }],
      externalReferences: [{ type: 'vcs', url: `https://example.com/package-${i}.git` }],
    };
  });
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }, null, 2);
}

/** @param {number} count @param {boolean} later */
function spdx(count, later) {
  const packages = Array.from({ length: count }, (_, i) => {
    const version = versionOf(i, later);
    return {
      SPDXID: `SPDXRef-Package-${i}`,
      name: `package-${i}`,
      versionInfo: version,
      supplier: 'Organization: Acme',
      downloadLocation: 'NOASSERTION',
      licenseConcluded: 'NOASSERTION',
      licenseDeclared: i % 3 === 0 ? 'Apache-2.0 OR MIT' : 'MIT',
      checksums: [{ algorithm: 'SHA256', checksumValue: digestOf(i) }],
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: `pkg:deb/debian/package-${i}@${version}?arch=amd64&distro=debian-12`,
        },
      ],
    };
  });
  const relationships = packages.map(({ SPDXID }) => ({
    spdxElementId: 'SPDXRef-DOCUMENT',
    relationshipType: 'CONTAINS',
    relatedSpdxElement: SPDXID,
  }));
  return JSON.stringify({ spdxVersion: 'SPDX-2.3', SPDXID: 'SPDXRef-DOCUMENT', packages, relationships });
}
