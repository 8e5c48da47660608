/** CycloneDX 1.2 to 1.7 in JSON (https://cyclonedx.org/docs/1.6/json/). */
import { compact, type Hash, hashOf, stated, supplierName } from './component.ts';
import { eachItem, eachMember, type SbomDocument, textMembers } from './document.ts';
import type { JsonReader } from './json-reader.ts';

/** Takes all components, with those inside of others, but not the one that the document is about. */
export function readCyclonedx(document: SbomDocument): void {
  const { reader, members } = document;
  const refs = new Set<string>();
  const metadata = members.get('metadata');
  if (metadata !== undefined) {
    reader.moveTo(metadata);
    eachMember(reader, (name) => {
      if (name === 'component') readComponent(document, refs, true);
      else reader.skip();
    });
  }
  const components = members.get('components');
  if (components === undefined) return;
  reader.moveTo(components);
  reader.items(() => readComponent(document, refs, false));
}

function readComponent(document: SbomDocument, refs: Set<string>, isSubject: boolean): void {
  const { reader, flaws } = document;
  const offset = reader.offset();
  if (!reader.isObject()) {
    flaws.add('shape', offset);
    reader.skip();
    return;
  }
  let type: string | undefined;
  let ref: string | undefined;
  let group: string | undefined;
  let name: string | undefined;
  let version: string | undefined;
  let purl: string | undefined;
  let supplier: string | undefined;
  let publisher: string | undefined;
  let licenses: readonly string[] = [];
  const hashes: Hash[] = [];
  reader.members((member) => {
    if (member === 'type') type = reader.text();
    else if (member === 'bom-ref') ref = reader.text();
    else if (member === 'group') group = stated(reader.text());
    else if (member === 'name') name = stated(reader.text());
    else if (member === 'version') version = stated(reader.text());
    else if (member === 'purl') purl = stated(reader.text());
    else if (member === 'publisher') publisher = reader.text();
    else if (member === 'supplier') supplier = textMembers(reader, ['name']).name;
    else if (member === 'licenses') licenses = readLicenses(reader);
    else if (member === 'hashes')
      eachItem(reader, () => {
        const { alg, content } = textMembers(reader, ['alg', 'content']);
        hashes.push(...hashOf(alg, content));
      });
    else if (member === 'components') eachItem(reader, () => readComponent(document, refs, false));
    else reader.skip();
  });
  if (ref !== undefined && refs.has(ref)) flaws.add('id', offset);
  if (ref !== undefined) refs.add(ref);
  // A file in a package is a part of it, as in SPDX, unless it is released on its own.
  if (isSubject || (type === 'file' && version === undefined && purl === undefined)) return;
  if (name === undefined && purl === undefined) {
    flaws.add('name', offset);
    return;
  }
  const whole = group === undefined ? (name ?? '') : `${group}/${name ?? ''}`;
  const by = supplierName(supplier) ?? supplierName(publisher);
  document.add(compact({ name: whole, version, purl, licenses, supplier: by, hashes }), offset);
}

/** Expressions, ids and names. What somebody concluded counts more than what the package declares, as in SPDX. */
function readLicenses(reader: JsonReader): readonly string[] {
  const found: { readonly text: string | undefined; readonly isConcluded: boolean }[] = [];
  eachItem(reader, () => {
    let expression: string | undefined;
    let license: { id?: string; name?: string; acknowledgement?: string } = {};
    let acknowledgement: string | undefined;
    eachMember(reader, (member) => {
      if (member === 'expression') expression = reader.text();
      else if (member === 'acknowledgement') acknowledgement = reader.text();
      else if (member === 'license') license = textMembers(reader, ['id', 'name', 'acknowledgement']);
      else reader.skip();
    });
    const text = stated(expression) ?? stated(license.id) ?? stated(license.name);
    found.push({ text, isConcluded: (acknowledgement ?? license.acknowledgement) === 'concluded' });
  });
  const concluded = found.filter(({ text, isConcluded }) => isConcluded && text !== undefined);
  return (concluded.length > 0 ? concluded : found).flatMap(({ text }) => text ?? []);
}
