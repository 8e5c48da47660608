import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { createOpenBundle } from '../../../src/adapters/bundle/open.ts';
import { packFiles } from '../../../src/core/archive/pack.ts';
import { contractFile, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { bundleSourceSuite } from '../../suites/bundle-source.ts';
import { program } from '../../support/external.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-sources-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function write(directory: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}

bundleSourceSuite('memory', async (files) =>
  memoryBundle(files, { kind: 'memory', label: 'memory', contractPath: contractFile }),
);

bundleSourceSuite('directory', async (files) => {
  write(join(work, 'directory'), files);
  return createOpenBundle({ cwd: work })('directory');
});

bundleSourceSuite('archive', async (files) => {
  writeFileSync(join(work, 'packed.tar.gz'), packFiles(files).gzip);
  return createOpenBundle({ cwd: work })('packed.tar.gz');
});

bundleSourceSuite('stdin', async (files) => {
  const cwd = join(work, 'stdin');
  const contract = files.get(contractFile) ?? new Uint8Array(0);
  write(cwd, new Map([...files].filter(([name]) => name !== contractFile)));
  return createOpenBundle({ cwd, stdin: chunks(contract) })('-');
});

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
}

if (program('git') !== undefined) {
  bundleSourceSuite('git', async (files) => {
    const repository = join(work, 'repository');
    write(join(repository, 'services/sample'), files);
    const git = (...args: string[]) => execFileSync('git', ['-C', repository, '-c', 'core.autocrlf=false', ...args]);
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=All');
    // The working tree must not matter.
    rmSync(join(repository, 'services'), { recursive: true });
    return createOpenBundle({ cwd: repository })('git:main:services/sample');
  });
}
