// Comparing protobuf: two versions of 2,000 messages, beside parsing both in the same process.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../install.mjs';

const messages = 2000;
/** Messages that refer to each other, and have a service of their own. */
const group = 20;
const rounds = 15;

/**
 * @param {string} directory a place for the parser by itself
 * @returns {Promise<{ what: string, measured: number, beside: number, of: string, budget: number }[]>}
 */
export async function protoRows(directory) {
  const { createPorts, diff } = await import(path.join(root, 'dist/index.js'));
  const parse = await parser(path.join(directory, 'parser'));
  const [old, fresh] = [false, true].map((later) => description(later));
  const ports = createPorts({ cwd: root });
  const both = { old: memory(old ?? ''), fresh: memory(fresh ?? '') };
  const open = async (/** @type {string} */ name) => both[/** @type {'old' | 'fresh'} */ (name)];
  const input = { old: { reference: 'old' }, new: { reference: 'fresh' }, date: '2026-01-01' };
  const comparing = [];
  const parsing = [];
  for (let round = -5; round < rounds; round++) {
    const start = performance.now();
    const { counts } = await diff({ ...ports, open }, input);
    const between = performance.now();
    for (const text of [old, fresh]) parse('orders.proto', text);
    const end = performance.now();
    if (counts.breaking === 0) throw new Error('nothing broke, so nothing was compared');
    if (round < 0) continue;
    comparing.push(between - start);
    parsing.push(end - between);
  }
  return [
    {
      what: 'Two versions of 2,000 protobuf messages compared, in one process',
      measured: median(comparing),
      beside: median(parsing),
      of: 'parsing both there',
      budget: 3,
    },
  ];
}

/** The parser by itself, which the library does not offer. @param {string} directory */
async function parser(directory) {
  // It may have to be installed first.
  const { build } = await import('esbuild');
  mkdirSync(directory, { recursive: true });
  const entryPoints = [path.join(root, 'src/core/interface/proto/parse.ts')];
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'esm', target: 'node20.19', write: false });
  const file = path.join(directory, 'parse.mjs');
  writeFileSync(file, outputFiles[0]?.contents ?? '');
  const { parseProto } = await import(pathToFileURL(file).href);
  return parseProto;
}

/** In a later version every tenth message changed. */
function description(/** @type {boolean} */ later) {
  const lines = ['syntax = "proto3";', 'package orders.v1;', ''];
  for (let i = 0; i < messages; i++) {
    const changed = later && i % 10 === 0;
    lines.push(
      `// What is known about item ${i}.`,
      `message Item${i} {`,
      '  enum State { STATE_UNSPECIFIED = 0; STATE_OPEN = 1; STATE_CLOSED = 2; }',
      '  string id = 1;',
      `  ${changed && i % 50 === 0 ? 'string' : 'int64'} amount = 2;`,
      '  repeated string tags = 3;',
      `  Item${i - (i % group) + ((i * 7 + 1) % group)} next = 4;`,
      '  map<string, int32> counts = 5;',
      '  State state = 6;',
      '  oneof choice { string name = 7; uint32 number = 8; }',
      '  reserved 20 to 29;',
      ...(changed ? ['  bool later = 9;'] : []),
      '}',
      '',
    );
  }
  for (let i = 0; i < messages; i += group) {
    lines.push(`service Items${i} {`);
    for (let rpc = 0; rpc < 10; rpc++) {
      lines.push(`  rpc Call${rpc}(Item${i + rpc}) returns (stream Item${i + rpc + 10});`);
    }
    lines.push('}', '');
  }
  return lines.join('\n');
}

const contract = `pactoVersion: "1.0"
service: {name: orders, version: 1.0.0}
interfaces:
  - name: grpc
    type: grpc
    port: 80
    contract: orders.proto
`;

/** A bundle that is nowhere but in memory. @param {string} text */
function memory(text) {
  const files = new Map([
    ['pacto.yaml', new TextEncoder().encode(contract)],
    ['orders.proto', new TextEncoder().encode(text)],
  ]);
  return {
    origin: { kind: 'memory', label: 'memory', contractPath: 'pacto.yaml' },
    read: (/** @type {string} */ name) =>
      files.has(name) ? { kind: 'file', bytes: files.get(name) } : { kind: 'missing' },
    files: () => [...files.keys()],
    entries: () => [...files.keys()].map((name) => ({ path: name, kind: 'file' })),
  };
}

/** @param {number[]} values */
function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
