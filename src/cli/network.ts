import type { NetworkSettings } from '../adapters/network-settings.ts';
import type { Arguments } from './arguments.ts';
import type { Context, Input } from './context.ts';
import { usageError } from './usage.ts';

/**
 * How this run reaches registries, from flags, variables and the user's own settings. Reads the password from standard
 * input where `--password-stdin` says so. Throws USAGE.
 */
export async function networkOf(context: Context, args: Arguments): Promise<NetworkSettings> {
  const commandLine = await commandLineCredential(context, args);
  return connectionOf(context, args, commandLine);
}

/** As {@link networkOf}, with a login that the caller has found out. */
export async function connectionOf(
  context: Context,
  args: Arguments,
  commandLine?: NetworkSettings['commandLine'],
): Promise<NetworkSettings> {
  const { networkSettings } = await import('../adapters/config/network.ts');
  return networkSettings(
    {
      cwd: context.cwd,
      env: context.env,
      mirrors: args.list('mirror'),
      insecure: args.list('insecure-registry'),
      caFiles: args.list('ca-file'),
      offline: args.flag('offline'),
      cache: !args.flag('no-cache'),
      ...(commandLine === undefined ? {} : { commandLine }),
    },
    context.settings,
  );
}

async function commandLineCredential(
  { stdin }: Context,
  args: Arguments,
): Promise<NetworkSettings['commandLine'] | undefined> {
  const username = args.text('username');
  const fromStdin = args.flag('password-stdin');
  if (!fromStdin && username === undefined) return undefined;
  if (!fromStdin) throw usageError('--username needs a password', 'Give it on standard input, with --password-stdin.');
  if (username === undefined || username === '') {
    throw usageError('--password-stdin needs a name', 'Write --username NAME too.');
  }
  // RFC 7617, section 2: the first colon ends the name.
  if (username.includes(':')) throw usageError('--username has a colon in it', 'Give the name alone.');
  if (args.positionals.includes('-')) {
    throw usageError('standard input cannot be both the contract and the password', 'Give the contract as a file.');
  }
  return { username, password: await readPassword(stdin) };
}

/** The longest password or token that is read. Bytes; tokens of cloud registries have some thousand. */
const passwordLimit = 64 * 1024;
/** Standard input can be read once, and a command may ask for its network several times. */
const passwords = new WeakMap<Input, Promise<string>>();

/** The password on standard input, without the line break after it. Throws USAGE where there is none. */
export function readPassword(stdin: Input): Promise<string> {
  const read = passwords.get(stdin) ?? readLine(stdin);
  passwords.set(stdin, read);
  return read;
}

async function readLine(stdin: Input): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > passwordLimit) {
      throw usageError('standard input is too long for a password', `At most ${passwordLimit} characters are read.`);
    }
  }
  const password = `${text}${decoder.decode()}`.replace(/\r?\n$/, '');
  if (password === '') throw usageError('standard input has no password', 'Pipe it in: pass show registry | pacto …');
  if (/[\r\n\0]/.test(password)) throw usageError('standard input has more than one line', 'Give the password alone.');
  return password;
}
