import { compareBytes } from '../../contract/bundle.ts';
import type { TextDocument } from '../../document/read.ts';
import { member } from '../../json.ts';
import type { InterfaceFile } from '../model.ts';
import { describeValue } from '../shape/describe.ts';
import { versionNumber } from '../shape/notation.ts';
import { below, rootAt } from '../shape/place.ts';
import { readDocument } from '../shape/read.ts';
import type { Grammar } from '../shape/walk.ts';
import type { SourceFiles } from '../source.ts';
import { asyncapi2Checks, asyncapi3Checks } from './checks.ts';
import { importedFiles } from './imported.ts';
import { asyncapi2 } from './shapes-2.ts';
import { asyncapi3 } from './shapes-3.ts';

const newest3 = 301;

/** The newest minor version of each major one. */
const newest: Readonly<Record<string, number>> = { '2': 206, '3': newest3 };

/** Reads an AsyncAPI document of any version, following its references through the bundle. */
export function readAsyncapi(path: string, document: TextDocument, sources: SourceFiles): InterfaceFile {
  const file = readDocument(path, 'asyncapi', document, sources, (problems) => {
    const stated = member(document.value, 'asyncapi');
    const at = below(rootAt(path), 'asyncapi');
    const version = typeof stated === 'string' ? stated : undefined;
    const major = version === undefined ? undefined : /^([23])\.\d{1,3}\.\d{1,3}(?:-[\w.-]{1,40})?$/.exec(version)?.[1];
    const limit = newest[major ?? ''];
    if (version !== undefined && limit === undefined) {
      const message = `"asyncapi" is ${describeValue(version)}, which is not a version of AsyncAPI`;
      problems.error(at, message, { help: 'known are 2.0.0 to 2.6.0 and 3.0.0 to 3.1.0' });
    } else if (version !== undefined && limit !== undefined && versionNumber(version) > limit) {
      const known = `${Math.floor(limit / 100)}.${limit % 100}`;
      problems.warn(at, `AsyncAPI ${version} is newer than the versions known here; it is read as ${known}`);
    }
    const number = Math.min(versionNumber(String(stated)) || newest3, limit ?? newest3);
    const title = `AsyncAPI${version === undefined ? '' : ` ${version}`}`;
    return { grammar: grammarOf(number), title, ...(version === undefined ? {} : { version }) };
  });
  const imported = importedFiles(file.files, sources);
  return imported.length === 0
    ? file
    : { ...file, files: [...new Set([...file.files, ...imported])].sort(compareBytes) };
}

function grammarOf(version: number): Grammar {
  const old = version < 300;
  return {
    name: 'AsyncAPI',
    table: old ? asyncapi2 : asyncapi3,
    root: 'AsyncApi',
    version,
    checks: old ? asyncapi2Checks : asyncapi3Checks,
    siblings: (type) => type === 'ChannelItem',
  };
}
