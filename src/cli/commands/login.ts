import { createRegistryClient } from '../../adapters/oci/client/client.ts';
import { saveCredential } from '../../adapters/oci/credentials/store.ts';
import { PactoError } from '../../core/error.ts';
import { type Login, type LoginPorts, login } from '../../operations/login.ts';
import { renderJson } from '../../render/json.ts';
import { renderLogin } from '../../render/login/text.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { connectionOf, readPassword } from '../network.ts';
import { waiting } from '../progress.ts';
import { registryArgument } from '../registry-argument.ts';
import { usageError } from '../usage.ts';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const registry = registryArgument(args);
  const given = await readLogin(context, args, registry);
  if (given === undefined) return 130;
  const result = await login(loginPorts(context, args), { registry, ...given });
  context.print(context.format === 'json' ? renderJson(result) : renderLogin(result));
  return 0;
}

/** The name and the password, from flags, standard input or the terminal; undefined where Ctrl-C answers. */
async function readLogin(context: Context, args: Arguments, registry: string): Promise<Login | undefined> {
  const { stdin, stderr } = context;
  const [username, password, fromStdin] = [args.text('username'), args.text('password'), args.flag('password-stdin')];
  if (username === '') throw usageError('--username is empty');
  if (password !== undefined && fromStdin) {
    throw usageError('--password and --password-stdin do not go together', 'Leave out --password.');
  }
  if (password === '') throw usageError('--password is empty', 'Give it with --password-stdin.');
  const isComplete = username !== undefined && (fromStdin || password !== undefined);
  if (!isComplete && (fromStdin || !stdin.isTerminal)) {
    const missing = username === undefined ? '--username' : 'the password';
    throw usageError(`${missing} is missing`, 'Where nobody can be asked, give --username NAME and --password-stdin.');
  }
  if (password !== undefined) {
    const seen = 'everybody on this machine can see --password in the list of processes; use --password-stdin';
    stderr.write(`Warning: PASSWORD_VISIBLE ${seen}\n`);
    if (username !== undefined) return { username, password };
  }
  if (username !== undefined && fromStdin) return { username, password: await readPassword(stdin) };
  return askForLogin(context, registry, username, password);
}

async function askForLogin(
  context: Context,
  registry: string,
  username: string | undefined,
  password: string | undefined,
): Promise<Login | undefined> {
  const { openPrompt } = await import('../prompt.ts');
  const prompt = openPrompt(context);
  try {
    const name = username ?? (await prompt.ask(`User name for ${registry}: `));
    if (name === undefined) return undefined;
    if (name.trim() === '') throw usageError('no user name was given');
    const secret = password ?? (await prompt.ask(`Password or token of ${name.trim()}: `, { hidden: true }));
    if (secret === undefined) return undefined;
    if (secret === '') throw usageError('no password was given');
    return { username: name.trim(), password: secret };
  } finally {
    await prompt.close();
  }
}

function loginPorts(context: Context, args: Arguments): LoginPorts {
  const { env, signal } = context;
  return {
    async verify(registry, given) {
      const { insecure, ca, clientCertificates } = await connectionOf(context, args);
      const credential = { kind: 'basic', ...given, source: 'this login' } as const;
      const client = createRegistryClient({
        credentials: { find: () => Promise.resolve(credential), tried: () => [] },
        insecure,
        ca,
        clientCertificates,
        env,
        signal,
        log: (line) => context.log(line),
        onWait: waiting(context),
      });
      try {
        const { status, authScheme, url } = await client.ping(registry);
        if (status !== 200) {
          throw new PactoError(
            'REGISTRY_PROTOCOL',
            `${registry} is no registry: ${url} answers with status ${status}`,
            {
              hint: 'Name the registry alone, without a path; nothing was stored.',
            },
          );
        }
        return authScheme === undefined ? 'unknown' : 'accepted';
      } finally {
        await client.close();
      }
    },
    async save(registry, given) {
      signal.throwIfAborted();
      return saveCredential(registry, given, { env, signal });
    },
  };
}
