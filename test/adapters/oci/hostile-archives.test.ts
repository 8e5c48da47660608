/** Archives that must not be unpacked, as they come in: from a registry, from an image layout, as a file. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDirectory } from '../../../src/adapters/files/create-directory.ts';
import type { NetworkSettings } from '../../../src/adapters/network-settings.ts';
import { anonymous } from '../../../src/adapters/oci/credential.ts';
import { layoutRepository } from '../../../src/adapters/oci/layout/layout.ts';
import { createRegistries } from '../../../src/adapters/oci/registries.ts';
import { PactoError } from '../../../src/core/error.ts';
import { createPorts } from '../../../src/operations/create-ports.ts';
import { pull } from '../../../src/operations/pull.ts';
import { validate } from '../../../src/operations/validate.ts';
import { layerType, manifestType } from '../../support/fake-registry/bundle.ts';
import { type FakeRegistry, startFakeRegistry } from '../../support/fake-registry/fake-registry.ts';
import { hostileTars } from '../../support/hostile-tars.ts';
import { archive, entry } from '../../support/tar-entry.ts';

const contract = 'pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.0.0\n';
const honest = archive(entry('pacto.yaml', { content: contract }));
const packed = gzipSync(honest);
const MiB = 1024 * 1024;

function damaged(at: number): Buffer {
  const bytes = Buffer.from(packed);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 0xff;
  return bytes;
}

/** What it is · how it is made · what the refusal says. */
const hostileFiles: readonly (readonly [name: string, bytes: () => Uint8Array, message: string])[] = [
  ['nothing', () => new Uint8Array(0), 'the file is empty'],
  ['text', () => Buffer.from(contract), 'the file is no archive'],
  ['a zip file', () => Buffer.from('PK\x03\x04 and so on'), 'the file is a zip file'],
  ['zstd', () => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]), 'the file is compressed with zstd'],
  ['xz', () => Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'the file is compressed with xz'],
  ['bzip2', () => Buffer.from('BZh91AY'), 'the file is compressed with bzip2'],
  ['zlib in place of gzip', () => deflateSync(honest), 'the file is no archive'],
  ['a compression of nothing', () => gzipSync(Buffer.alloc(0)), 'the archive is empty or too short'],
  ['a compression of text', () => gzipSync(Buffer.from(contract.repeat(40))), 'not a tar archive'],
  [
    'a compression of a compression',
    () => gzipSync(gzipSync(honest, { level: 0 })),
    'the header checksum of entry 1 is wrong',
  ],
  ['only the magic', () => packed.subarray(0, 2), 'the compressed data is damaged (unexpected end of file)'],
  ['only the header', () => packed.subarray(0, 10), 'the compressed data is damaged (unexpected end of file)'],
  ['half of it', () => packed.subarray(0, packed.length >> 1), 'the compressed data is damaged'],
  ['no trailer', () => packed.subarray(0, -8), 'the compressed data is damaged (unexpected end of file)'],
  ['all but the last byte', () => packed.subarray(0, -1), 'the compressed data is damaged (unexpected end of file)'],
  ['an unknown method', () => damaged(2), 'the compressed data is damaged (unknown compression method)'],
  ['reserved flags', () => damaged(3), 'the compressed data is damaged'],
  ['a broken block', () => damaged(10), 'the compressed data is damaged (invalid'],
  ['a wrong checksum', () => damaged(-8), 'the compressed data is damaged (incorrect data check)'],
  ['a wrong size', () => damaged(-1), 'the compressed data is damaged (incorrect length check)'],
  [
    'garbage after the end',
    () => Buffer.concat([packed, Buffer.from('garbage')]),
    'the compressed data is damaged (incorrect header check)',
  ],
  ['a second archive after the end', () => Buffer.concat([packed, packed]), 'there is more data after the end'],
  ['a bomb', () => gzipSync(Buffer.alloc(65 * MiB)), 'the archive expands to more than 64 MiB'],
  [
    'a bomb of many members',
    () => Buffer.concat(Array.from({ length: 66 }, () => gzipSync(Buffer.alloc(MiB)))),
    'the archive expands to more than 64 MiB',
  ],
  [
    'a bomb that says that it is small',
    () => {
      const bomb = gzipSync(Buffer.alloc(65 * MiB));
      bomb.writeUInt32LE(10, bomb.length - 4);
      return bomb;
    },
    'the archive expands to more than 64 MiB',
  ],
];

interface Hostile {
  readonly what: string;
  readonly bytes: () => Uint8Array;
  readonly message: string;
}

