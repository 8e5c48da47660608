import { describe, expect, it } from 'vitest';
import { pacto } from './world.ts';

/** Wrong command lines: what is said, and the hint. */
const wrong: readonly [args: string[], message: string, hint: string][] = [
  [['validte'], 'unknown command "validte"', 'Did you mean validate?'],
  [['dashboard'], 'unknown command "dashboard"', 'Run `pacto help` for the list of commands.'],
  [['validate', '--strct'], 'unknown flag "--strct"', 'Did you mean --strict?'],
  [['validate', '--ouput-format', 'json'], 'unknown flag "--ouput-format"', 'Did you mean --output-format?'],
  [['validate', '-x'], 'unknown flag "-x"', 'Run `pacto validate --help` for its flags.'],
  [['validate', '--__proto__=1'], 'unknown flag "--__proto__"', 'Run `pacto validate --help` for its flags.'],
  [
    ['validate', 'a', 'b'],
    'validate takes one argument; "b" is too many',
    'Run `pacto validate --help` to see what it takes.',
  ],
  [['version', 'a'], 'version takes no arguments; "a" is too many', 'Run `pacto version --help` to see what it takes.'],
  [['init'], 'NAME is missing', 'Run `pacto init --help` to see what it takes.'],
  [
    ['init', 'x', '--type', 'web'],
    '--type cannot be "web"',
    'It is one of http, grpc, event, job, scheduled, stateful, library.',
  ],
  [['completion', 'tcsh'], 'SHELL cannot be "tcsh"', 'It is one of bash, zsh, fish.'],
  [['explain', '--output-format', 'yaml'], '--output-format cannot be "yaml"', 'It is one of text, json, markdown.'],
  [['explain', '--output-format', 'sarif'], '--output-format cannot be "sarif"', 'It is one of text, json, markdown.'],
  [['validate', '--values'], '--values needs a value', 'Write --values FILE.'],
  [['validate', '--strict=yes'], '--strict takes no value', 'Run the command with --help to see what it takes.'],
  [['pack', '-o', '--list'], '-o needs a value', 'Where the value is --list, write --output=--list.'],
  [['generate', 'kubernetes', '-o', ''], '-o is empty', 'Write -o DIR, or leave it out.'],
  [['validate', '--values='], '--values is empty', 'Write --values FILE, or leave it out.'],
  [['generate', 'kubernetes', '--option', 'cpu'], '--option cpu is not NAME=VALUE', 'As in --option cpu=value.'],
  [['generate', 'kubernetes', '--option', '=1'], '--option =1 is not NAME=VALUE', 'As in --option name=value.'],
  [['policy'], 'policy needs a command after it', 'Run pacto policy test.'],
  [['policy', 'tset'], 'unknown policy command "tset"', 'Did you mean test?'],
  [['help', 'explian'], 'unknown command "explian"', 'Did you mean explain?'],
  [['--strict', 'validate'], 'unknown flag "--strict" before the command', 'Write it after the command.'],
  [['validate', '--watch', '--recursive'], '--watch and --recursive do not go together', 'Watch one contract.'],
  [
    ['validate', '--recursive', '--set', 'a=b'],
    '--set and --recursive do not go together',
    'Overrides are meant for one contract.',
  ],
  [['validate', '--watch', '--output-format', 'json'], '--watch prints text only', 'Leave out --output-format.'],
];

describe('a wrong command line', () => {
  it.each(wrong)('%j', async (args, message, hint) => {
    const json = args.includes('--output-format') && args.includes('json');
    const { code, stdout, stderr } = await pacto(args);
    expect(code).toBe(2);
    if (json) {
      expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, error: { code: 'USAGE', message, hint } });
    } else {
      expect(stderr).toBe(`error USAGE ${message}\nhint ${hint}\n`);
      expect(stdout).toBe('');
    }
  });

  it.each(wrong.filter(([args]) => !args.includes('--output-format')))('%j, in JSON', async (args, message, hint) => {
    const { code, stdout, stderr } = await pacto(args, { env: { PACTO_OUTPUT_FORMAT: 'json' } });
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, error: { code: 'USAGE', message, hint } });
    expect(stderr).toBe('');
  });

  it('answers in JSON wherever JSON was asked for', async () => {
    for (const args of [
      ['nonsense', '--output-format', 'json'],
      ['--output-format=json', 'validate', '--nonsense'],
      ['validate', '--output-format', 'text', 'a', 'b', '--output-format', 'json'],
    ]) {
      expect(JSON.parse((await pacto(args)).stdout).error.code).toBe('USAGE');
    }
  });

  it('does not take for a flag what comes after --', async () => {
    const { stdout, stderr } = await pacto(['validate', '--', '--output-format=json']);
    expect(stdout).toBe('');
    expect(stderr).toContain('--output-format=json');
  });
});

describe('flags', () => {
  it('may stand before the command, joined and short', async () => {
    expect(await pacto(['--output-format=json', 'version'])).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse((await pacto(['-v', '--output-format', 'json', 'version'])).stdout).schemaVersion).toBe(1);
  });

  it('are explained instead of run with --help, whatever else is missing', async () => {
    const { code, stdout } = await pacto(['init', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Start a contract: [^\n]+\.\n\nUsage: pacto init NAME \[FLAGS\]\n/);
  });
});

describe('variables', () => {
  it('give what no flag gives', async () => {
    const env = { PACTO_OUTPUT_FORMAT: 'json' };
    expect((await pacto(['version'], { env })).stdout).toMatch(/^{/);
    expect((await pacto(['version', '--output-format', 'text'], { env })).stdout).toMatch(/^pacto version /);
  });

  it('are refused where they are wrong', async () => {
    const { code, stderr } = await pacto(['version'], { env: { PACTO_OUTPUT_FORMAT: 'yaml' } });
    expect(code).toBe(2);
    expect(stderr).toContain('PACTO_OUTPUT_FORMAT cannot be "yaml"');
    const strict = await pacto(['validate'], { env: { PACTO_STRICT: 'perhaps' } });
    expect(strict.stderr).toContain('PACTO_STRICT cannot be "perhaps"');
  });

  it('leave a command that has no such format at its usual one', async () => {
    expect((await pacto(['version'], { env: { PACTO_OUTPUT_FORMAT: 'sarif' } })).stdout).toMatch(/^pacto version /);
  });
});
