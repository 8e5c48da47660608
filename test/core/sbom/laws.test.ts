import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../../../src/core/contract/bundle.ts';
import { compareSboms, type SbomDiff } from '../../../src/core/sbom/diff.ts';
import '../../support/properties.ts';

interface Component {
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
}

const component: fc.Arbitrary<Component> = fc
  .record({
    ecosystem: fc.constantFrom('npm', 'pypi', undefined),
    name: fc.constantFrom('a', 'b', 'c'),
    version: fc.constantFrom('1.0.0', '1.1.0', '2.0.0', '3.0', undefined),
    license: fc.constantFrom('MIT', 'ISC OR MIT', 'MIT OR ISC', undefined),
    supplier: fc.constantFrom('Acme', 'Evil', undefined),
    hash: fc.constantFrom('a', 'b', undefined),
  })
  .map(({ ecosystem, name, version, license, supplier, hash }) => ({
    type: 'library',
    name,
    ...(version === undefined ? {} : { version }),
    ...(ecosystem === undefined ? {} : { purl: `pkg:${ecosystem}/${name}@${version ?? ''}`.replace(/@$/, '') }),
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    ...(supplier === undefined ? {} : { supplier: { name: supplier } }),
    ...(hash === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: hash.repeat(64) }] }),
  }));

const components = fc.array(component, { maxLength: 8 });

/** Each list is a document of its own. */
function bundle(...documents: readonly (readonly Component[])[]) {
  const files = new Map(
    documents.map((list, i) => {
      const text = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: list });
      return [`sbom/${i}.cdx.json`, new TextEncoder().encode(text)] as const;
    }),
  );
  return memoryBundle(files, { kind: 'memory', label: 'memory', contractPath: 'pacto.yaml' });
}

const without = ({ changes, unstated }: SbomDiff) => ({ changes, unstated });

describe('comparing SBOMs', () => {
  it('finds nothing where the same components stand in another order', async () => {
    await fc.assert(
      fc.asyncProperty(components, fc.integer(), async (list, seed) => {
        const shuffled = [...list].sort((a, b) => Math.sin(seed + list.indexOf(a)) - Math.sin(seed + list.indexOf(b)));
        expect(without(await compareSboms(bundle(list), bundle(shuffled)))).toEqual({ changes: [], unstated: [] });
      }),
    );
  });

  it('does not care in which order or how often, or in how many documents, components stand', async () => {
    await fc.assert(
      fc.asyncProperty(components, components, fc.nat(8), async (old, fresh, at) => {
        const expected = without(await compareSboms(bundle(old), bundle(fresh)));
        const split = bundle(fresh.slice(at).reverse(), fresh.slice(0, at), fresh.slice(0, 1));
        expect(without(await compareSboms(bundle([...old].reverse()), split))).toEqual(expected);
      }),
    );
  });

  it('swaps what was added and removed when the sides are swapped', async () => {
    await fc.assert(
      fc.asyncProperty(components, components, async (old, fresh) => {
        const { changes } = await compareSboms(bundle(old), bundle(fresh));
        const { changes: turned } = await compareSboms(bundle(fresh), bundle(old));
        const told = (list: SbomDiff['changes'], isTurned: boolean) =>
          list
            .map(({ type, name, purl = '', version = '', field = '', oldValue = '', newValue = '' }) => {
              if (type === 'modified') {
                return [purl || name, field, ...(isTurned ? [newValue, oldValue] : [oldValue, newValue])].join(' ');
              }
              return [(type === 'added') === isTurned ? 'removed' : 'added', purl || name, version].join(' ');
            })
            .sort();
        expect(told(turned, true)).toEqual(told(changes, false));
      }),
    );
  });

  it('accounts for every version that is on one side only, and for no other', async () => {
    await fc.assert(
      fc.asyncProperty(components, components, async (old, fresh) => {
        const { changes } = await compareSboms(bundle(old.map(named)), bundle(fresh.map(named)));
        const versionsOf = (list: readonly Component[]) =>
          new Set(list.map(({ name, version = '' }) => `${name} ${version}`));
        const [before, after] = [versionsOf(old), versionsOf(fresh)];
        const gone = [...before].filter((one) => !after.has(one)).sort();
        const come = [...after].filter((one) => !before.has(one)).sort();
        const told = (side: 'oldValue' | 'newValue', type: string) =>
          changes
            .flatMap((change) => {
              if (change.field === 'version') return [`${change.name} ${change[side] ?? ''}`];
              return change.type === type ? [`${change.name} ${change.version ?? ''}`] : [];
            })
            .sort();
        expect(told('oldValue', 'removed')).toEqual(gone);
        expect(told('newValue', 'added')).toEqual(come);
        // As few changes as can be: nothing of one package is both added and removed.
        const names = (type: string) => changes.flatMap((change) => (change.type === type ? [change.name] : []));
        expect(names('added').filter((name) => names('removed').includes(name))).toEqual([]);
      }),
    );
  });
});

function named({ purl: _, ...rest }: Component): Component {
  return rest;
}
