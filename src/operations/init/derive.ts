import { type InterfaceType, starters } from '../../core/authoring/starters.ts';
import type { Bundle } from '../../core/contract/bundle.ts';
import { formatVersion, parseVersion } from '../../core/contract/version.ts';
import { positionOf } from '../../core/document/lines.ts';
import { PactoError } from '../../core/error.ts';
import type { InterfaceFile, InterfaceProblem } from '../../core/interface/model.ts';
import { isArray, isObject, member } from '../../core/json.ts';
import { type BundleFiles, bundleFiles } from '../../core/validate/bundle-files.ts';
import type { NewInterface } from './contract-text.ts';

/** An interface made from a description, and the files to copy for it, by their path in the new bundle. */
export interface Derived {
  readonly declared: NewInterface;
  /** The version that the description gives itself, where it is a semantic one. */
  readonly version?: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const typeOf: Readonly<Record<InterfaceFile['format'], InterfaceType | undefined>> = {
  openapi: 'http',
  protobuf: 'grpc',
  asyncapi: 'event',
  'json-schema': 'event',
  unknown: undefined,
};

/** Paths that services answer when they are well, the most usual first. */
const healthPaths = [
  '/health',
  '/healthz',
  '/health/ready',
  '/ready',
  '/readyz',
  '/health/live',
  '/livez',
  '/actuator/health',
  '/status',
];

/**
 * Makes an interface from a description.
 *
 * Throws FILE_UNREADABLE, USAGE for a format that says nothing about an interface, INVALID_DESCRIPTION for one that is
 * broken.
 *
 * @param folder the directory in which the description lies; what it refers to is copied with it
 * @param shown what to call the file in messages
 */
export function deriveInterface(folder: Bundle, file: string, shown: string): Derived {
  const files = bundleFiles(folder);
  const read = files.interfaceFile(file);
  if (read === undefined) throw new PactoError('FILE_UNREADABLE', `${shown} does not exist or is no file`);
  const broken = read.problems.filter(({ severity }) => severity === 'error');
  if (broken.length > 0) throw brokenDescription(shown, broken, files);
  const type = typeOf[read.format];
  if (type === undefined) {
    throw new PactoError('USAGE', `${shown} is ${read.title}, from which no interface can be made`, {
      hint: '--from takes OpenAPI, AsyncAPI, protobuf and JSON Schema.',
    });
  }
  const { name, port } = starters[type];
  const healthPath = healthPathOf(read);
  const version = versionOf(read);
  return {
    ...(version === undefined ? {} : { version }),
    declared: {
      name,
      type,
      ...(port === undefined ? {} : { port: portOf(read) ?? port }),
      contract: `interfaces/${file}`,
      ...(healthPath === undefined ? {} : { healthPath }),
    },
    files: copies(folder, read),
  };
}

function copies(folder: Bundle, read: InterfaceFile): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const path of new Set([read.path, ...read.files])) {
    const source = folder.read(path);
    if (source.kind === 'file') files.set(`interfaces/${path}`, source.bytes);
  }
  return files;
}

function brokenDescription(shown: string, problems: readonly InterfaceProblem[], files: BundleFiles): PactoError {
  const lines = problems.slice(0, 20).map(({ file, message, pointer, span, onKey }) => {
    const source = files.source(file);
    const parsed = span === undefined && pointer !== undefined ? source.document() : undefined;
    const place = parsed?.ok === true ? parsed.document.locate(pointer ?? '', onKey === true).span : span;
    const { line, column } = positionOf(source.text, place ?? { start: 0, end: 0 }, file);
    return `${file}:${line}:${column} ${message}`;
  });
  return new PactoError('INVALID_DESCRIPTION', `${shown} is broken:\n${lines.join('\n')}`);
}

/** The `info.version` of OpenAPI and AsyncAPI, as the contract format wants versions; others say something else. */
function versionOf({ document }: InterfaceFile): string | undefined {
  const version = member(member(document?.value, 'info'), 'version');
  const parsed = typeof version === 'string' ? parseVersion(version) : undefined;
  return parsed !== undefined && formatVersion(parsed) === version ? version : undefined;
}

/** The path of a health check that an OpenAPI document describes. */
function healthPathOf({ format, document }: InterfaceFile): string | undefined {
  const paths = format === 'openapi' ? member(document?.value, 'paths') : undefined;
  return isObject(paths) ? healthPaths.find((path) => Object.hasOwn(paths, path)) : undefined;
}

/** The port that an OpenAPI document names for its first server: `servers` from 3.0 on, `host` in 2.0. */
function portOf({ format, document }: InterfaceFile): number | undefined {
  if (format !== 'openapi') return undefined;
  const servers = member(document?.value, 'servers');
  const url = isArray(servers) ? member(servers[0], 'url') : undefined;
  const host = member(document?.value, 'host');
  const authority = typeof url === 'string' ? /^[a-z]+:\/\/([^/]*)/i.exec(url)?.[1] : host;
  const port = typeof authority === 'string' ? Number(/:(\d{1,5})$/.exec(authority)?.[1]) : Number.NaN;
  return port >= 1 && port <= 65535 ? port : undefined;
}
