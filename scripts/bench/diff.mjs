// Comparing: two versions of a contract, big real API descriptions, and growing ones.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../install.mjs';
import { medians, peakMemory } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');
const rounds = 5;

/**
 * @param {string} directory a place for what is compared
 * @returns {Promise<{ what: string, measured: number, beside: number, of: string, budget: number, unit?: 'bytes' }[]>}
 */
export async function diffRows(directory) {
  const versions = ['examples/versions/payments-api/3.1.0', 'examples/payments-api'].map((one) => path.join(root, one));
  const small = { args: [cli, 'diff', ...versions, '--fail-on', 'none'] };
  const [smallTime = Number.NaN, empty = Number.NaN] = medians([small, { args: ['-e', '0'] }], 15);
  return [
    {
      what: '`pacto diff` of two versions of payments-api',
      measured: smallTime,
      beside: empty,
      of: '`node -e 0`',
      budget: 2.8,
    },
    ...big(directory),
    ...(await growth()),
  ];
}

/** Real descriptions of 2 to 4 MB. @param {string} directory */
function big(directory) {
  const base = path.join(process.env.PACTO_CONFORMANCE_DIR ?? '', 'perf');
  if (process.env.PACTO_CONFORMANCE_DIR === undefined || !existsSync(base)) {
    process.stderr.write('skipped: the big descriptions are not there (PACTO_CONFORMANCE_DIR)\n');
    return [];
  }
  const pairs = [
    { what: 'three years apart', old: 'stripe-2019-04-19', fresh: 'stripe-2022-04-12' },
    { what: 'one release apart', old: 'stripe-2022-04-07', fresh: 'stripe-2022-04-12' },
  ];
  return pairs.flatMap(({ what, old, fresh }) => {
    const sides = [old, fresh].map((name) => bundle(directory, name, path.join(base, `${name}.json`)));
    const files = JSON.stringify([old, fresh].map((name) => path.join(base, `${name}.json`)));
    const parse = `for (const file of ${files}) JSON.parse(require('node:fs').readFileSync(file, 'utf8'));`;
    const args = [cli, 'diff', ...sides, '--fail-on', 'none', '--output-format', 'json'];
    const [time = Number.NaN, parsing = Number.NaN] = medians([{ args }, { args: ['-e', parse] }], rounds);
    return [
      {
        what: `\`pacto diff\` of two API descriptions of some megabytes, ${what}`,
        measured: time,
        beside: parsing,
        of: 'a process that only parses both',
        budget: 8,
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
  });
}

/** @param {string} directory @param {string} name @param {string} file */
function bundle(directory, name, file) {
  const target = path.join(directory, name);
  if (existsSync(target)) return target;
  mkdirSync(path.join(target, 'interfaces'), { recursive: true });
  writeFileSync(path.join(target, 'pacto.yaml'), contract);
  copyFileSync(file, path.join(target, 'interfaces/openapi.json'));
  return target;
}

const contract = `pactoVersion: "1.0"
service: {name: api, version: 1.0.0}
interfaces:
  - name: rest
    type: http
    port: 80
    contract: interfaces/openapi.json
`;

/** How time grows with the number of operations, in one process, without starting it. */
async function growth() {
  const { createPorts, diff } = await import(path.join(root, 'dist/index.js'));
  const ports = createPorts({ cwd: root });
  /** @param {number} operations */
  const timed = async (operations) => {
    const times = [];
    for (let round = 0; round < 4; round++) {
      const [old, fresh] = [description(operations, false), description(operations, true)].map(memory);
      const start = performance.now();
      const both = { old, fresh };
      await diff(
        { ...ports, open: async (/** @type {string} */ name) => both[/** @type {'old' | 'fresh'} */ (name)] },
        { old: { reference: 'old' }, new: { reference: 'fresh' }, date: '2026-01-01' },
      );
      if (round > 0) times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[1] ?? Number.NaN;
  };
  const [hundred, thousand, tenThousand] = [await timed(100), await timed(1000), await timed(10_000)];
  return [
    {
      what: '1,000 operations compared, beside ten times 100',
      measured: thousand,
      beside: hundred * 10,
      of: 'ten times 100 operations',
      budget: 1.2,
    },
    {
      what: '10,000 operations compared, beside ten times 1,000',
      measured: tenThousand,
      beside: thousand * 10,
      of: 'ten times 1,000 operations',
      budget: 1.2,
    },
  ];
}

/** An API in which one operation of ten changed. @param {number} operations @param {boolean} later */
function description(operations, later) {
  const paths = Array.from({ length: operations }, (_, i) => {
    const type = later && i % 10 === 0 ? 'string' : 'integer';
    const body = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, amount: { type } } };
    const content = { 'application/json': { schema: body } };
    return [
      `/things-${i}`,
      { post: { requestBody: { content }, responses: { 200: { description: 'Done', content } } } },
    ];
  });
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'API', version: '1' }, paths: Object.fromEntries(paths) });
}

/** A bundle that is nowhere but in memory. @param {string} text */
function memory(text) {
  const files = new Map([
    ['pacto.yaml', new TextEncoder().encode(contract)],
    ['interfaces/openapi.json', new TextEncoder().encode(text)],
  ]);
  return {
    origin: { kind: 'memory', label: 'memory', contractPath: 'pacto.yaml' },
    read: (/** @type {string} */ name) =>
      files.has(name) ? { kind: 'file', bytes: files.get(name) } : { kind: 'missing' },
    files: () => [...files.keys()],
    entries: () => [...files.keys()].map((name) => ({ path: name, kind: 'file' })),
  };
}
