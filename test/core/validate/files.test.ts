import { describe, expect, it } from 'vitest';
import { type Bundle, type FileRead, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { readContract } from '../../../src/core/contract/read.ts';
import { validateContract } from '../../../src/core/validate/validate.ts';

const text = (content: string) => new TextEncoder().encode(content);
const head = 'pactoVersion: "1.0"\nservice: { name: shop, version: 1.0.0 }\n';
const api = `${head}interfaces: [{ name: api, type: http, port: 80, contract: interfaces/api }]\n`;
const policy = `${head}policies: [{ name: platform, schema: policy.json }]\n`;

/** What validating gives where reading the one file that the contract names gives this. */
async function validated(contract: string, read: FileRead, all = false) {
  const bundle = memoryBundle(new Map(), { kind: 'memory', label: 'shop', contractPath: 'pacto.yaml' });
  const reading: Bundle = { ...bundle, read: (path) => (path.includes('pacto') ? bundle.read(path) : read) };
  return validateContract(readContract(text(contract), 'pacto.yaml'), { bundle: reading, all });
}

describe('a file that cannot be read', () => {
  const refused: FileRead = { kind: 'unreadable', reason: 'permission denied' };

  it('leaves the answer unknown', async () => {
    const { findings, valid, unknown } = await validated(api, refused);
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'FILE_UNREADABLE "interfaces/api" cannot be read: permission denied',
    ]);
    expect(valid).toBe(false);
    expect(unknown).toMatchObject({ code: 'FILE_UNREADABLE', exit: 3 });
  });

  it('is a no beside an error that is known', async () => {
    const { unknown } = await validated(`${api}scaling: { min: 2, max: 1 }\n`, refused);
    expect(unknown).toBeUndefined();
  });

  it('leaves the answer unknown as a policy, too', async () => {
    const { findings, unknown } = await validated(policy, refused, true);
    expect(findings.map(({ code }) => code)).toEqual(['FILE_UNREADABLE', 'POLICY_REF_UNRESOLVED']);
    expect(findings[1]?.message).toBe('policy "platform": "policy.json" cannot be read: permission denied');
    expect(unknown?.code).toBe('FILE_UNREADABLE');
  });
});

describe('a large file', () => {
  const limit = 10 * 1024 * 1024;
  const ofSize = (size: number): FileRead => ({ kind: 'file', bytes: text(`enum A { B }\n${' '.repeat(size - 13)}`) });

  it('is warned of where it could not be published', async () => {
    const { findings, valid } = await validated(api, ofSize(limit + 1));
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning FILE_TOO_LARGE',
      'warning UNKNOWN_CONTRACT_FORMAT',
    ]);
    expect(findings[0]?.message).toBe('"interfaces/api" has 10.1 MiB; a file in a bundle has at most 10 MiB');
    expect(valid).toBe(true);
  });

  it('may have exactly as much as an archive takes', async () => {
    const { findings } = await validated(api, ofSize(limit));
    expect(findings.map(({ code }) => code)).toEqual(['UNKNOWN_CONTRACT_FORMAT']);
  });
});
