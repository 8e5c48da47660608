import { type InterfaceType, schemaComment } from '../../core/authoring/starters.ts';
import type { Scaffold } from './scaffolds.ts';

/** The interface of a new contract. */
export interface NewInterface {
  readonly name: string;
  readonly type: InterfaceType;
  readonly port?: number;
  /** Bundle path of its description. */
  readonly contract: string;
  /** Where to ask whether the service is well; absent: the description has no such path. */
  readonly healthPath?: string;
}

/** Name and version of a new contract's service. */
export interface NewService {
  readonly name: string;
  /** Default: 0.1.0. */
  readonly version?: string | undefined;
}

/** The text of a new `pacto.yaml`. */
export function contractText(
  { name, version = '0.1.0' }: NewService,
  scaffold: Scaffold,
  declared: NewInterface | undefined,
): string {
  const sections = [
    `${schemaComment}pactoVersion: "1.0"\n`,
    `# ${scaffold.about}\nservice:\n  name: ${yamlText(name)}\n  version: ${version}\n  # owner: team/payments\n`,
    declared === undefined ? '' : interfaces(declared),
    scaffold.configuration ? 'configurations:\n  - name: app\n    schema: configuration/schema.json\n' : '',
    scaffold.runtime === '' ? '' : `${scaffold.runtime}${health(declared)}`,
    scaffold.scaling,
  ];
  return sections.filter((section) => section !== '').join('\n');
}

function interfaces({ name, type, port, contract }: NewInterface): string {
  const lines = [
    'interfaces:',
    `  - name: ${name}`,
    `    type: ${type}`,
    ...(port === undefined ? [] : [`    port: ${port}`]),
    '    visibility: internal',
    `    contract: ${yamlText(contract)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function health(declared: NewInterface | undefined): string {
  if (declared === undefined || declared.type === 'event') return '';
  const { type, name, healthPath } = declared;
  if (type === 'http' && healthPath === undefined) return '';
  return `  health:\n    interface: ${name}\n${healthPath === undefined ? '' : `    path: ${yamlText(healthPath)}\n`}`;
}

/** A string as a YAML scalar: plain where it can only be read as that string, else in quotes. */
function yamlText(text: string): string {
  const isPlain = /^[A-Za-z/][\w./-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
