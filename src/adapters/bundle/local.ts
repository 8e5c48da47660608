import { type Dirent, existsSync, readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Bundle, contractFile } from '../../core/contract/bundle.ts';
import { PactoError } from '../../core/error.ts';
import { readRegularFile, systemReason } from '../file-system.ts';
import { contractsBelow } from './contracts-below.ts';
import { directoryBundle } from './directory.ts';
import { unreadableContract } from './unreadable.ts';

/** Names that people give a contract by mistake. */
const misnamed = /^(pacto\.ya?ml(\.txt)?|pacto\.json|pacto)$/i;

/**
 * A directory, a pacto.yaml or a packed archive on disk. `base` is what a relative `path` is relative to; names in
 * messages and positions are relative to `cwd`, or absolute where the path was given so.
 * Throws CONTRACT_NOT_FOUND, FILE_UNREADABLE or INVALID_ARCHIVE.
 */
export async function openLocal(path: string, base: string, cwd: string): Promise<Bundle> {
  const absolute = resolve(base, path);
  const shown = isAbsolute(path) ? absolute : posix(relative(cwd, absolute)) || '.';
  const status = statusOf(absolute, shown);
  if (status.isDirectory()) return openDirectory(absolute, shown);
  if (!status.isFile()) throw new PactoError('FILE_UNREADABLE', `${shown} is neither a directory nor a regular file`);
  if (basename(absolute) === contractFile) return openDirectory(dirname(absolute), posix(dirname(shown)), shown);
  return openFile(absolute, shown);
}

function openDirectory(directory: string, shown: string, label = shown): Bundle {
  const contractPath = posix(join(shown, contractFile));
  const bundle = directoryBundle(directory, { kind: 'directory', label, contractPath, base: directory });
  const contract = bundle.read(contractFile);
  if (contract.kind === 'file') return bundle;
  if (contract.kind !== 'missing') throw unreadableContract(contract, contractPath);
  const hint = missingHint(directory, shown);
  throw new PactoError('CONTRACT_NOT_FOUND', `no ${contractFile} in ${shown}`, hint === undefined ? {} : { hint });
}

async function openFile(file: string, shown: string): Promise<Bundle> {
  const [{ archiveBundle }, { archiveFormat }] = await Promise.all([import('./archive.ts'), import('../archive.ts')]);
  const read = readRegularFile(file);
  if (read.kind !== 'file') throw unreadableContract(read, shown);
  const isNamedArchive = /\.(tar\.gz|tgz|tar)$/i.test(file);
  if (isNamedArchive || archiveFormat(read.bytes) !== undefined) {
    // `!/` between an archive and what lies in it, as in the URLs of Java archives.
    return archiveBundle(read.bytes, { kind: 'archive', label: shown, contractPath: `${shown}!/${contractFile}` });
  }
  throw new PactoError('FILE_UNREADABLE', `${shown} is neither a ${contractFile} nor a packed bundle`, {
    hint: misnamed.test(basename(file))
      ? `A contract's file is named ${contractFile}. Rename ${shown}.`
      : `A contract is a directory, its ${contractFile}, or a .tar.gz made by \`pacto pack\`.`,
  });
}

function statusOf(path: string, shown: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const reason = systemReason(error);
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      throw new PactoError('CONTRACT_NOT_FOUND', `${shown} does not exist`, { cause: error });
    throw new PactoError('FILE_UNREADABLE', `${shown} cannot be read: ${reason}`, { cause: error });
  }
}

/** What was probably meant by a directory without contract: a file of nearly that name, or a contract further down. */
function missingHint(directory: string, shown: string): string | undefined {
  const entries = listed(directory);
  const near = entries.find((entry) => entry.isFile() && misnamed.test(entry.name));
  if (near !== undefined) return `${posix(join(shown, near.name))} must be named ${contractFile}.`;
  const below = entries
    .filter((entry) => entry.isDirectory() && existsSync(join(directory, entry.name, contractFile)))
    .map((entry) => posix(join(shown, entry.name)))
    .sort();
  return contractsBelow(below);
}

/** A directory's entries; none where it cannot be listed, which the missing contract already explains. */
function listed(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    systemReason(error);
    return [];
  }
}

function posix(path: string): string {
  return path.replaceAll(sep, '/');
}
