/** Protocol 1 between pacto and what generates files from a contract: a JSON object in, a JSON object out. */

import type { Contract } from '../contract/model.generated.ts';
import { jsonText } from '../document/print.ts';
import type { Json } from '../json.ts';

export const protocolVersion = '1';

/** What a generator is asked. */
export interface GenerateRequest {
  readonly protocolVersion: typeof protocolVersion;
  /** Valid in all four layers, in the canonical spelling, with overrides merged. */
  readonly contract: Contract;
  /** Absolute directory with the contract's files, to read. */
  readonly bundleDir: string;
  /** Absolute directory that the files are for. The host writes them; it may not exist yet. */
  readonly outputDir: string;
  /** What `--option NAME=VALUE` says. */
  readonly options: Readonly<Record<string, string>>;
}

/** One file to write. */
export interface GeneratedFile {
  /** Relative to the output directory, `/`-separated. */
  readonly path: string;
  /** Text, or what `encoding` says. */
  readonly content: string;
  /** Where the content is not text. */
  readonly encoding?: 'base64';
  /** Permission bits, such as 0o755; without it the file gets what new files get, or keeps what it has. */
  readonly mode?: number;
}

/** What a generator answers. */
export interface GenerateResponse {
  readonly files: readonly GeneratedFile[];
  /** One thing that the user should know, printed after the files. */
  readonly message?: string;
}

/**
 * What a built-in generator is asked: the protocol's request without its directories, since it reads no disk. The same
 * request gives the same response, byte for byte: no clock, no chance, nothing of the machine.
 */
export interface GeneratorRequest extends Omit<GenerateRequest, 'bundleDir' | 'outputDir'> {
  /** Only those that the generator declares, and those of them that were given. */
  readonly options: Readonly<Record<string, string>>;
  /** A file of the contract's bundle by its bundle path; undefined where there is none that can be read. */
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** A file that an option names: of the bundle, or else from the user's current directory. */
  readonly readNamedFile: (path: string) => Uint8Array | undefined;
}

/**
 * The request as plugins read it. They may count on more than the contract format asks for, as the first plugins could:
 * `interfaces` is always there (null where the contract has none), `required` of a dependency too, and a fixed number of
 * replicas stands in `min` and `max` besides.
 */
export function requestText({ contract, ...request }: GenerateRequest): string {
  const { dependencies, scaling } = contract;
  const completed = {
    ...contract,
    interfaces: contract.interfaces ?? null,
    ...(dependencies === undefined
      ? {}
      : {
          dependencies: dependencies.map((dependency) => ({ ...dependency, required: dependency.required ?? false })),
        }),
    ...(scaling?.replicas === undefined
      ? {}
      : { scaling: { ...scaling, min: scaling.replicas, max: scaling.replicas } }),
  };
  const { protocolVersion, bundleDir, outputDir, options } = request;
  const wire: object = { protocolVersion, contract: completed, bundleDir, outputDir, options };
  // A contract is JSON: it was read from it.
  return `${jsonText(wire as Json)}\n`;
}
