/** SPDX 2.2 and 2.3 in JSON (https://spdx.github.io/spdx-spec/v2.3/). */
import { compact, type Hash, hashOf, stated, supplierName } from './component.ts';
import { eachItem, type SbomDocument, textList, textMembers } from './document.ts';

/** Takes all packages but those that the document is about. */
export function readSpdx(document: SbomDocument): void {
  const { reader, members } = document;
  const packages = members.get('packages');
  if (packages === undefined) return;
  const described = describedIds(document);
  const ids = new Set<string>();
  // A document that says to be about all of its packages is a list of them.
  reader.moveTo(packages);
  const isList = described.size > 1 && areAll(document, described);
  reader.moveTo(packages);
  reader.items(() => readPackage(document, ids, isList ? undefined : described));
}

/** Whether all packages are among those ids. */
function areAll({ reader }: SbomDocument, ids: ReadonlySet<string>): boolean {
  let all = true;
  reader.items(() => {
    const { SPDXID: id } = textMembers(reader, ['SPDXID']);
    all &&= id !== undefined && ids.has(id);
  });
  return all;
}

function describedIds({ reader, members }: SbomDocument): Set<string> {
  const ids = new Set<string>();
  const listed = members.get('documentDescribes');
  if (listed !== undefined) {
    reader.moveTo(listed);
    for (const id of textList(reader)) ids.add(id);
  }
  const relationships = members.get('relationships');
  if (relationships === undefined) return ids;
  reader.moveTo(relationships);
  eachItem(reader, () => {
    const names = ['spdxElementId', 'relationshipType', 'relatedSpdxElement'] as const;
    const { spdxElementId: from, relationshipType: type, relatedSpdxElement: to } = textMembers(reader, names);
    if (type === 'DESCRIBES' && to !== undefined) ids.add(to);
    if (type === 'DESCRIBED_BY' && from !== undefined) ids.add(from);
  });
  return ids;
}

function readPackage(document: SbomDocument, ids: Set<string>, described: ReadonlySet<string> | undefined): void {
  const { reader, flaws } = document;
  const offset = reader.offset();
  if (!reader.isObject()) {
    flaws.add('shape', offset);
    reader.skip();
    return;
  }
  let id: string | undefined;
  let name: string | undefined;
  let version: string | undefined;
  let purl: string | undefined;
  let supplier: string | undefined;
  let declared: string | undefined;
  let concluded: string | undefined;
  const hashes: Hash[] = [];
  reader.members((member) => {
    if (member === 'SPDXID') id = reader.text();
    else if (member === 'name') name = stated(reader.text());
    else if (member === 'versionInfo') version = stated(reader.text());
    else if (member === 'supplier') supplier = reader.text();
    else if (member === 'licenseDeclared') declared = stated(reader.text());
    else if (member === 'licenseConcluded') concluded = stated(reader.text());
    else if (member === 'checksums')
      eachItem(reader, () => {
        const { algorithm, checksumValue } = textMembers(reader, ['algorithm', 'checksumValue']);
        hashes.push(...hashOf(algorithm, checksumValue));
      });
    else if (member === 'externalRefs')
      eachItem(reader, () => {
        const { referenceType, referenceLocator } = textMembers(reader, ['referenceType', 'referenceLocator']);
        if (referenceType === 'purl') purl ??= stated(referenceLocator);
      });
    else reader.skip();
  });
  if (id !== undefined && ids.has(id)) flaws.add('id', offset);
  if (id !== undefined) ids.add(id);
  if (id !== undefined && described?.has(id) === true) return;
  if (name === undefined && purl === undefined) {
    flaws.add('name', offset);
    return;
  }
  const license = concluded ?? declared;
  const licenses = license === undefined ? [] : [license];
  const by = supplierName(supplier);
  document.add(compact({ name: name ?? '', version, purl, licenses, supplier: by, hashes }), offset);
}
