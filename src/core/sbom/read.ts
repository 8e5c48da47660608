/** One document of packages, in any of the formats that are read. */
import type { Component } from './component.ts';
import { readCyclonedx } from './cyclonedx.ts';
import type { SbomDocument } from './document.ts';
import { createFlaws, type SbomProblem } from './flaws.ts';
import { JsonProblem, type JsonReader, jsonReader } from './json-reader.ts';
import { readSpdx } from './spdx.ts';
import { readSpdx3 } from './spdx3.ts';

/** Objects and lists inside each other; the same as in all other files. */
const maxDepth = 500;

/** Members of documents that matter, in all formats. */
const wanted = new Set([
  'bomFormat',
  'metadata',
  'components',
  'spdxVersion',
  'documentDescribes',
  'relationships',
  'packages',
  '@context',
  '@graph',
]);

export interface SbomRead {
  /** Whether all packages were taken, as far as they can be told apart. */
  readonly isComplete: boolean;
  readonly problems: readonly SbomProblem[];
}

/**
 * Takes every package of a document but the one that it is about. Nothing of a document that is no JSON is taken. `take`
 * says why where it has no room for more, which is a problem as well.
 */
export function readSbom(bytes: Uint8Array, take: (component: Component) => string | undefined): SbomRead {
  const foreign = foreignFormat(bytes);
  if (foreign !== undefined) return { isComplete: false, problems: [{ message: foreign, offset: 0 }] };
  const flaws = createFlaws();
  try {
    const reader = jsonReader(bytes, { maxDepth });
    const members = overview(reader);
    const document: SbomDocument = {
      reader,
      members,
      flaws,
      add(component, offset) {
        const refusal = take(component);
        if (refusal !== undefined) throw new JsonProblem(`${refusal}; from here on they are left out`, offset);
      },
    };
    readerOf(reader, members)(document);
    return { isComplete: true, problems: flaws.problems() };
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem;
    const { message, offset } = problem;
    return { isComplete: false, problems: [{ message, offset }, ...flaws.problems()] };
  }
}

/** Where the document's own members are. The whole text has been checked then. */
function overview(reader: JsonReader): ReadonlyMap<string, number> {
  const members = new Map<string, number>();
  if (!reader.isObject()) {
    reader.skip();
    reader.end();
    throw new JsonProblem('an SBOM is an object', 0);
  }
  reader.members((name) => {
    if (wanted.has(name)) members.set(name, reader.offset());
    reader.skip();
  });
  reader.end();
  return members;
}

function readerOf(reader: JsonReader, members: ReadonlyMap<string, number>): (document: SbomDocument) => void {
  const text = (name: string) => {
    const offset = members.get(name);
    if (offset === undefined) return undefined;
    reader.moveTo(offset);
    return reader.text();
  };
  if (text('bomFormat') === 'CycloneDX') return readCyclonedx;
  if (text('spdxVersion')?.startsWith('SPDX-2.') === true) return readSpdx;
  if (members.has('@graph') && text('@context')?.includes('spdx') === true) return readSpdx3;
  throw new JsonProblem('this is neither SPDX 2 or 3 nor CycloneDX: it names none of them as its format', 0);
}

/** What a file is that is no JSON, where that can be seen. */
function foreignFormat(bytes: Uint8Array): string | undefined {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return 'the file is UTF-16, only UTF-8 is read';
  }
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart();
  if (start === '' && bytes.length <= 200) return 'the file is empty';
  if (start.startsWith('<')) return 'SBOMs are read as JSON, and this is XML';
  if (/^(?:#.*\n|\s)*SPDXVersion:/.test(start))
    return 'SBOMs are read as JSON, and this is in the tag-value format of SPDX';
  return undefined;
}
