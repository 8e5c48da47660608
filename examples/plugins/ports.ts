#!/usr/bin/env node
/** TypeScript constants with the ports of a service, for its own code to use. */

interface Interface {
  readonly name: string;
  readonly type: 'http' | 'grpc' | 'event';
  readonly port?: number;
}

interface GenerateRequest {
  readonly protocolVersion: '1';
  readonly contract: {
    readonly service: { readonly name: string; readonly version: string };
    readonly interfaces: readonly Interface[] | null;
  };
  readonly options: Readonly<Record<string, string>>;
}

interface GenerateResponse {
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly message?: string;
}

function generate({ contract, options }: GenerateRequest): GenerateResponse {
  const prefix = options.prefix ?? '';
  const ports = (contract.interfaces ?? []).flatMap(({ name, port }) => {
    const constant = `${prefix}${name.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}_PORT`;
    return port === undefined ? [] : [`export const ${constant} = ${port};\n`];
  });
  if (ports.length === 0) return { files: [], message: `${contract.service.name} listens on no port` };
  const heading = `// Ports of ${contract.service.name} ${contract.service.version}. Made by pacto generate ports.\n`;
  return { files: [{ path: 'ports.ts', content: heading + ports.join('') }] };
}

let input = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk) => {
  input += chunk;
});
process.stdin.on('end', () => {
  process.stdout.write(JSON.stringify(generate(JSON.parse(input))));
});
