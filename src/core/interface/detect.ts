import { isArray, isObject, type Json, member } from '../json.ts';

/** What a parsed document is, by its content. */
export type DocumentKind =
  | { readonly format: 'openapi' | 'asyncapi' | 'json-schema' }
  | { readonly format: 'unknown'; readonly title: string };

/** How a file is read, by its name and the look of its text, before anything is parsed. */
export type FileKind =
  | { readonly read: 'proto' }
  /** `sniffed`: the format that the text claims to be, should it not parse. */
  | { readonly read: 'document'; readonly sniffed: 'openapi' | 'asyncapi' | undefined }
  | { readonly read: 'nothing'; readonly title: string };

/** Languages that have no reader here, by the extension of their files. */
const otherLanguages: Readonly<Record<string, string>> = {
  graphql: 'GraphQL',
  graphqls: 'GraphQL',
  gql: 'GraphQL',
  avsc: 'Avro',
  avdl: 'Avro IDL',
  avpr: 'Avro',
  thrift: 'Thrift',
  wsdl: 'WSDL',
  wadl: 'WADL',
  xsd: 'XML Schema',
  raml: 'RAML',
  smithy: 'Smithy',
  tsp: 'TypeSpec',
  capnp: "Cap'n Proto",
  fbs: 'FlatBuffers',
  asn1: 'ASN.1',
  apib: 'API Blueprint',
  http: 'an HTTP request file',
  desc: 'a protobuf descriptor set',
  protoset: 'a protobuf descriptor set',
  pb: 'a protobuf descriptor set',
  md: 'Markdown',
  html: 'HTML',
};

/** Only the beginning of a file is looked at: a document states its format in its first lines or is parsed anyway. */
const sniffLength = 65_536;

export function fileKind(path: string, text: string): FileKind {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
  const head = text.slice(0, sniffLength);
  const sniffed = sniff(head);
  if (sniffed !== undefined) return { read: 'document', sniffed };
  if (extension === 'proto') return { read: 'proto' };
  if (['yaml', 'yml', 'json', 'jsonschema'].includes(extension)) return { read: 'document', sniffed };
  if (Object.hasOwn(otherLanguages, extension)) return { read: 'nothing', title: otherLanguages[extension] ?? '' };
  if (/^(?:syntax|edition) {0,9}= {0,9}["']/m.test(head)) return { read: 'proto' };
  if (/^\s{0,99}\{\s{0,99}["}]/.test(head)) return { read: 'document', sniffed };
  return { read: 'nothing', title: extension === '' ? 'of an unknown format' : `a .${extension} file` };
}

function sniff(head: string): 'openapi' | 'asyncapi' | undefined {
  const key = /^[ \t{]{0,99}["']?(openapi|swagger|asyncapi)["']?[ \t]{0,9}:/m.exec(head)?.[1];
  return key === 'swagger' ? 'openapi' : key === 'openapi' || key === 'asyncapi' ? key : undefined;
}

/** Members that tell a document of another kind, with what it is then. */
const otherDocuments: readonly { readonly has: string; readonly title: string }[] = [
  { has: 'openrpc', title: 'OpenRPC' },
  { has: 'arazzo', title: 'Arazzo' },
  { has: 'overlay', title: 'an OpenAPI Overlay' },
  { has: 'swaggerVersion', title: 'Swagger 1' },
  { has: 'smithy', title: 'Smithy' },
  { has: '__schema', title: 'a GraphQL introspection result' },
];

const avroTypes = ['record', 'enum', 'fixed', 'map', 'error'];

/** Keywords that a JSON Schema can begin with. */
const schemaKeywords = [
  ...['$schema', '$id', '$ref', '$defs', 'definitions', 'type', 'properties', 'patternProperties', 'items', 'enum'],
  ...['const', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'required', 'additionalProperties', 'prefixItems'],
];

export function documentKind(value: Json): DocumentKind {
  if (isArray(value) && value.length > 0 && value.every(isAvro)) return { format: 'unknown', title: 'Avro' };
  if (!isObject(value)) return { format: 'unknown', title: 'of an unknown format' };
  if (member(value, 'openapi') !== undefined) return { format: 'openapi' };
  const swagger = member(value, 'swagger');
  if (typeof swagger === 'string' && swagger.startsWith('1.'))
    return { format: 'unknown', title: `Swagger ${swagger}` };
  if (swagger !== undefined) return { format: 'openapi' };
  if (member(value, 'asyncapi') !== undefined) return { format: 'asyncapi' };
  if (member(value, '$schema') === undefined) {
    if (isAvro(value)) return { format: 'unknown', title: 'Avro' };
    const other = otherDocuments.find(({ has }) => Object.hasOwn(value, has));
    if (other !== undefined) return { format: 'unknown', title: other.title };
    const info = member(value, 'info');
    if (member(info, '_postman_id') !== undefined) return { format: 'unknown', title: 'a Postman collection' };
  }
  if (schemaKeywords.some((keyword) => Object.hasOwn(value, keyword))) return { format: 'json-schema' };
  return { format: 'unknown', title: 'of an unknown format' };
}

/** Avro schemas look like JSON Schema, but their types have names of their own and "fields" or "symbols". */
function isAvro(value: Json): boolean {
  const type = member(value, 'type');
  if (typeof type !== 'string' || !avroTypes.includes(type)) return false;
  return ['name', 'fields', 'symbols', 'values', 'size'].some((key) => member(value, key) !== undefined);
}
