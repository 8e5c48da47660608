import type { TextDocument } from '../../document/read.ts';
import { member } from '../../json.ts';
import type { InterfaceFile } from '../model.ts';
import { describeValue } from '../shape/describe.ts';
import { type TypeTable, versionNumber } from '../shape/notation.ts';
import { below, rootAt } from '../shape/place.ts';
import { readDocument } from '../shape/read.ts';
import type { Grammar } from '../shape/walk.ts';
import type { SourceFiles } from '../source.ts';
import { openapiChecks } from './checks.ts';
import { openapi2 } from './shapes-2.ts';
import { openapi3 } from './shapes-3.ts';

const newest = 302;

/** Reads an OpenAPI document of any version, following its references through the bundle. */
export function readOpenapi(path: string, document: TextDocument, sources: SourceFiles): InterfaceFile {
  return readDocument(path, 'openapi', document, sources, (problems) => {
    const field = member(document.value, 'openapi') === undefined ? 'swagger' : 'openapi';
    const stated = member(document.value, field);
    const version = typeof stated === 'string' ? stated : undefined;
    const known = version === undefined ? undefined : grammarFor(field, version);
    const title = `OpenAPI${version === undefined ? '' : ` ${version}`}`;
    const at = below(rootAt(path), field);
    if (known?.newer === true) {
      problems.warn(at, `OpenAPI ${version} is newer than the versions known here; it is read as 3.2`);
    }
    if (known === undefined && version !== undefined) {
      const message = `"${field}" is ${describeValue(version)}, which is not a version of OpenAPI`;
      problems.error(at, message, { help: `known are swagger: "2.0" and openapi: 3.0.0 to 3.2.0` });
    }
    const number = known?.number ?? versionNumber(String(stated));
    const fallback = field === 'swagger' ? 200 : [300, 301, 302].includes(number) ? number : newest;
    const grammar = grammarOf(known?.number ?? fallback);
    return { grammar, title, ...(version === undefined ? {} : { version }) };
  });
}

function grammarFor(field: string, version: string): { number: number; newer: boolean } | undefined {
  if (field === 'swagger') return version === '2.0' ? { number: 200, newer: false } : undefined;
  if (!/^3\.\d{1,3}(?:\.\d{1,3})?(?:-[\w.-]{1,40})?$/.test(version)) return undefined;
  const number = versionNumber(version);
  return { number: Math.min(number, newest), newer: number > newest };
}

function grammarOf(version: number): Grammar {
  const table: TypeTable = version < 300 ? openapi2 : openapi3;
  return {
    name: 'OpenAPI',
    table,
    root: 'OpenApi',
    version,
    checks: openapiChecks,
    siblings: (type) => type === 'PathItem' || (type === 'Schema' && version >= 301),
  };
}
