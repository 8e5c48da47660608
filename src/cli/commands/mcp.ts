import { statSync } from 'node:fs';
import { parse, resolve } from 'node:path';
import type { Host } from '../../mcp/call.ts';
import { createPorts } from '../../operations/create-ports.ts';
import { printable } from '../../render/printable.ts';
import type { Arguments } from '../arguments.ts';
import type { ExitCode } from '../command.ts';
import type { Context } from '../context.ts';
import { registriesOf } from '../registries.ts';
import { usageError } from '../usage.ts';

const defaultPort = '8585';

export async function run(context: Context, args: Arguments): Promise<ExitCode> {
  const { signal, stdin, stdout } = context;
  const overHttp = args.text('transport') === 'http';
  if (!overHttp && args.flag('password-stdin')) {
    throw usageError(
      '--password-stdin needs -t http',
      'Standard input carries the protocol. Log in first with `pacto login`.',
    );
  }
  const port = portOf(args.text('port'), overHttp);
  const host = hostOf(context, args, overHttp);
  if (overHttp) {
    const { serveOverHttp } = await import('../../mcp/http.ts');
    const onListening = (url: string) => context.print(`Serving MCP at ${url} for ${allowed(host)}\n`);
    await serveOverHttp(host, { port, signal, onListening });
  } else {
    if (stdin.isTerminal) context.note('this speaks MCP on standard input and output; an assistant is to start it');
    const { serveOverStdio } = await import('../../mcp/stdio.ts');
    const write = (text: string) => {
      stdout.write(text);
      return !stdout.isClosed;
    };
    await serveOverStdio(host, { input: stdin, write, signal });
    // An input that has not ended would keep the process.
    if (signal.aborted || stdout.isClosed) process.stdin.unref?.();
  }
  return 0;
}

function portOf(text: string | undefined, overHttp: boolean): number {
  if (text !== undefined && !overHttp) throw usageError('--port needs -t http', 'Standard input and output have none.');
  const port = /^\d{1,5}$/.test(text ?? defaultPort) ? Number(text ?? defaultPort) : Number.NaN;
  if (port <= 65_535) return port;
  throw usageError(`--port ${text} is not a port`, 'It is a number from 1 to 65535, or 0 for any that is free.');
}

function hostOf(context: Context, args: Arguments, overHttp: boolean): Host {
  const { cwd, note, log } = context;
  const roots = args.list('root').map((directory) => rootOf(directory, cwd));
  // Desktop programs start servers at the top of the disk, and nobody means all of it.
  if (overHttp && roots.length === 0 && cwd === parse(cwd).root) {
    throw usageError(`${cwd} is the whole disk`, 'Say with --root which directories may be used.');
  }
  return {
    cwd,
    roots,
    clientsOnlyNarrow: overHttp,
    log: (line) => context.stderr.write(`${printable(line)}\n`),
    open(base, signal) {
      const ending: (() => Promise<void>)[] = [];
      const registries = registriesOf({ ...context, cwd: base, signal, defer: (work) => void ending.push(work) }, args);
      log(`call in ${base}`);
      return {
        ports: createPorts({ cwd: base, registries, note }),
        close: async () => {
          for (const work of ending) await work();
        },
      };
    },
  };
}

function rootOf(directory: string, cwd: string): string {
  const absolute = resolve(cwd, directory);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true) return absolute;
  throw usageError(`--root ${directory} is not a directory`);
}

function allowed({ roots, cwd }: Host): string {
  return (roots.length === 0 ? [cwd] : roots).join(', ');
}
