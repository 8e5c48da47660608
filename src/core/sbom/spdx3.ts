/** SPDX 3.0 in JSON-LD (https://spdx.github.io/spdx-spec/v3.0.1/serializations/): a list of elements that name each other. */
import { compact, type Hash, hashOf, stated, supplierName } from './component.ts';
import { eachItem, type SbomDocument, textList, textMembers } from './document.ts';

/** What matters of an element, whatever it is. */
interface Element {
  readonly offset: number;
  type: string;
  id: string | undefined;
  name: string | undefined;
  version: string | undefined;
  purl: string | undefined;
  supplier: string | undefined;
  expression: string | undefined;
  relationship: string | undefined;
  from: string | undefined;
  to: readonly string[];
  roots: readonly string[];
  readonly hashes: Hash[];
}

/** Takes all packages but those that the document is about. */
export function readSpdx3(document: SbomDocument): void {
  const { reader, members, flaws } = document;
  const graph = members.get('@graph');
  if (graph === undefined) return;
  const packages: Element[] = [];
  const ids = new Set<string>();
  const roots = new Set<string>();
  const agents = new Map<string, string>();
  const expressions = new Map<string, string>();
  const concluded = new Map<string, readonly string[]>();
  const declared = new Map<string, readonly string[]>();
  reader.moveTo(graph);
  reader.items(() => {
    const offset = reader.offset();
    if (!reader.isObject()) {
      flaws.add('shape', offset);
      return reader.skip();
    }
    const element = readElement(document, offset);
    const { type, id, name, expression, from, to, relationship } = element;
    for (const root of element.roots) roots.add(root);
    if (type.endsWith('Package')) {
      packages.push(element);
      if (id !== undefined && ids.has(id)) flaws.add('id', offset);
      if (id !== undefined) ids.add(id);
    } else if (type.endsWith('LicenseExpression')) {
      if (id !== undefined && expression !== undefined) expressions.set(id, expression);
    } else if (type.endsWith('Relationship')) {
      if (from !== undefined && relationship === 'hasConcludedLicense') concluded.set(from, to);
      if (from !== undefined && relationship === 'hasDeclaredLicense') declared.set(from, to);
    } else if (id !== undefined && name !== undefined && isAgent(type)) agents.set(id, name);
  });
  const licensesOf = (ids: readonly string[] = []) =>
    ids.flatMap((id) => stated(expressions.get(id) ?? individualLicense(id)) ?? []);
  const isList = roots.size > 1 && packages.every(({ id }) => id !== undefined && roots.has(id));
  for (const { id = '', name, version, purl, supplier = '', hashes, offset } of packages) {
    if (!isList && roots.has(id)) continue;
    if (name === undefined && purl === undefined) {
      flaws.add('name', offset);
      continue;
    }
    const judged = licensesOf(concluded.get(id));
    const licenses = judged.length > 0 ? judged : licensesOf(declared.get(id));
    const by = supplierName(agents.get(supplier));
    document.add(compact({ name: name ?? '', version, purl, licenses, supplier: by, hashes }), offset);
  }
}

function isAgent(type: string): boolean {
  return /(?:^|[_/])(?:Agent|Organization|Person|SoftwareAgent)$/.test(type);
}

/** Licences that are named by an IRI of their own and have no element in the document. */
function individualLicense(id: string): string | undefined {
  if (/(?:NoneLicense|\/Licensing\/None)$/.test(id)) return 'NONE';
  return /^https?:\/\/spdx\.org\/licenses\/([\w.+-]{1,100})$/.exec(id)?.[1];
}

function readElement({ reader }: SbomDocument, offset: number): Element {
  const element: Element = {
    offset,
    type: '',
    id: undefined,
    name: undefined,
    version: undefined,
    purl: undefined,
    supplier: undefined,
    expression: undefined,
    relationship: undefined,
    from: undefined,
    to: [],
    roots: [],
    hashes: [],
  };
  reader.members((member) => {
    // Profiles stand before the names of what they add: `software_packageVersion`.
    const name = member.slice(member.indexOf('_') + 1);
    if (name === 'type' || name === '@type') element.type = textList(reader)[0] ?? '';
    else if (name === 'spdxId' || name === '@id') element.id = reader.text();
    else if (name === 'name') element.name = stated(reader.text());
    else if (name === 'packageVersion') element.version = stated(reader.text());
    else if (name === 'packageUrl') element.purl = stated(reader.text());
    else if (name === 'suppliedBy') element.supplier = textList(reader)[0];
    else if (name === 'licenseExpression') element.expression = reader.text();
    else if (name === 'relationshipType') element.relationship = reader.text();
    else if (name === 'from') element.from = reader.text();
    else if (name === 'to') element.to = textList(reader);
    else if (name === 'rootElement') element.roots = textList(reader);
    else if (name === 'verifiedUsing')
      eachItem(reader, () => {
        const { algorithm, hashValue } = textMembers(reader, ['algorithm', 'hashValue']);
        element.hashes.push(...hashOf(algorithm, hashValue));
      });
    else if (name === 'externalIdentifier')
      eachItem(reader, () => {
        const { externalIdentifierType, identifier } = textMembers(reader, ['externalIdentifierType', 'identifier']);
        if (externalIdentifierType === 'packageUrl') element.purl ??= stated(identifier);
      });
    else reader.skip();
  });
  return element;
}
