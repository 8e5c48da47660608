/** Plugins made up for a test: programs in a directory of their own, for a PATH. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes `pacto-plugin-NAME` with the program's text, and returns its path. */
export function putPlugin(directory: string, name: string, text: string, mode = 0o755): string {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, `pacto-plugin-${name}`);
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

/** A program in JavaScript; `request` is what it was asked, `fs` is Node's, and what it returns is its answer. */
export function javascript(body: string): string {
  return `#!${process.execPath}
const fs = process.getBuiltinModule('node:fs');
const request = JSON.parse(fs.readFileSync(0, 'utf8'));
const answer = (() => { ${body} })();
if (answer !== undefined) process.stdout.write(JSON.stringify(answer));
`;
}

/** A program that answers with these files, whatever it is asked. */
export function answering(files: unknown, more: object = {}): string {
  return javascript(`return ${JSON.stringify({ files, ...more })};`);
}
