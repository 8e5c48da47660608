import { hasEnvironmentToken } from './environment.ts';
import type { ProgramEnd } from './program.ts';
import { findProgram, runProgram } from './program.ts';
import type { Answer, CredentialSource } from './source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const source = 'gh auth token';
/** Milliseconds. */
const timeout = 30_000;

/**
 * The login of GitHub's own command line, for GitHub's registry alone. Not where somebody set a token: `gh` would
 * print that one, and a CI system's token is to be given on purpose.
 */
export function githubCommandLine(env: Environment, signal?: AbortSignal): CredentialSource {
  let run: Promise<ProgramEnd | undefined> | undefined;
  const set = ['GH_TOKEN', 'GITHUB_TOKEN'].find((name) => env[name] !== undefined && env[name] !== '');
  return async ({ registry }): Promise<Answer> => {
    if (registry !== 'ghcr.io') return {};
    if (hasEnvironmentToken(env)) return { tried: [`${source} (not asked, for PACTO_REGISTRY_… is set)`] };
    if (set !== undefined) return { tried: [`${source} (not asked, for ${set} is set)`] };
    run ??= askForToken(env, signal);
    const end = await run;
    if (end === undefined) return {};
    const token = end.kind === 'exit' && end.status === 0 ? end.stdout.trim() : '';
    if (!/^\S+$/.test(token)) return { tried: [source] };
    return { credential: { kind: 'basic', username: 'x-access-token', password: token, source } };
  };
}

async function askForToken(env: Environment, signal?: AbortSignal): Promise<ProgramEnd | undefined> {
  const file = findProgram('gh', env);
  if (file === undefined) return undefined;
  const args = ['auth', 'token', '--hostname', 'github.com'];
  return runProgram(file, args, { env, input: '', timeout, ...(signal === undefined ? {} : { signal }) });
}
