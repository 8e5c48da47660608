import { archiveLimits } from './names.ts';

/** Why a file of so many bytes cannot be in a bundle, after its name; undefined if it can. */
export function sizeProblem(bytes: number): string | undefined {
  if (bytes <= archiveLimits.fileBytes) return undefined;
  return `has ${mebibytes(bytes)}; a file in a bundle has at most ${mebibytes(archiveLimits.fileBytes)}`;
}

/** A number of bytes in MiB, rounded up to one digit. */
export function mebibytes(bytes: number): string {
  return `${Math.ceil((bytes / 1024 / 1024) * 10) / 10} MiB`;
}
