import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/table.ts';
import { program } from '../support/external.ts';
import { putPlugin } from '../support/plugins.ts';
import { pacto, temporaryDirectory } from './world.ts';

const bash = program('bash');
const zsh = program('zsh');
const fish = program('fish');

async function script(shell: string): Promise<string> {
  const HOME = temporaryDirectory();
  putPlugin(path.join(HOME, '.config/pacto/plugins'), 'mine', '');
  const { code, stdout } = await pacto(['completion', shell], { env: { HOME } });
  expect(code).toBe(0);
  return stdout;
}

describe.each([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
] as const)('completion for %s', (shell, binary) => {
  it('names every command and flag', async () => {
    const text = await script(shell);
    for (const { name, flags } of commands) {
      for (const word of name.split(' ')) expect(text).toContain(word);
      for (const flag of flags) expect(text).toContain(flag.name);
    }
  });

  it.skipIf(binary === undefined)('is a script that the shell can parse', async () => {
    const { status, stderr } = spawnSync(binary!, ['-n', file(await script(shell))], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

/** A command line as typed, the cursor at its end, and what is offered. */
const offers: readonly [line: string, offered: string[], notOffered: string[]][] = [
  ['pacto va', ['validate'], ['version']],
  ['pacto validate --re', ['--recursive'], ['--strict']],
  ['pacto validate --output-format s', ['sarif'], ['json']],
  ['pacto explain --output-format ', ['text', 'json', 'markdown'], ['sarif']],
  ['pacto init orders --type s', ['scheduled', 'stateful'], ['http']],
  ['pacto policy ', ['test'], ['validate']],
  ['pacto plugins ', ['check'], ['validate']],
  ['pacto plugins --output-format m', ['markdown'], ['json']],
  ['pacto plugins check --t', ['--timeout'], ['--strict']],
  ['pacto completion f', ['fish'], ['bash']],
  ['pacto help ex', ['explain'], ['version']],
  ['pacto help cache ', ['list', 'prune', 'path'], ['validate']],
  ['pacto generate ', ['kubernetes', 'helm', 'mine'], ['services']],
  ['pacto generate helm ', ['services'], ['kubernetes']],
  ['pacto generate helm services --option na', ['name='], ['namespace=']],
  ['pacto generate kubernetes --option na', ['name=', 'namespace='], ['image=']],
  ['pacto plugins check schema-infer --option f', ['file=', 'format='], ['path=']],
  ['pacto validate --ignore PORT', ['PORT_CONFLICT'], ['TAG_NOT_DIGEST']],
  ['pacto diff --allow interface-p', ['interface-port-changed='], ['pacto-version-changed=']],
  ['pacto explain ser', ['services'], ['other.txt']],
  ['pacto init x --dir ', ['services'], ['other.txt']],
];

describe.skipIf(bash === undefined)('bash', () => {
  it.each(offers)('%s', async (line, offered, notOffered) => {
    const words = line.split(' ');
    const run = `${await script('bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _pacto; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync(bash!, ['--norc', file(run)], { cwd: workspace(), encoding: 'utf8' });
    const replies = stdout.split('\n');
    for (const word of offered) expect(replies).toContain(word);
    for (const word of notOffered) expect(replies).not.toContain(word);
  });

  it('completes the value after an equals sign', async () => {
    const run = `${await script('bash')}
COMP_WORDS=(pacto validate --output-format = gi); COMP_CWORD=4; _pacto; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(spawnSync(bash!, ['--norc', file(run)], { encoding: 'utf8' }).stdout).toBe('github\n');
  });
});

describe.skipIf(fish === undefined)('fish', () => {
  it.each(offers)('%s', async (line, offered, notOffered) => {
    const run = `${await script('fish')}\ncomplete -C '${line}'`;
    const { stdout, stderr } = spawnSync(fish!, ['--no-config', file(run)], { cwd: workspace(), encoding: 'utf8' });
    expect(stderr).toBe('');
    const words = stdout.split('\n').map((row) => row.split('\t')[0]?.replace(/\/$/, ''));
    for (const word of offered) expect(words).toContain(word);
    for (const word of notOffered) expect(words).not.toContain(word);
  });
});

/** The text in a file: fish reads no script from the kind of pipe that Node makes. */
function file(text: string): string {
  const name = path.join(temporaryDirectory(), 'script');
  writeFileSync(name, text);
  return name;
}

function workspace(): string {
  const directory = temporaryDirectory();
  mkdirSync(path.join(directory, 'services'));
  writeFileSync(path.join(directory, 'other.txt'), '');
  return directory;
}
