import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { NetworkSettings } from '../adapters/network-settings.ts';
import type { Credentials } from '../adapters/oci/credential.ts';
import type { Registries } from '../adapters/oci/registries.ts';
import { parseReference } from '../core/contract/reference.ts';
import type { Arguments } from './arguments.ts';
import type { Context } from './context.ts';
import { waiting } from './progress.ts';

/** What a command wants of registries. */
export interface RegistryWishes {
  /** Whether a tag is asked for again however young the cache's answer is. */
  readonly freshTags?: boolean;
}

/** Registries as this run reaches them. Nothing is loaded or read before a command needs one. */
export function registriesOf(context: Context, args: Arguments, wishes: RegistryWishes = {}): Registries {
  let opened: Promise<Registries> | undefined;
  const open = () => {
    opened ??= openRegistries(context, args, wishes);
    return opened;
  };
  const registries: Registries = {
    repository: async (...given) => (await open()).repository(...given),
    open: async (...given) => (await open()).open(...given),
    client: async () => (await open()).client(),
    cache: async () => (await open()).cache(),
    close: async () => (await opened)?.close(),
  };
  context.defer(registries.close);
  return registries;
}

async function openRegistries(context: Context, args: Arguments, { freshTags }: RegistryWishes): Promise<Registries> {
  const [{ createRegistries }, { networkOf }] = await Promise.all([
    import('../adapters/oci/registries.ts'),
    import('./network.ts'),
  ]);
  const network = await networkOf(context, args);
  const { cwd, env, signal } = context;
  return createRegistries({
    cwd,
    env,
    signal,
    network,
    ...(freshTags === true ? { tagMaxAge: 0 } : {}),
    credentials: () => credentialsOf(context, args, network),
    log: context.log,
    note: context.note,
    onWait: waiting(context),
  });
}

/** Whom the registries of this run see. */
export async function credentialsOf(
  { cwd, env, signal, log }: Context,
  args: Arguments,
  { commandLine }: NetworkSettings,
): Promise<Credentials> {
  const { createCredentials } = await import('../adapters/oci/credentials/chain.ts');
  const named = namedRegistries(args, cwd);
  return createCredentials({ env, signal, log, named, ...(commandLine === undefined ? {} : { commandLine }) });
}

/** The registries that the command line names, as arguments or as values of flags. What is on disk is no registry. */
function namedRegistries({ positionals, typed }: Arguments, cwd: string): string[] {
  const texts = [...positionals, ...typed.map(({ value }) => value)];
  const exists = (path: string) => existsSync(resolve(cwd, path));
  return texts.flatMap((text) => {
    const parsed = parseReference(text, { inContract: false, exists });
    return parsed.ok && parsed.reference.kind === 'registry' ? [parsed.reference.registry] : [];
  });
}
