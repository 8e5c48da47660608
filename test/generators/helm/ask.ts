import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Contract } from '../../../src/core/contract/model.generated.ts';
import { generate } from '../../../src/generators/helm/generate.ts';
import { root } from '../../support/run.ts';

export type Options = Readonly<Record<string, string>>;
export type ReadFile = (path: string) => Uint8Array | undefined;

/** The files of an example. */
export function exampleFiles(name: string): ReadFile {
  return (file) => {
    const place = path.join(root, 'examples', name, file);
    return existsSync(place) ? readFileSync(place) : undefined;
  };
}

/** Files that a test says. */
export function filesOf(files: Readonly<Record<string, unknown>>): ReadFile {
  return (file) => (Object.hasOwn(files, file) ? Buffer.from(JSON.stringify(files[file])) : undefined);
}

/** What the generator answers; `files` by their paths. */
export function chartOf(contract: Contract, options: Options = {}, readFile: ReadFile = () => undefined) {
  const { files, message } = generate({ protocolVersion: '1', contract, options, readFile, readNamedFile: readFile });
  return { files: Object.fromEntries(files.map((file) => [file.path, file.content])), message };
}
