// Whom a new version hits, among 10,000 published contracts.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../install.mjs';
import { generator } from './contracts.mjs';
import { writeLayouts } from './layouts.mjs';
import { medians, peakMemory } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');
const count = 10_000;
const rounds = 5;

/**
 * @param {string} directory a place for what is published
 * @returns {Promise<{ what: string, measured: number, beside: number, of: string, budget: number, unit?: 'bytes' }[]>}
 */
export async function impactRows(directory) {
  const layouts = path.join(directory, 'platform');
  writeLayouts(layouts, contracts(count));
  // It may break whoever calls it, so that everybody is looked at and the command succeeds.
  const opened = path.join(directory, 'opened.yaml');
  writeFileSync(opened, 'service: { version: 1.9.0 }\ninterfaces: [{ name: rest-api, visibility: public }]\n');
  const target = `oci-layout:${layouts}/${nameOf(3)}`;
  const among = ['--among', `oci-layout:${layouts}`, '--output-format', 'json'];
  const impact = { args: [cli, 'impact', target, target, '--new-values', opened, ...among] };
  const yardstick = { args: [path.join(root, 'scripts/bench/read-contracts.mjs'), layouts] };
  const [time = Number.NaN, reading = Number.NaN] = medians([impact, yardstick], rounds);
  return [
    {
      what: '`pacto impact` of a release that may break, among 10,000 contracts in image layouts',
      measured: time,
      beside: reading,
      of: 'unpacking the same contracts and loading them with js-yaml',
      budget: 2,
    },
    {
      what: 'its peak memory',
      measured: peakMemory(impact.args, 3),
      beside: 600e6,
      of: '600 MB',
      budget: 1,
      unit: 'bytes',
    },
    ...(await walkRows()),
  ];
}

/** The operation alone, over contracts in memory: what it takes must grow with their number and no faster. */
async function walkRows() {
  const { impact } = await import(path.join(root, 'dist/index.js'));
  const time = async (/** @type {number} */ number) => {
    const bundles = new Map([...contracts(number)].map(({ name, files }) => [name, memory(name, files['pacto.yaml'])]));
    const references = [...bundles.keys()];
    const ports = { open: async (/** @type {string} */ name) => bundles.get(name), note: () => undefined };
    const times = [];
    for (let round = 0; round < 4; round++) {
      const start = performance.now();
      await impact(ports, { reference: nameOf(3), among: { references, gaps: [] } });
      if (round > 0) times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[1] ?? Number.NaN;
  };
  await time(1000);
  const thousand = await time(1000);
  return [
    {
      what: 'reading 10,000 contracts in memory and following their dependencies, beside ten times 1,000',
      measured: await time(10_000),
      beside: thousand * 10,
      of: 'ten times 1,000 contracts',
      budget: 1.5,
    },
  ];
}

/**
 * Contracts that call up to eight others which were there before them, more often those that have been for long.
 * @param {number} number
 */
function* contracts(number) {
  const random = generator(20260101);
  for (let i = 0; i < number; i++) {
    const callees = Array.from({ length: i === 0 ? 0 : 1 + random(8) }, () => random(1 + random(i)));
    const version = `1.${i % 9}.0`;
    const text = contract(i, version, [...new Set(callees)], random);
    const readme = `# ${nameOf(i)}\n\n${'What it does and whom to ask. '.repeat(40)}\n`;
    yield { name: nameOf(i), version, files: { 'docs/README.md': readme, 'pacto.yaml': text } };
  }
}

/** @param {number} index */
function nameOf(index) {
  return `service-${String(index).padStart(5, '0')}`;
}

/** @param {number} index @param {string} version @param {number[]} callees @param {(below: number) => number} random */
function contract(index, version, callees, random) {
  const dependencies = callees.map(
    (callee) => `  - name: ${nameOf(callee)}
    ref: oci-layout:../${nameOf(callee)}
    required: ${random(4) > 0}
    compatibility: ^1.0.0
`,
  );
  return `pactoVersion: "1.0"
service:
  name: ${nameOf(index)}
  version: ${version}
  owner: team/bench-${index % 250}
interfaces:
  - name: rest-api
    type: http
    port: ${8000 + (index % 1000)}
    visibility: internal
runtime:
  workload: service
  state:
    type: stateless
    persistence: { scope: local, durability: ephemeral }
    dataCriticality: low
scaling: { min: ${1 + (index % 3)}, max: ${4 + (index % 9)} }
${dependencies.length === 0 ? '' : `dependencies:\n${dependencies.join('')}`}`;
}

/** A bundle that is nowhere but in memory, as if it lay in a layout. @param {string} name @param {string} text */
function memory(name, text) {
  const bytes = new TextEncoder().encode(text);
  const repository = `oci-layout:platform/${name}`;
  const artifact = { repository, digest: `sha256:${name}`, contentDigest: '' };
  return {
    origin: { kind: 'layout', label: repository, contractPath: `${repository}!/pacto.yaml`, artifact },
    read: (/** @type {string} */ file) => (file === 'pacto.yaml' ? { kind: 'file', bytes } : { kind: 'missing' }),
    files: () => ['pacto.yaml'],
    entries: () => [{ path: 'pacto.yaml', kind: 'file' }],
  };
}
