import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bundle, type BundleEntry, entriesOf, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { bundleContents } from '../../../src/core/contract/contents.ts';
import { program } from '../../support/external.ts';

const origin = { kind: 'memory', label: 'x', contractPath: 'pacto.yaml' } as const;

/** A bundle of empty files; `ignored` becomes its .pactoignore, and `irregular` entries are no files. */
function bundleOf(paths: readonly string[], ignored?: string, irregular: readonly BundleEntry[] = []): Bundle {
  const files = new Map(['pacto.yaml', ...paths].map((path) => [path, new Uint8Array(0)]));
  if (ignored !== undefined) files.set('.pactoignore', new TextEncoder().encode(ignored));
  const memory = memoryBundle(files, origin);
  return { ...memory, entries: (enter) => entriesOf([...memory.entries(), ...irregular], enter) };
}

interface Case {
  readonly name: string;
  readonly files: readonly string[];
  readonly named?: readonly string[];
  readonly ignore?: string;
  readonly irregular?: readonly BundleEntry[];
  /** What travels beside pacto.yaml. */
  readonly included: readonly string[];
  readonly excluded?: Readonly<Record<string, string>>;
  readonly problems?: readonly string[];
}

const dot = 'dot files travel only by a ! line in .pactoignore';
const key = 'keys travel only by a ! line in .pactoignore';
const ssh = 'names like those of SSH keys travel only by a ! line in .pactoignore';
const ignored = 'ignored by .pactoignore';

