import { contractFile } from '../contract/bundle.ts';

/** The path `to` from the directory `from`, without `.` and what `..` takes back; empty for the start itself. */
export function joinPath(from: string, to: string): string {
  const whole = /^([A-Za-z]:)?[\\/]/.test(to) || from === '' ? to : `${from}/${to}`;
  const root = whole.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (root === '') parts.push(part);
  }
  return root + parts.join('/');
}

/** A contract is named by its directory or by its file. */
export function withoutContractFile(path: string): string {
  return path === contractFile
    ? ''
    : path.endsWith(`/${contractFile}`)
      ? path.slice(0, -contractFile.length - 1)
      : path;
}
