// A graph of 1,000 published bundles: from a registry on this machine, and from image layouts.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../install.mjs';
import { medians, peakMemory } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');
const count = 1000;
/** How many bundles each one calls that nobody has called before it. */
const width = 10;
/** Services that everybody calls. */
const shared = 5;
const rounds = 5;

/**
 * @param {string} directory a place for what is published
 * @returns {Promise<{ what: string, measured: number, beside: number, of: string, budget: number, unit?: 'bytes' }[]>}
 */
export async function graphRows(directory) {
  const layouts = path.join(directory, 'layouts');
  await publish(directory, (name) => `oci-layout:${layouts}/${name}`, `oci-layout:..`);
  const layoutGraph = { args: [cli, 'graph', `oci-layout:${layouts}/${nameOf(0)}`, '--output-format', 'json'] };
  const layoutYardstick = { args: [path.join(root, 'scripts/bench/unpack.mjs'), layouts] };
  const [fromLayouts = Number.NaN, unpacking = Number.NaN] = medians([layoutGraph, layoutYardstick], rounds);
  const rows = [
    {
      what: '`pacto graph` of 1,000 bundles in image layouts',
      measured: fromLayouts,
      beside: unpacking,
      of: 'reading and gunzipping the same layers',
      budget: 2,
    },
  ];
  const registry = await startRegistry(directory);
  if (registry === undefined) {
    process.stderr.write('skipped: docker-registry is not installed, and no graph is measured over a registry\n');
    return rows;
  }
  try {
    const prefix = `oci://${registry.host}/bench`;
    await publish(directory, (name) => `${prefix}/${name}`, prefix);
    return [...rows, ...registryRows(directory, prefix, registry.host)];
  } finally {
    registry.stop();
  }
}

/** @param {string} directory @param {string} prefix @param {string} host */
function registryRows(directory, prefix, host) {
  const reference = `${prefix}/${nameOf(0)}`;
  const cache = path.join(directory, 'cache');
  const fresh = () => rmSync(cache, { recursive: true, force: true });
  const env = { PACTO_CACHE_DIR: cache };
  const cold = { args: [cli, 'graph', reference, '--output-format', 'json'], env, before: fresh };
  const gets = { args: [path.join(root, 'scripts/bench/gets.mjs'), host, String(count)] };
  const [coldTime = Number.NaN, getsTime = Number.NaN] = medians([cold, gets], rounds);

  // What was pulled and locked asks for nothing.
  const pulled = path.join(directory, 'pulled');
  run([cli, 'pull', reference, '--output', pulled], env);
  run([cli, 'lock', pulled], env);
  const warm = { args: [cli, 'graph', pulled, '--output-format', 'json', '--offline'], env };
  const [warmTime = Number.NaN] = medians([warm], rounds);
  fresh();
  return [
    {
      what: '`pacto graph` of 1,000 bundles from a registry, nothing cached',
      measured: coldTime,
      beside: getsTime,
      of: '2,000 bare GETs, eight at a time',
      budget: 3,
    },
    {
      what: 'its peak memory',
      measured: peakMemory(cold.args, 3, { env, before: fresh }),
      beside: 300e6,
      of: '300 MB',
      budget: 1,
      unit: /** @type {const} */ ('bytes'),
    },
    {
      what: 'the same with a lock and a warm cache, without any request',
      measured: warmTime,
      beside: getsTime,
      of: '2,000 bare GETs, eight at a time',
      budget: 1,
    },
  ];
}

/** @param {number} index */
function nameOf(index) {
  return `service-${String(index).padStart(4, '0')}`;
}

/**
 * Publishes the bundles of the graph. References have no tag, so that the constraint decides.
 * @param {string} directory
 * @param {(name: string) => string} target
 * @param {string} prefix what references begin with
 */
async function publish(directory, target, prefix) {
  const { createPorts, createRegistries, push } = await import(path.join(root, 'dist/index.js'));
  const registries = createRegistries({
    cwd: directory,
    env: {},
    credentials: async () => ({ find: async () => undefined, tried: () => [] }),
    network: {
      mirrors: [],
      insecure: [],
      ca: [],
      clientCertificates: [],
      cacheDirectory: undefined,
      tagMaxAge: 0,
      offline: false,
      cache: false,
    },
  });
  const ports = createPorts({ cwd: directory, registries });
  const sources = mkdtempSync(path.join(directory, 'sources-'));
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count; i = next++) {
      const source = path.join(sources, nameOf(i));
      mkdirSync(path.join(source, 'docs'), { recursive: true });
      writeFileSync(path.join(source, 'pacto.yaml'), contract(i, prefix));
      writeFileSync(
        path.join(source, 'docs/README.md'),
        `# ${nameOf(i)}\n\n${'What it does and whom to ask. '.repeat(40)}\n`,
      );
      await push(ports, { reference: source, to: target(nameOf(i)) });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await registries.close();
  rmSync(sources, { recursive: true, force: true });
}

/** @param {number} index @param {string} prefix */
function contract(index, prefix) {
  const own = Array.from({ length: width }, (_, i) => index * width + i + 1).filter(
    (callee) => callee < count - shared,
  );
  const common = index < count - shared ? [count - 1 - (index % shared), count - 1 - ((index + 1) % shared)] : [];
  const dependencies = [...new Set([...own, ...common])].map(
    (callee) => `  - name: ${nameOf(callee)}
    ref: ${prefix}/${nameOf(callee)}
    required: true
    compatibility: ^1.0.0
`,
  );
  return `pactoVersion: "1.0"
service:
  name: ${nameOf(index)}
  version: 1.${index % 10}.0
  owner: team/bench-${index % 25}
runtime:
  workload: service
  state:
    type: stateless
    persistence: { scope: local, durability: ephemeral }
    dataCriticality: low
${dependencies.length === 0 ? '' : `dependencies:\n${dependencies.join('')}`}`;
}

/** @param {string} directory @returns {Promise<{ host: string, stop: () => void } | undefined>} */
async function startRegistry(directory) {
  if (spawnSync('docker-registry', ['--version']).error !== undefined) return undefined;
  const configuration = path.join(directory, 'registry.yml');
  const settings = {
    version: '0.1',
    log: { level: 'info', accesslog: { disabled: true } },
    storage: { inmemory: {}, maintenance: { uploadpurging: { enabled: false } } },
    http: { addr: '127.0.0.1:0', secret: 'only for measuring' },
  };
  writeFileSync(configuration, JSON.stringify(settings));
  // A file and not a pipe: nobody reads while commands are measured, and a full pipe would stop the registry.
  const log = path.join(directory, 'registry.log');
  const output = openSync(log, 'w');
  const child = spawn('docker-registry', ['serve', configuration], { stdio: ['ignore', output, output] });
  closeSync(output);
  for (let tries = 0; tries < 100; tries++) {
    await setTimeout(100);
    const [, host] = /listening on (127\.0\.0\.1:\d+)/.exec(readFileSync(log, 'utf8')) ?? [];
    if (host !== undefined) return { host, stop: () => void child.kill('SIGKILL') };
  }
  child.kill('SIGKILL');
  throw new Error(`docker-registry did not start:\n${readFileSync(log, 'utf8')}`);
}

/** @param {string[]} args @param {Record<string, string>} env */
function run(args, env) {
  const { status, stderr } = spawnSync(process.execPath, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
}