const cases: readonly Case[] = [
  { name: 'the contract alone', files: ['src/main.ts', 'package.json', 'Dockerfile'], included: [] },
  {
    name: 'the conventional folders, whatever their depth',
    files: [
      'interfaces/a.yaml',
      'configuration/b/c.json',
      'policy/p.json',
      'docs/d.md',
      'sbom/s.json',
      'tests/pass/t.yaml',
      'skills/s.md',
      'src/docs/no.md',
      'interfaces2/no',
    ],
    included: [
      'configuration/b/c.json',
      'docs/d.md',
      'interfaces/a.yaml',
      'policy/p.json',
      'sbom/s.json',
      'skills/s.md',
      'tests/pass/t.yaml',
    ],
  },
  {
    name: 'lock, README and LICENSE at the root only',
    files: [
      'pacto.lock',
      'README.md',
      'readme.rst',
      'LICENSE',
      'LICENCE.txt',
      'LICENSE-MIT',
      'README-notes/x',
      'src/README.md',
      'READMEX',
      'CHANGELOG.md',
    ],
    included: ['LICENCE.txt', 'LICENSE', 'LICENSE-MIT', 'README.md', 'pacto.lock', 'readme.rst'],
  },
  {
    name: 'a file that the contract names anywhere',
    files: ['api/openapi.yaml', 'api/other.yaml'],
    named: ['./api/openapi.yaml'],
    included: ['api/openapi.yaml'],
  },
  { name: 'a named file that does not exist, without a word', files: [], named: ['api/openapi.yaml'], included: [] },
  { name: 'a plain file with the name of a conventional folder', files: ['docs', 'tests'], included: [] },
  {
    name: 'no secrets',
    files: [
      'docs/.env',
      'docs/.hidden/a.md',
      'docs/server.pem',
      'docs/SERVER.KEY',
      'docs/id_rsa',
      'docs/key.md',
      'docs/a.keys',
    ],
    included: ['docs/a.keys', 'docs/key.md'],
    excluded: {
      'docs/.env': dot,
      'docs/.hidden/a.md': dot,
      'docs/SERVER.KEY': key,
      'docs/id_rsa': ssh,
      'docs/server.pem': key,
    },
  },
  {
    name: 'secrets by a line that matches them',
    files: ['docs/.env', 'docs/.hidden/a.md', 'docs/ca.pem', 'docs/.other'],
    ignore: '!docs/.env\n!.hidden/\n!*.pem\n',
    included: ['docs/.env', 'docs/.hidden/a.md', 'docs/ca.pem'],
    excluded: { 'docs/.other': dot },
  },
  {
    name: 'secrets not by a line for the folder around them',
    files: ['extra/.env', 'extra/a.txt', '.hidden/ca.pem', '.hidden/a.txt'],
    ignore: '!extra/\n!.hidden/\n',
    included: ['.hidden/a.txt', 'extra/a.txt'],
    excluded: { '.hidden/ca.pem': key, 'extra/.env': dot },
  },
  {
    name: 'less what is ignored',
    files: ['docs/a.md', 'docs/drafts/b.md', 'docs/keep.tmp', 'docs/x.tmp', 'README.md', 'interfaces/a.yaml'],
    ignore: '# comment\ndrafts/\n*.tmp\n!keep.tmp\n/README.md\r\n',
    included: ['docs/a.md', 'docs/keep.tmp', 'interfaces/a.yaml'],
    excluded: { 'README.md': ignored, 'docs/drafts/b.md': ignored, 'docs/x.tmp': ignored },
  },
  {
    name: 'nothing from an ignored folder, as git has it',
    files: ['docs/a.md'],
    ignore: 'docs/\n!docs/a.md\n',
    included: [],
    excluded: { 'docs/a.md': ignored },
  },
  {
    name: 'more by ! lines',
    files: ['charts/a.yaml', 'charts/b/c.yaml', 'src/x.proto', 'src/x.ts'],
    ignore: '!/charts/\n!*.proto\n',
    included: ['charts/a.yaml', 'charts/b/c.yaml', 'src/x.proto'],
  },
  {
    name: 'not what only looks like a ! line',
    files: ['a.txt', '!a.txt'],
    ignore: '\\!a.txt\n# !a.txt\n',
    included: [],
  },
  {
    name: 'patterns that tell case apart',
    files: ['docs/A.md', 'docs/b.md'],
    ignore: 'a.md\nB.md\n',
    included: ['docs/A.md', 'docs/b.md'],
  },
  {
    name: 'never what git, npm and macOS keep',
    files: ['docs/.DS_Store', 'docs/node_modules/a.js', '.git/config', 'node_modules/b.js'],
    ignore: '!.DS_Store\n!node_modules/\n!.git/\n',
    included: [],
    // What is in .git and node_modules is not even listed.
    excluded: { 'docs/.DS_Store': '.DS_Store never travels' },
  },
  {
    name: 'the contract even where it is ignored',
    files: ['docs/a.md'],
    ignore: '*\n',
    included: [],
    excluded: { 'docs/a.md': ignored },
  },
  {
    name: 'refusing an ignored file that the contract names',
    files: ['interfaces/a.yaml'],
    named: ['interfaces/a.yaml'],
    ignore: 'interfaces/\n',
    included: [],
    excluded: { 'interfaces/a.yaml': ignored },
    problems: [`the contract names "interfaces/a.yaml", which would not travel: ${ignored}`],
  },
  {
    name: 'refusing a dot file that the contract names',
    files: ['.config/schema.json'],
    named: ['.config/schema.json'],
    included: [],
    excluded: { '.config/schema.json': dot },
    problems: [`the contract names ".config/schema.json", which would not travel: ${dot}`],
  },
  {
    name: 'refusing a named file in node_modules',
    files: ['node_modules/api/a.yaml'],
    named: ['node_modules/api/a.yaml'],
    included: [],
    excluded: { 'node_modules/api/a.yaml': 'node_modules never travels' },
    problems: ['the contract names "node_modules/api/a.yaml", which would not travel: node_modules never travels'],
  },
  {
    name: 'refusing names equal but for case',
    files: ['docs/A.md', 'docs/a.md'],
    included: ['docs/A.md', 'docs/a.md'],
    problems: ['"docs/a.md" differs from "docs/A.md" only in case or Unicode form'],
  },
  {
    name: 'refusing names that no archive may hold',
    files: ['docs/a\\b'],
    included: ['docs/a\\b'],
    problems: ['"docs/a\\\\b" has a backslash in its name, which is a separator on Windows'],
  },
  {
    name: 'refusing links and special files among them',
    files: [],
    irregular: [
      { path: 'docs/latest', kind: 'link' },
      { path: 'tests/socket', kind: 'special' },
      { path: 'sbom', kind: 'link' },
      { path: 'src/link', kind: 'link' },
    ],
    included: [],
    problems: [
      '"docs/latest" is a symbolic link',
      '"sbom" is a symbolic link',
      '"tests/socket" is a special file or a git submodule',
    ].map((text) => `${text}; a bundle holds plain files only`),
  },
  {
    name: 'refusing a link on the way to a named file',
    files: [],
    named: ['api/v1/openapi.yaml'],
    irregular: [{ path: 'api', kind: 'link' }],
    included: [],
    problems: ['"api" is a symbolic link; a bundle holds plain files only'],
  },
  {
    name: 'leaving an ignored link alone',
    files: [],
    irregular: [{ path: 'docs/latest', kind: 'link' }],
    ignore: 'latest\n',
    included: [],
    excluded: { 'docs/latest': ignored },
  },
  {
    name: 'an ignore file of reasonable size',
    files: [],
    ignore: '#'.repeat(70_000),
    included: [],
    problems: ['.pactoignore has more than 65536 bytes'],
  },
];

