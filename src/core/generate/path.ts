/** Which paths a generator may name. */

import { nameProblem, quoted } from '../archive/names.ts';
import { normalisePath, staysInside } from '../contract/bundle.ts';

/** The file in an output directory that keeps the list of what was generated there. */
export const recordFile = '.pacto-generated';

/**
 * A path as it is written, without `.`, `..` and empty parts; or why there must be no such file. Backslashes are refused
 * everywhere: on Windows they would separate.
 */
export function outputPath(path: string): { readonly path: string } | { readonly problem: string } {
  const problem = (text: string) => ({ problem: `${quoted(path)} ${text}` });
  if (path === '') return { problem: 'a path is empty' };
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return problem('is absolute');
  if (path.includes('\0')) return problem('has a NUL byte in its name');
  if (path.includes('\\')) return problem('has a backslash; parts of a path are separated by /');
  if (!staysInside(path)) return problem('leaves the output directory');
  if (/\/\.{0,2}$/.test(path)) return problem('is a folder');
  const normal = normalisePath(path);
  if (normal === '') return problem('is the output directory itself');
  const reason = nameProblem(normal);
  if (reason !== undefined) return problem(reason);
  const isReserved = normal.toLowerCase() === recordFile;
  return isReserved ? problem('is where pacto keeps the list of what it has generated') : { path: normal };
}

/** Device names, with or without an extension (Microsoft, "Naming Files, Paths, and Namespaces"). */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;

/** Why a path that is fine elsewhere cannot be written on Windows, or undefined where it can. */
export function windowsProblem(path: string): string | undefined {
  for (const part of path.split('/')) {
    const found = /[<>:"|?*]/.exec(part)?.[0];
    if (found !== undefined) return `${quoted(path)} has ${quoted(found)} in a name, which Windows does not allow`;
    if (device.test(part)) return `${quoted(path)} has a name that Windows keeps for a device`;
    if (/[. ]$/.test(part)) return `${quoted(path)} has a name that ends with a dot or a space, which Windows drops`;
  }
  return undefined;
}

/** Permission bits as a plugin writes them: a number up to 0o777, or octal digits. */
export function permissionBits(mode: unknown): number | undefined {
  const bits = typeof mode === 'string' && /^(?:0o?)?[0-7]{3}$/.test(mode) ? Number.parseInt(mode.slice(-3), 8) : mode;
  if (typeof bits !== 'number' || !Number.isInteger(bits) || bits < 0 || bits > 0o777) return undefined;
  return bits;
}
