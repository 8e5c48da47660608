/** Credential helpers (https://github.com/docker/docker-credential-helpers#usage). */
import { PactoError } from '../../../core/error.ts';
import { isObject, type Json, member } from '../../../core/json.ts';
import { shown } from '../client/redact.ts';
import type { Credential } from '../credential.ts';
import { findProgram, runProgram } from './program.ts';

export interface HelperOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Milliseconds; 30,000 when absent. */
  readonly timeout?: number;
}

/**
 * Asks a helper, by the end of its name (`ecr-login`), for what it keeps of a server. Undefined where it has nothing.
 * Throws CREDENTIAL_HELPER_FAILED.
 */
export type AskHelper = (name: string, server: string) => Promise<Credential | undefined>;

const defaultTimeout = 30_000;
/** The user name that says that the secret is an identity token. */
const tokenUser = '<token>';

/** Helpers, each asked once for each server however often it is wanted. */
export function createHelpers(options: HelperOptions): AskHelper {
  const asked = new Map<string, Promise<Credential | undefined>>();
  return (name, server) => {
    const key = `${name} ${server}`;
    const answer = asked.get(key) ?? ask(name, server, options);
    asked.set(key, answer);
    return answer;
  };
}

async function ask(name: string, server: string, options: HelperOptions): Promise<Credential | undefined> {
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(name)) {
    throw new PactoError('CREDENTIAL_HELPER_FAILED', `${JSON.stringify(name)} is not the name of a credential helper`, {
      hint: 'Names of helpers have letters, digits, dots, dashes and underscores. Correct the Docker or Podman config.',
    });
  }
  const { env, signal, timeout = defaultTimeout } = options;
  const program = `docker-credential-${name}`;
  const file = findProgram(program, env);
  if (file === undefined) {
    throw new PactoError('CREDENTIAL_HELPER_FAILED', `${program}, asked for ${server}, is not on the PATH`, {
      hint: `Install ${program}, or take it out of the Docker or Podman config.`,
    });
  }
  const end = await runProgram(file, ['get'], {
    env,
    input: server,
    timeout,
    ...(signal === undefined ? {} : { signal }),
  });
  const failed = (reason: string) => helperFailed(program, name, server, reason);
  if (end.kind === 'failed') throw failed(end.reason);
  const { status, stdout, stderr } = end;
  if (status !== 0) {
    // The two messages that the helpers' own library has for it.
    if (/credentials not found|no credentials server URL/i.test(stdout)) return undefined;
    throw failed(complaint(stderr, stdout) ?? `it ended with status ${status ?? 'of a signal'}`);
  }
  const answer = parse(stdout);
  const [username, secret] = [member(answer, 'Username'), member(answer, 'Secret')];
  if (typeof username !== 'string' || typeof secret !== 'string') {
    throw failed('what it printed is not JSON with Username and Secret');
  }
  if (secret === '') return undefined;
  return username === tokenUser
    ? { kind: 'identity', token: secret, source: program }
    : { kind: 'basic', username, password: secret, source: program };
}

function helperFailed(program: string, name: string, server: string, reason: string): PactoError {
  return new PactoError('CREDENTIAL_HELPER_FAILED', `${program}, asked for ${server}, failed: ${reason}`, {
    hint: `Run it by hand: echo ${server} | docker-credential-${name} get.`,
  });
}

/** The JSON on standard output; undefined for any other text, of which no word may get into a message. */
function parse(stdout: string): Json | undefined {
  try {
    const value: Json = JSON.parse(stdout);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The first line that a helper complained with, without the secret that it may have printed besides. */
function complaint(stderr: string, stdout: string): string | undefined {
  const secret = member(parse(stdout), 'Secret');
  const text = typeof secret === 'string' && secret !== '' ? stderr.replaceAll(secret, '***') : stderr;
  return text
    .split('\n')
    .map(shown)
    .find((line) => line !== '');
}
