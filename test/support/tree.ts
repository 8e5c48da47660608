import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The content of all files below a directory, by their paths from it; undefined where there is no directory. */
export function treeOf(directory: string): Readonly<Record<string, string>> | undefined {
  if (!existsSync(directory)) return undefined;
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => path.relative(directory, path.join(parentPath, name))).sort();
  return Object.fromEntries(paths.map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]));
}

/** Writes files by their paths from a directory, with the folders that they need. */
export function writeTree(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), content);
  }
}