const rows: readonly Hostile[] = [
  ...hostileFiles.map(([what, bytes, message]) => ({ what, bytes, message })),
  ...hostileTars
    // A plain tar of that size is a bomb once it is compressed.
    .filter(([what]) => what !== 'an archive over 64 MiB')
    .map(([what, tar, message]) => ({
      what: `${what}, compressed`,
      bytes: () => gzipSync(tar(), { level: 1 }),
      message,
    })),
];

const work = mkdtempSync(join(tmpdir(), 'pacto-hostile-'));
const layout = join(work, 'layout');
const messages = new Set<string>();
let registry: FakeRegistry;
let count = 0;

beforeAll(async () => {
  registry = await startFakeRegistry();
});
afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

const network: NetworkSettings = {
  mirrors: [],
  insecure: [],
  ca: [],
  clientCertificates: [],
  cacheDirectory: undefined,
  tagMaxAge: 0,
  offline: false,
  cache: false,
};

async function refusal(attempt: (ports: ReturnType<typeof createPorts>) => Promise<unknown>): Promise<PactoError> {
  const registries = createRegistries({ cwd: work, network, credentials: async () => anonymous, env: {} });
  try {
    await attempt(createPorts({ cwd: work, registries }));
  } catch (error) {
    if (error instanceof PactoError) return error;
    throw error;
  } finally {
    await registries.close();
  }
  throw new Error('it was not refused');
}

function manifestOf(layer: Uint8Array): Uint8Array {
  const describe = (bytes: Uint8Array) => ({
    digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    size: bytes.length,
  });
  return Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: manifestType,
      config: { mediaType: 'application/vnd.oci.empty.v1+json', ...describe(Buffer.from('{}')) },
      layers: [{ mediaType: layerType, ...describe(layer) }],
    }),
  );
}

/** What is left of a message when the name of what it is about is taken away. */
function reasonOf({ message }: PactoError, label: string): string {
  expect(message.startsWith(`${label}: `), message).toBe(true);
  return message.slice(label.length + 2);
}

async function pullInto(reference: string, output: string): Promise<PactoError> {
  return refusal((ports) =>
    pull(
      { ...ports, createDirectory: (directory, files) => createDirectory(join(work, directory), files) },
      { reference, output },
    ),
  );
}

describe('a hostile archive', () => {
  it.each(rows)('is refused wherever it comes from, and nothing is written: $what', async ({ bytes, message }) => {
    const layer = bytes();
    const name = `acme/h${count++}`;
    registry.putBlob(name, layer);
    registry.putManifest(name, ['1.0.0'], manifestOf(layer), manifestType);
    const before = readdirSync(work);

    const pulled = await pullInto(`${registry.host}/${name}:1.0.0`, 'out');
    expect(pulled).toMatchObject({ code: 'INVALID_ARCHIVE', message: expect.stringContaining(message) });
    const reason = reasonOf(pulled, `${registry.host}/${name}:1.0.0`);
    expect(reason).toMatch(/^[^\x00-\x1f\x7f]+$/);
    expect(existsSync(join(work, 'out'))).toBe(false);
    expect(readdirSync(work)).toEqual(before);
    messages.add(reason);

    const file = join(work, 'file.tar.gz');
    writeFileSync(file, layer);
    const opened = await refusal((ports) => validate(ports, { reference: 'file.tar.gz' }));
    expect(reasonOf(opened, 'file.tar.gz')).toBe(reason);
    rmSync(file);
  });

  it('is refused with a message of its own', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(messages.size).toBeGreaterThan(80);
  });

  it('is refused from an image layout, where it was put by somebody else', async () => {
    const repository = layoutRepository(layout, 'oci-layout:layout');
    const layer = gzipSync(archive(entry('../evil', { content: 'x' })));
    const manifest = manifestOf(layer);
    const { layers, config } = JSON.parse(Buffer.from(manifest).toString());
    await repository.putBlob(layers[0].digest, layer);
    await repository.putBlob(config.digest, Buffer.from('{}'));
    await repository.putManifest({ bytes: manifest, mediaType: manifestType }, '1.0.0');
    const before = readdirSync(work);
    const refused = await pullInto('oci-layout:layout:1.0.0', 'out');
    expect(refused.message).toBe('oci-layout:layout:1.0.0: "../evil" has ".." in its name');
    expect(readdirSync(work)).toEqual(before);
  });
});

describe('an archive in several gzip members', () => {
  it('is the one archive that they make', async () => {
    const halves = [honest.subarray(0, 700), honest.subarray(700)];
    writeFileSync(join(work, 'members.tar.gz'), Buffer.concat(halves.map((half) => gzipSync(half))));
    const ports = createPorts({ cwd: work });
    expect(await validate(ports, { reference: 'members.tar.gz' })).toMatchObject({ valid: true, name: 'shop' });
  });
});
