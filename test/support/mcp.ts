/** Starts `pacto mcp` as an assistant does, and speaks to it with the SDK's own client. */
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { bareEnvironment, program } from './run.ts';

/** With `initialize` and sessions, and as it is since the revision 2026-07-28. */
export type Era = 'legacy' | 'auto';

export interface ClientOptions {
  readonly era?: Era;
  /** The directories that the client grants; absent: it knows no roots. */
  readonly roots?: readonly string[] | (() => readonly string[]);
}

/** A client that is not connected yet. */
export function makeClient({ era = 'legacy', roots }: ClientOptions = {}): Client {
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    {
      capabilities: roots === undefined ? {} : { roots: { listChanged: true } },
      versionNegotiation: { mode: era },
    },
  );
  if (roots !== undefined) {
    const granted = () => (typeof roots === 'function' ? roots() : roots);
    const uris = () => granted().map((root) => ({ uri: pathToFileURL(root).href }));
    client.setRequestHandler('roots/list', () => ({ roots: uris() }));
  }
  return client;
}

/** A client with a server of its own. Closing the client ends the server. */
export async function overStdio(
  cwd: string,
  options: ClientOptions & { readonly args?: readonly string[] } = {},
): Promise<Client> {
  const client = makeClient(options);
  const args = [program, 'mcp', ...(options.args ?? [])];
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args, cwd, env: { ...bareEnvironment }, stderr: 'ignore' }),
  );
  return client;
}

export interface HttpServer {
  readonly url: URL;
  readonly process: ChildProcess;
  /** All that it printed to standard output. */
  readonly stdout: () => string;
  /** A client of it. */
  connect(options?: ClientOptions): Promise<Client>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<{ readonly status: number | null }>;
}

/** A server over HTTP at a port that was free. */
export async function serveHttp(cwd: string, args: readonly string[] = []): Promise<HttpServer> {
  const child = spawn(process.execPath, [program, 'mcp', '-t', 'http', '--port', '0', ...args], {
    cwd,
    env: bareEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  const url = await new Promise<URL>((resolve, reject) => {
    child.once('exit', (status) => reject(new Error(`the server ended with ${status}: ${stdout}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /http:\S+/.exec(stdout);
      if (found !== null) resolve(new URL(found[0]));
    });
  });
  const ended = new Promise<{ status: number | null }>((resolve) =>
    child.once('exit', (status) => resolve({ status })),
  );
  return {
    url,
    process: child,
    stdout: () => stdout,
    async connect(options = {}) {
      const client = makeClient(options);
      await client.connect(new StreamableHTTPClientTransport(url));
      return client;
    },
    stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** The code of a refused call. */
export function errorCode(result: Awaited<ReturnType<Client['callTool']>>): string | undefined {
  if (result.isError !== true) return undefined;
  return JSON.parse(textOf(result)).error.code;
}

/** The text of an answer. */
export function textOf({ content }: Awaited<ReturnType<Client['callTool']>>): string {
  const [first] = content;
  return first?.type === 'text' ? first.text : '';
}
