import type { DocOAuthFlow, DocSecurityScheme } from '../../core/doc/interface-model.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { proseLine } from './markdown-prose.ts';

/** What callers must bring along, then where to get a token, and for what. */
export function securityBlocks(schemes: readonly DocSecurityScheme[]): string[] {
  const rows = schemes.map(({ name, kind, description, metadataUrl }) => [
    markdownCode(name),
    [markdownText(kind), ...(metadataUrl === undefined ? [] : [`described at ${markdownCode(metadataUrl)}`])].join(
      ', ',
    ),
    description === undefined ? '' : proseLine(description),
  ]);
  return [
    markdownTable(['Security scheme', 'Kind', 'Description'], rows),
    ...schemes.flatMap(({ name, flows = [] }) => flows.flatMap((one) => flow(name, one))),
  ];
}

function flow(scheme: string, one: DocOAuthFlow): string[] {
  const { name, authorizationUrl, deviceAuthorizationUrl, tokenUrl, refreshUrl, scopes } = one;
  const addresses = [
    ['authorize at', authorizationUrl],
    ['authorize the device at', deviceAuthorizationUrl],
    ['get a token at', tokenUrl],
    ['refresh it at', refreshUrl],
  ] as const;
  const told = addresses.flatMap(([label, url]) => (url === undefined ? [] : [`${label} ${markdownCode(url)}`]));
  if (told.length + scopes.length === 0) return [];
  const rows = scopes.map(({ name: scope, description }) => [
    markdownCode(scope),
    description === undefined ? '' : proseLine(description),
  ]);
  const table = rows.length === 0 ? [] : [markdownTable(['Scope', 'Description'], rows)];
  const where = told.length === 0 ? '.' : `: ${told.join(', ')}.`;
  return [`${markdownCode(scheme)} with the flow ${markdownText(name)}${where}\n`, ...table];
}
