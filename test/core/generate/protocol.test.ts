import { describe, expect, it } from 'vitest';
import { readContract } from '../../../src/core/contract/read.ts';
import { requestText } from '../../../src/core/generate/protocol.ts';
import { soundContract } from '../../../src/core/validate/validate.ts';

function request(contract: string): string {
  const read = soundContract(readContract(new TextEncoder().encode(contract), 'pacto.yaml'));
  if (read === undefined) throw new Error('no contract');
  const directories = { bundleDir: '/b', outputDir: '/o' };
  return requestText({ protocolVersion: '1', contract: read, ...directories, options: { __proto__x: '1', a: 'b=c' } });
}

const minimal = 'pactoVersion: "1.0"\nservice: { name: a, version: 1.0.0 }\n';

describe('the request that a plugin reads', () => {
  it('has interfaces always, and optional sections only where they are', () => {
    expect(request(minimal)).toBe(
      '{"protocolVersion":"1","contract":{"pactoVersion":"1.0","service":{"name":"a","version":"1.0.0"},"interfaces":null},' +
        '"bundleDir":"/b","outputDir":"/o","options":{"__proto__x":"1","a":"b=c"}}\n',
    );
  });

  it('has what is said implicitly', () => {
    const { contract } = JSON.parse(
      request(
        `${minimal}interfaces: []\nscaling: { replicas: 3 }\ndependencies:\n  - ref: oci://h/x\n    compatibility: ^1.0.0\n`,
      ),
    );
    expect(contract.interfaces).toEqual([]);
    expect(contract.scaling).toEqual({ replicas: 3, min: 3, max: 3 });
    expect(contract.dependencies).toEqual([{ name: 'x', ref: 'oci://h/x', compatibility: '^1.0.0', required: false }]);
  });

  it('has numbers as the contract has them', () => {
    expect(request(`${minimal}metadata: { id: 12345678901234567890, ratio: 0.1 }\n`)).toContain(
      '"metadata":{"id":12345678901234567890,"ratio":0.1}',
    );
  });
});
