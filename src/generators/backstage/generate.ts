import type { Contract, Owner } from '../../core/contract/model.generated.ts';
import { type Remarks, yamlText } from '../../core/document/print-yaml.ts';
import { PactoError } from '../../core/error.ts';
import type { GenerateResponse, GeneratorRequest } from '../../core/generate/protocol.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { servicesCalled, unlockedNames } from '../called.ts';
import { labelValue } from '../label.ts';
import { apisOf } from './apis.ts';

/** An entity of the catalog, and what is said above its places. */
export interface Entity {
  readonly document: JsonObject;
  readonly remarks?: Remarks;
}

/** A `catalog-info.yaml`: a Component, an API for each interface with a description, and relations. Throws USAGE, PLUGIN_FAILED. */
export function generate({ contract, options, readFile }: GeneratorRequest): GenerateResponse {
  const { name: service, version } = contract.service;
  checkOptions(options);
  const name = options.name ?? service;
  if (labelValue(name) !== name) {
    const what = options.name === undefined ? 'the name of the service' : '--option name';
    throw new PactoError(
      options.name === undefined ? 'PLUGIN_FAILED' : 'USAGE',
      `${what}, ${JSON.stringify(name)}, is no name for Backstage`,
      { hint: 'A name has at most 63 letters, digits, dots, dashes and underscores: --option name=NAME.' },
    );
  }
  const { owner, remark } = ownerOf(contract.service.owner, options.owner);
  const lifecycle = options.lifecycle ?? (/^v?0\.|^[^+]*-/.test(version) ? 'experimental' : 'production');
  const facts = { lifecycle, owner, ...(options.system === undefined ? {} : { system: options.system }) };
  const namespace = options.namespace === undefined ? {} : { namespace: options.namespace };
  const apis = apisOf(contract, { name, readFile, namespace, facts });
  const called = servicesCalled(contract, readFile);
  const components = called.map((one) => labelValue(one.name)).filter((one) => one !== '');
  const unlocked = unlockedNames(called);
  const component: Entity = {
    document: {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name,
        ...namespace,
        annotations: { 'io.pacto/version': version },
        ...some('links', linksOf(contract.service.owner)),
      },
      spec: {
        type: options.type ?? typeOf(contract),
        ...facts,
        ...some(
          'providesApis',
          apis.flatMap(({ provided }) => provided),
        ),
        ...some(
          'dependsOn',
          [...new Set(components)].map((one) => `component:${one}`),
        ),
      },
    },
    remarks: new Map([
      ...(remark === undefined ? [] : [['/spec/owner', remark] as const]),
      ...(unlocked === undefined ? [] : [['/spec/dependsOn', unlocked] as const]),
    ]),
  };
  const header = `# From the contract of ${service} ${version}, by \`pacto generate backstage\`.\n`;
  const documents = [component, ...apis].map(({ document, remarks }) => yamlText(document, remarks));
  return {
    files: [{ path: 'catalog-info.yaml', content: header + documents.join('---\n') }],
    ...(unlocked === undefined ? {} : { message: `dependsOn: ${unlocked}` }),
  };
}

/** A member, unless its list is empty. */
function some(name: string, items: readonly Json[]): JsonObject {
  return items.length === 0 ? {} : { [name]: items };
}

const forms: Readonly<Record<string, readonly [pattern: RegExp, like: string]>> = {
  namespace: [/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, at most 63'],
  owner: [/^(?:[A-Za-z]+:)?(?:[A-Za-z0-9._-]+\/)?[A-Za-z0-9._-]+$/, 'a reference such as group:payments'],
  system: [/^(?:[A-Za-z]+:)?(?:[A-Za-z0-9._-]+\/)?[A-Za-z0-9._-]+$/, 'a reference such as shop'],
  type: [/^[^\s]{1,63}$/, 'one word, such as website'],
  lifecycle: [/^[^\s]{1,63}$/, 'one word, such as deprecated'],
};

function checkOptions(options: Readonly<Record<string, string>>): void {
  for (const [name, [pattern, like]] of Object.entries(forms)) {
    const value = options[name];
    if (value === undefined || (pattern.test(value) && value.length < 200)) continue;
    throw new PactoError('USAGE', `--option ${name} cannot be ${JSON.stringify(value)}`, { hint: `It is ${like}.` });
  }
}

/** Teams are written with a prefix in many contracts, `team/payments`, which a reference would take for a namespace. */
function ownerOf(
  owner: Owner | undefined,
  option: string | undefined,
): { readonly owner: string; readonly remark?: string } {
  if (option !== undefined) return { owner: option };
  const of = (kind: string, text: string) => `${kind}:${labelValue(text.slice(text.lastIndexOf('/') + 1))}`;
  const team = typeof owner === 'string' ? owner : owner?.team;
  const found = team !== undefined ? of('group', team) : owner === undefined ? '' : of('user', ownerPerson(owner));
  const isNamed = found !== '' && !found.endsWith(':');
  return isNamed
    ? { owner: found }
    : { owner: 'unknown', remark: 'The contract names no owner: say --option owner=REF.' };
}

function ownerPerson(owner: Owner): string {
  return (typeof owner === 'string' ? undefined : owner.dri?.split('@')[0]) ?? '';
}

/** Contacts that can be followed. */
function linksOf(owner: Owner | undefined): Json[] {
  const contacts = typeof owner === 'string' ? [] : (owner?.contacts ?? []);
  return contacts.flatMap(({ type, value, purpose }) => {
    const url = type === 'email' ? `mailto:${value}` : value;
    return /^(?:https?|mailto):[^\s]+$/.test(url) && URL.canParse(url) ? [{ url, title: purpose ?? type }] : [];
  });
}

function typeOf({ runtime, service, interfaces = [] }: Contract): string {
  if (runtime !== undefined) return runtime.workload === 'service' ? 'service' : 'job';
  return service.image === undefined && interfaces.length === 0 ? 'library' : 'service';
}
