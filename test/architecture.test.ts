import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './support/run.ts';

/** Which part of `src/` may import which others, beside itself: the arrows of docs/architecture.md. */
const door = ['core', 'adapters', 'operations', 'render', 'version.ts'];
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapters: ['core'],
  generators: ['core'],
  operations: ['core', 'adapters', 'generators'],
  render: ['core'],
  // One of its commands opens that door.
  cli: [...door, 'mcp'],
  mcp: door,
  dashboard: door,
  operator: door,
  'index.ts': ['core', 'adapters', 'operations', 'version.ts'],
  'version.ts': [],
};

/** Besides, types alone, which leave no trace at run time: a rendering is of an operation's result. */
const mayImportTypes: Readonly<Record<string, readonly string[]>> = { render: ['operations'] };

const lineLimit = 300;
/** Longer, because they are one table or were generated. */
const tables: readonly RegExp[] = [/^core\/schema\/metaschema\//, /\.generated\.ts$/, /(^|\/|-)tables?\.ts$/];

const forbiddenFolders = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'lib',
  'manager',
  'service',
]);

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** The imported file from `src/`, or undefined for a package or what lies outside. */
  readonly target: string | undefined;
}

const source = path.join(root, 'src');
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  .sort();
const code = new Map(
  files.filter((file) => file.endsWith('.ts')).map((file) => [file, readFileSync(path.join(source, file), 'utf8')]),
);
const imports = [...code].flatMap(([file, text]) => importsOf(file, text));

function importsOf(file: string, text: string): Import[] {
  const clause = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?from\s+)?'([^']+)'/gm;
  const dynamic = /\bimport\(\s*'([^']+)'/g;
  const fixed = [...text.matchAll(clause)].map((match) => ({
    specifier: match[2] ?? '',
    typeOnly: match[1] !== undefined || onlyTypes(match[0]),
  }));
  const lazy = [...text.matchAll(dynamic)].map((match) => ({ specifier: match[1] ?? '', typeOnly: false }));
  return [...fixed, ...lazy].map(({ specifier, typeOnly }) => ({
    file,
    specifier,
    typeOnly,
    target: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : undefined,
  }));
}

/** Whether every name in braces is a type: `import { type A, type B } from …`. */
function onlyTypes(statement: string): boolean {
  const names = /\{([^}]*)\}/.exec(statement)?.[1]?.split(',') ?? [];
  return names.length > 0 && names.every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

const partOf = (file: string) => file.split('/')[0] ?? '';
const told = ({ file, specifier }: Import) => `${file} imports ${specifier}`;

describe('architecture', () => {
  it('finds the imports that it judges', () => {
    expect(code.size).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(code.size);
  });

  it('knows every part of src/', () => {
    expect(files.map(partOf).filter((part) => !Object.hasOwn(mayImport, part))).toEqual([]);
  });

  it('has imports only along the arrows', () => {
    const against = imports.filter(({ file, target, typeOnly }) => {
      if (target === undefined || target.startsWith('..')) return false;
      const [from, to] = [partOf(file), partOf(target)];
      const allowed = [...(mayImport[from] ?? []), ...(typeOnly ? (mayImportTypes[from] ?? []) : [])];
      return from !== to && !allowed.includes(to);
    });
    expect(against.map(told)).toEqual([]);
  });

  it('imports nothing beside src/ but the published schemas', () => {
    const outside = imports.filter(({ target }) => target?.startsWith('../') && !target.startsWith('../schema/'));
    expect(outside.map(told)).toEqual([]);
  });

  it('keeps the core free of Node', () => {
    const builtins = new Set(builtinModules);
    const used = imports.filter(
      ({ file, specifier }) => file.startsWith('core/') && (specifier.startsWith('node:') || builtins.has(specifier)),
    );
    expect(used.map(told)).toEqual([]);
    const globals = /\b(?:process|Buffer|__dirname|__filename|setImmediate)\b\s*[.([]/;
    const clock = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bMath\.random\(/;
    const generated = /\bnew Function\b|\beval\(/;
    const impure = [...code].filter(([file, text]) => {
      const bare = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return file.startsWith('core/') && [globals, clock, generated].some((pattern) => pattern.test(bare));
    });
    expect(impure.map(([file]) => file)).toEqual([]);
  });

  it('loads Node modules in a way that works in the program, which is one script', () => {
    const dynamic = [...code].flatMap(([file, text]) => (/await import\('node:/.test(text) ? [file] : []));
    expect(dynamic, 'process.getBuiltinModule loads them when they are needed').toEqual([]);
  });

  it('keeps the adapters apart: only files/ and the files beside the folders are shared', () => {
    const folder = (file: string) => (file.split('/').length > 2 ? file.split('/')[1] : undefined);
    const across = imports.filter(({ file, target }) => {
      if (!file.startsWith('adapters/') || !target?.startsWith('adapters/')) return false;
      const to = folder(target);
      return to !== undefined && to !== 'files' && to !== folder(file);
    });
    expect(across.map(told)).toEqual([]);
  });

  it('keeps what only assistants need in one file, which the build leaves apart', () => {
    const theirs = imports.filter(
      ({ file, specifier }) => file !== 'mcp/sdk.ts' && /^(?:@modelcontextprotocol\/|zod\b)/.test(specifier),
    );
    expect(theirs.map(told)).toEqual([]);
  });

  it('keeps containment apart from the schema engine that confirms its witnesses', () => {
    const shared = imports.filter(
      ({ file, target }) => file.startsWith('core/diff/containment/') && target?.startsWith('core/schema/') === true,
    );
    expect(shared.map(told)).toEqual([]);
  });

  it('names files and folders in kebab-case, and none for what it is not', () => {
    const parts = new Set(files.flatMap((file) => file.split('/')));
    expect([...parts].filter((part) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.generated)?(\.(ts|json))?$/.test(part))).toEqual([]);
    expect([...parts].filter((part) => forbiddenFolders.has(part))).toEqual([]);
  });

  it(`keeps files at ${lineLimit} lines at most, tables excepted`, () => {
    const long = [...code].filter(
      ([file, text]) => !tables.some((table) => table.test(file)) && text.split('\n').length - 1 > lineLimit,
    );
    expect(long.map(([file, text]) => `${file}: ${text.split('\n').length - 1} lines`)).toEqual([]);
  });

  it('exports names, never a default', () => {
    expect([...code].filter(([, text]) => /^export default\b/m.test(text)).map(([file]) => file)).toEqual([]);
  });
});
