import { describe, expect, it } from 'vitest';
import { type Bundle, type BundleOrigin, memoryBundle } from '../../../src/core/contract/bundle.ts';
import type { Declaration } from '../../../src/core/graph/declarations.ts';
import { declarationKey } from '../../../src/core/graph/identity.ts';

function declared(ref: string, constraint = '*'): Declaration {
  return { kind: 'dependency', name: 'it', ref, constraint, required: true };
}

function bundle(kind: BundleOrigin['kind'], repository: string, base?: string): Bundle {
  const artifact = { repository, digest: `sha256:${'0'.repeat(64)}`, contentDigest: `sha256:${'1'.repeat(64)}` };
  const place = base === undefined ? { artifact } : { base };
  return memoryBundle(new Map(), { kind, label: repository, contractPath: 'pacto.yaml', ...place });
}

const inLayout = (directory: string) => bundle('layout', `oci-layout:${directory}`);
const inRegistry = (repository: string) => bundle('registry', `oci://ghcr.io/${repository}`);
const inDirectory = (directory: string) => bundle('directory', directory, directory);

interface Pair {
  readonly what: string;
  readonly a: readonly [ref: string, from: Bundle, constraint?: string];
  readonly b: readonly [ref: string, from: Bundle, constraint?: string];
}

const same: readonly Pair[] = [
  {
    what: 'a registry reference, whoever declares it',
    a: ['oci://ghcr.io/acme/x:1.0.0', inRegistry('acme/a')],
    b: ['oci://ghcr.io/acme/x:1.0.0', inDirectory('/src/b')],
  },
  {
    what: 'a layout by paths from two others beside it',
    a: ['oci-layout:../x', inLayout('platform/a')],
    b: ['oci-layout:../x', inLayout('platform/b')],
  },
  {
    what: 'a layout by paths of different length',
    a: ['oci-layout:../../x:1.0.0', inLayout('platform/acme/a')],
    b: ['oci-layout:./../x:1.0.0', inLayout('platform/b')],
  },
  {
    what: 'a layout above where the user stands',
    a: ['oci-layout:../../x', inLayout('../a')],
    b: ['oci-layout:../../x', inLayout('../b')],
  },
];

const different: readonly Pair[] = [
  {
    what: 'two constraints',
    a: ['oci://ghcr.io/acme/x', inRegistry('acme/a'), '^1.0.0'],
    b: ['oci://ghcr.io/acme/x', inRegistry('acme/a'), '^2.0.0'],
  },
  {
    what: 'one path from layouts in different folders',
    a: ['oci-layout:../x', inLayout('one/a')],
    b: ['oci-layout:../x', inLayout('two/a')],
  },
  {
    what: 'tags of one layout',
    a: ['oci-layout:../x:1.0.0', inLayout('platform/a')],
    b: ['oci-layout:../x:2.0.0', inLayout('platform/b')],
  },
  {
    what: 'a relative and an absolute place',
    a: ['oci-layout:../x', inLayout('platform/a')],
    b: ['oci-layout:../x', inLayout('/platform/a')],
  },
  {
    what: 'an absolute path, which is refused with the name of who declares it',
    a: ['oci-layout:/platform/x', inLayout('platform/a')],
    b: ['oci-layout:/platform/x', inLayout('platform/b')],
  },
  {
    what: 'a layout that a bundle from a registry names, refused likewise',
    a: ['oci-layout:../x', inRegistry('acme/a')],
    b: ['oci-layout:../x', inRegistry('acme/b')],
  },
  {
    what: 'paths with a backslash, which is a separator on some systems and a character on others',
    a: ['oci-layout:../x', inLayout('C:\\one\\a')],
    b: ['oci-layout:../x', inLayout('C:\\two\\b')],
  },
  {
    what: 'local paths from two directories',
    a: ['../x', inDirectory('/src/a')],
    b: ['../x', inDirectory('/src/b')],
  },
];

describe('declarations that lead to the same answer', () => {
  it.each(same)('are one: $what', ({ a: [ref, from, constraint], b: [otherRef, otherFrom, otherConstraint] }) => {
    expect(declarationKey(declared(ref, constraint), from)).toBe(
      declarationKey(declared(otherRef, otherConstraint), otherFrom),
    );
  });

  it.each(different)('are not: $what', ({ a: [ref, from, constraint], b: [otherRef, otherFrom, otherConstraint] }) => {
    expect(declarationKey(declared(ref, constraint), from)).not.toBe(
      declarationKey(declared(otherRef, otherConstraint), otherFrom),
    );
  });
});
