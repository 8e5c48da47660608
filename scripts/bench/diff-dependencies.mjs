// Comparing what two contracts depend on: 1,000 services in image layouts, of which five changed between two locks.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../install.mjs';
import { medians, peakMemory } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');
const size = 1000;
const fanOut = 5;
const changed = [7, 123, 124, 700, 999];
const rounds = 5;

/**
 * @param {string} directory a place for what is compared
 * @returns {Promise<{ what: string, measured: number, beside: number, of: string, budget: number, unit?: 'bytes' }[]>}
 */
export async function dependencyRows(directory) {
  const base = path.join(directory, 'dependencies');
  const sides = ['old', 'new'].map((name) => path.join(base, name));
  const { createPorts, createRegistries, lock, push } = await import(path.join(root, 'dist/index.js'));
  const network = {
    mirrors: [],
    insecure: [],
    ca: [],
    clientCertificates: [],
    tagMaxAge: 0,
    offline: false,
    cache: false,
  };
  const credentials = async () => ({ find: async () => undefined, tried: () => [] });
  const registries = createRegistries({ cwd: base, env: {}, credentials, network });
  const ports = createPorts({ cwd: base, registries });
  for (const [place, version] of /** @type {const} */ ([
    ['old', '1.0.0'],
    ['new', '1.1.0'],
  ])) {
    const side = path.join(base, place);
    write(side, contract(0, '1.0.0', 'oci-layout:../registry'));
    for (const i of place === 'old' ? Array.from({ length: size - 1 }, (_, n) => n + 1) : changed) {
      const source = path.join(base, 'source');
      write(source, contract(i, version, 'oci-layout:..'));
      await push(ports, { reference: source, to: `oci-layout:${path.join(base, 'registry', nameOf(i))}` });
      rmSync(source, { recursive: true });
    }
    await lock(ports, { reference: side });
  }
  await registries.close();

  const diff = [cli, 'diff', ...sides, '--fail-on', 'none', '--require-deps'];
  const [time = Number.NaN, graph = Number.NaN] = medians(
    [{ args: diff }, { args: [cli, 'graph', sides[1] ?? ''] }],
    rounds,
  );
  return [
    {
      what: '`pacto diff` of two locks of 1,000 services, five of them in other versions',
      measured: time,
      beside: graph,
      of: '`pacto graph` of one of them',
      budget: 1,
    },
    {
      what: 'its peak memory',
      measured: peakMemory(diff, 3),
      beside: 200e6,
      of: '200 MB',
      budget: 1,
      unit: /** @type {const} */ ('bytes'),
    },
  ];
}

/** @param {string} folder @param {string} text */
function write(folder, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'pacto.yaml'), text);
}

/** @param {number} i */
function nameOf(i) {
  return `service-${String(i).padStart(4, '0')}`;
}

/** A service that needs five others. @param {number} i @param {string} version @param {string} prefix of references */
function contract(i, version, prefix) {
  const needed = Array.from({ length: fanOut }, (_, k) => i * fanOut + k + 1).filter((n) => n < size);
  const declared = needed.map(
    (n) => `  - { name: ${nameOf(n)}, ref: "${prefix}/${nameOf(n)}", compatibility: "^1.0.0", required: true }\n`,
  );
  const dependencies = declared.length === 0 ? '' : `dependencies:\n${declared.join('')}`;
  return `pactoVersion: "1.0"\nservice: { name: ${nameOf(i)}, version: ${version} }\n${dependencies}`;
}
