/** The TypeScript model of a contract, made from the contract schema: canonical spellings only. */

interface Node {
  readonly $ref?: string;
  readonly $defs?: Record<string, Node>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly properties?: Record<string, Node>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly else?: Node;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly 'x-type'?: string;
  readonly 'x-derived'?: boolean;
}

const scalars: Record<string, string> = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' };

function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function comment(text: string | undefined, indent = ''): string {
  return text === undefined ? '' : `${indent}/** ${text} */\n`;
}

function typeOf(node: Node): string {
  if (node.$ref !== undefined) return pascal(node.$ref.slice('#/$defs/'.length));
  if (node['x-type'] !== undefined) return node['x-type'];
  if (node.enum !== undefined) return node.enum.map((value) => `'${value}'`).join(' | ');
  if (node.type === 'array') return `readonly ${node.items === undefined ? 'Json' : wrapped(typeOf(node.items))}[]`;
  if (node.type === 'object') return 'JsonObject';
  const scalar = typeof node.type === 'string' ? scalars[node.type] : undefined;
  if (scalar === undefined) throw new Error(`no TypeScript type for ${JSON.stringify(node)}`);
  return scalar;
}

function wrapped(type: string): string {
  return type.includes(' ') ? `(${type})` : type;
}

function interfaceOf(name: string, node: Node): string {
  const required = new Set(node.required);
  let members = '';
  for (const [key, property] of Object.entries(node.properties ?? {})) {
    if (property.deprecated === true) continue;
    const optional = required.has(key) || property['x-derived'] === true ? '' : '?';
    members += `${comment(property.description, '  ')}  readonly ${key}${optional}: ${typeOf(property)};\n`;
  }
  return `${comment(node.description)}export interface ${name} {\n${members}}\n`;
}

/** The text of `src/core/contract/model.generated.ts`. */
export function contractModel(schema: Node): string {
  const parts = [
    '// Generated from schema/pacto-v1.0.schema.json by `npm run generate`. Do not edit.\n',
    "import type { Json, JsonObject } from '../json.ts';\n",
    interfaceOf('Contract', schema),
  ];
  for (const [name, node] of Object.entries(schema.$defs ?? {})) {
    const owner = node.properties?.owner;
    parts.push(
      node.properties === undefined
        ? `${comment(node.description)}export type ${pascal(name)} = ${typeOf(node)};\n`
        : interfaceOf(pascal(name), node),
    );
    if (owner !== undefined) {
      parts.push(interfaceOf('OwnerObject', owner));
      parts.push(`${comment(owner.description)}export type Owner = string | OwnerObject;\n`);
    }
  }
  const text = parts.join('\n');
  return /\bJson\b/.test(text.replace("import type { Json, JsonObject } from '../json.ts';", ''))
    ? text
    : text.replace('{ Json, JsonObject }', '{ JsonObject }');
}
