// The example platform as its registry would have it: every version of every contract, in image layouts. In the checkout
// the contracts refer to each other by path; published ones refer to registries, which overrides see to.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/** The registry that the contracts of the platform believe in. It does not exist; a mirror stands for it. */
export const registry = 'registry.example.com/harbour';

/**
 * What to publish, and what to change in it, so that everything comes after what it refers to.
 * @param {Pick<typeof import('../dist/types/index.d.ts'), 'createPorts' | 'explain'>} pacto the built library
 * @returns {Promise<{ contract: string, repository: string, overrides: string[] }[]>} `contract` is a path from the
 *   root of the checkout, `repository` its name below the registry, `overrides` are arguments of `push`
 */
export async function platform({ createPorts, explain }) {
  const ports = createPorts({ cwd: root });
  /** @type {Map<string, Awaited<ReturnType<typeof explain>>>} */
  const contracts = new Map();
  for (const contract of contractFolders()) contracts.set(contract, await explain(ports, { reference: contract }));

  /** @type {Map<string, { contract: string, repository: string, overrides: string[] }>} */
  const ordered = new Map();
  /** @param {string} contract */
  const add = (contract) => {
    const facts = contracts.get(contract);
    if (facts === undefined || ordered.has(contract)) return;
    /** @type {string[]} */
    const overrides = [];
    for (const section of /** @type {const} */ (['dependencies', 'configurations', 'policies'])) {
      for (const { name, ref } of facts[section]) {
        const target = ref === undefined ? undefined : localTarget(contract, ref);
        if (target === undefined) continue;
        add(target);
        const published = `oci://${registry}/${repositoryOf(contracts.get(target)?.name ?? '')}`;
        overrides.push('--set-string', `${section}[name=${name}].ref=${published}`);
      }
    }
    ordered.set(contract, { contract, repository: repositoryOf(facts.name), overrides });
  };
  for (const contract of contracts.keys()) add(contract);
  return [...ordered.values()];
}

/** @param {string} name */
function repositoryOf(name) {
  return `${name}-pacto`;
}

/** Every folder of the examples that has a contract, older versions first. */
function contractFolders() {
  const entries = readdirSync(path.join(root, 'examples'), { recursive: true, encoding: 'utf8' });
  const folders = entries.filter((entry) => path.basename(entry) === 'pacto.yaml').map((entry) => path.dirname(entry));
  const isOlder = (/** @type {string} */ folder) => Number(folder.startsWith('versions'));
  folders.sort((a, b) => isOlder(b) - isOlder(a) || (a < b ? -1 : 1));
  return folders.map((folder) => `examples/${folder.split(path.sep).join('/')}`);
}

/**
 * The contract that a local reference leads to; undefined for references to registries.
 * @param {string} contract @param {string} ref
 */
function localTarget(contract, ref) {
  const relative = ref.replace(/^file:\/\//, '');
  if (!relative.startsWith('.')) return undefined;
  const target = path.posix.join(contract, relative);
  return existsSync(path.join(root, target, 'pacto.yaml')) ? target : undefined;
}
