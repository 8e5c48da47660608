import { publishedSchema, resultNames } from '../operations/schema.ts';
import { renderJson } from '../render/json.ts';
import { ResourceNotFoundError, referencePage } from './sdk.ts';

/** The pages of the reference, and what each is for. */
const pages = {
  contract: 'Every field of a contract: its type, what it means, what is allowed',
  findings: 'Every finding of validation: what it means and how to fix it',
  changes: 'Every change that a comparison tells, with its class and an example (long)',
  commands: 'The command line: every command with its flags and exit codes',
  results: 'The shape of each JSON result',
  platform: 'What a contract expects of the platform that its service runs on',
} as const;

const pageNames = Object.keys(pages);
const schemaUri = 'pacto://schema/contract';
const resultUris = /^pacto:\/\/schema\/result\/([a-z-]+)$/;
const pageUris = /^pacto:\/\/reference\/([a-z]+)$/;

/** What can be read, by its address. */
export const resources = [
  {
    uri: schemaUri,
    name: 'contract-schema',
    title: 'JSON Schema of the contract format',
    mimeType: 'application/schema+json',
  },
  ...Object.entries(pages).map(([name, description]) => ({
    uri: `pacto://reference/${name}`,
    name: `reference-${name}`,
    title: `Reference: ${name}`,
    description,
    mimeType: 'text/markdown',
  })),
];

/** Addresses with a part to choose. */
export const resourceTemplates = [
  {
    uriTemplate: 'pacto://schema/result/{name}',
    name: 'result-schema',
    title: 'JSON Schema of a result',
    description: 'The shape of what a tool or a command gives',
    mimeType: 'application/schema+json',
  },
];

/** The content of a resource. Throws where there is none at that address. */
export async function readResource(uri: string): Promise<{ uri: string; mimeType: string; text: string }> {
  const [, result = ''] = resultUris.exec(uri) ?? [];
  if (uri === schemaUri || resultNames.includes(result)) {
    const schema = await publishedSchema(uri === schemaUri ? undefined : result);
    return { uri, mimeType: 'application/schema+json', text: renderJson(schema) };
  }
  const [, page = ''] = pageUris.exec(uri) ?? [];
  if (pageNames.includes(page)) return { uri, mimeType: 'text/markdown', text: referencePage(page) };
  throw new ResourceNotFoundError(uri.slice(0, 200));
}

/** Completes the part of an address that can be chosen. */
export function completeResource(uri: string, argument: { readonly name: string; readonly value: string }): string[] {
  const isResult = uri === resourceTemplates[0]?.uriTemplate && argument.name === 'name';
  return isResult ? resultNames.filter((name) => name.startsWith(argument.value)) : [];
}