describe('a bundle holds', () => {
  it.each(cases)('$name', ({ files, named = [], ignore, irregular, included, excluded = {}, problems = [] }) => {
    const contents = bundleContents({ bundle: bundleOf(files, ignore, irregular), namedFiles: named });
    const travelling = contents.included.filter((path) => path !== 'pacto.yaml');
    expect(travelling).toEqual(included);
    expect(contents.included).toContain('pacto.yaml');
    expect(Object.fromEntries(contents.excluded.map(({ path, reason }) => [path, reason]))).toEqual(excluded);
    expect(contents.problems).toEqual(problems);
  });
});

describe('the folders of a repository', () => {
  const paths = ['src/a', 'vendor/b', 'docs/c', 'api/v1/d.yaml', 'api/v2/e.yaml'];
  function entered(ignore?: string): string[] {
    const bundle = bundleOf(paths, ignore);
    const folders: string[] = [];
    const watched: Bundle = {
      ...bundle,
      entries: (enter) => bundle.entries((folder) => enter?.(folder) === true && folders.push(folder) > 0),
    };
    bundleContents({ bundle: watched, namedFiles: ['api/v1/d.yaml'] });
    return folders.sort();
  }

  it('are not walked where nothing can be found', () => {
    expect(entered()).toEqual(['api', 'api/v1', 'docs']);
  });

  it('are walked where a ! line may add something', () => {
    expect(entered('!*.txt\n')).toEqual(['api', 'api/v1', 'api/v2', 'docs', 'src', 'vendor']);
  });
});

const git = program('git');
describe.skipIf(git === undefined)('.pactoignore', () => {
  const names = ['a', 'b', 'ab', 'a.md', 'b.md'];
  const path = fc
    .array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
    .map((parts) => ['docs', ...parts].join('/'));
  const glob = fc.array(fc.constantFrom('a', 'b', '*', '**', '?', '[ab]', '[!a]', '.md', '/', 'docs'), {
    minLength: 1,
    maxLength: 5,
  });
  const line = fc
    .tuple(fc.constantFrom('', '', '!'), fc.constantFrom('', '/', '**/'), glob, fc.constantFrom('', '/'))
    .map(([not, start, parts, end]) => `${not}${start}${parts.join('')}${end}`);

  it('takes out what git would', () => {
    const work = mkdtempSync(join(tmpdir(), 'pacto-ignore-'));
    execFileSync('git', ['-C', work, 'init', '--quiet']);
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(path, { minLength: 1, maxLength: 5 }),
        (lines, paths) => {
          // Odd runs of slashes and stars mean nothing certain, in git either.
          fc.pre(lines.every((text) => !/\/\/|\*{3}|[^/]\*\*|\*\*[^/]|^!?\/$/.test(text.replace(/^!?\**\/?/, ''))));
          const files = [...new Set(paths)].filter((file) => !paths.some((other) => other.startsWith(`${file}/`)));
          const ignore = lines.join('\n');
          rmSync(join(work, 'docs'), { recursive: true, force: true });
          for (const file of files) {
            mkdirSync(dirname(join(work, file)), { recursive: true });
            writeFileSync(join(work, file), '');
          }
          writeFileSync(join(work, '.gitignore'), ignore);
          const kept = execFileSync(
            'git',
            ['-C', work, '-c', 'core.excludesFile=', 'ls-files', '--others', '--exclude-standard', 'docs'],
            { encoding: 'utf8' },
          );
          const { included } = bundleContents({ bundle: bundleOf(files, ignore), namedFiles: [] });
          expect(included.filter((file) => file.startsWith('docs/'))).toEqual(
            kept
              .split('\n')
              .filter((file) => file !== '')
              .sort(),
          );
        },
      ),
      { numRuns: 150 },
    );
    rmSync(work, { recursive: true });
  });
});
