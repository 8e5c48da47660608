import { filled, type InterfaceType, starters } from '../core/authoring/starters.ts';
import { type Bundle, compareBytes, contractFile } from '../core/contract/bundle.ts';
import { PactoError } from '../core/error.ts';
import { contractText } from './init/contract-text.ts';
import { deriveInterface } from './init/derive.ts';
import { checkName } from './init/name.ts';
import { configurationSchema, type InitType, scaffolds } from './init/scaffolds.ts';
import type { InitResult } from './results.ts';

/** What `init` needs of the outside world. */
export interface InitPorts {
  /** The directory of a file that the user names, as a tree of files, and the file's path in it. */
  readonly folderOf: (file: string) => { readonly folder: Bundle; readonly file: string };
  /** Creates a directory with these files, or nothing. Throws ALREADY_EXISTS, OUTPUT_UNWRITABLE. */
  readonly createDirectory: (directory: string, files: ReadonlyMap<string, Uint8Array>) => Promise<void>;
}

export interface InitInput {
  readonly name: string;
  /** Default: what `from` is made for, else `http`. */
  readonly type?: InitType;
  /** An interface description to start from. */
  readonly from?: string;
  /** Where to create it; default: the name. */
  readonly directory?: string;
}

/**
 * Starts a contract: a new directory that validates without a warning. Throws PactoError: USAGE for a name that no
 * contract can have, ALREADY_EXISTS, OUTPUT_UNWRITABLE, and what a broken description gives.
 */
export async function init(ports: InitPorts, input: InitInput): Promise<InitResult> {
  const { name, from, directory = name } = input;
  checkName(name);
  const opened = from === undefined ? undefined : ports.folderOf(from);
  const derived = opened === undefined ? undefined : deriveInterface(opened.folder, opened.file, from ?? '');
  const type = input.type ?? derived?.declared.type ?? 'http';
  const scaffold = scaffolds[type];
  if (derived !== undefined) checkFit(type, scaffold.interface, derived.declared.type, from ?? '');

  const encoder = new TextEncoder();
  const files = new Map(derived?.files);
  let declared = derived?.declared;
  if (declared === undefined && scaffold.interface !== undefined) {
    const { text, file, ...starter } = starters[scaffold.interface];
    declared = { ...starter, type: scaffold.interface, contract: file, ...healthOf(scaffold.interface) };
    files.set(file, encoder.encode(filled(text, name)));
  }
  if (scaffold.configuration) {
    files.set('configuration/schema.json', encoder.encode(filled(configurationSchema, name)));
  }
  files.set(contractFile, encoder.encode(contractText({ name, version: derived?.version }, scaffold, declared)));

  await ports.createDirectory(directory, files);
  const listed = [contractFile, ...[...files.keys()].filter((file) => file !== contractFile).sort(compareBytes)];
  return { schemaVersion: 1, name, type, directory, files: listed };
}

/** Whether what was asked for has room for the interface that was given. */
function checkFit(type: InitType, wanted: InterfaceType | undefined, given: InterfaceType, from: string): void {
  if (wanted === given || type === 'stateful') return;
  const has = wanted === undefined ? 'no interface' : `an interface of type ${wanted}`;
  throw new PactoError('USAGE', `${from} describes an interface of type ${given}, and --type ${type} has ${has}`, {
    hint: `Leave out --type, or give --type ${given} or --type stateful.`,
  });
}

function healthOf(type: InterfaceType): { healthPath?: string } {
  return type === 'http' ? { healthPath: '/health' } : {};
}
