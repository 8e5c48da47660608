import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseConstraint, satisfies } from '../../../src/core/contract/constraint.ts';
import { versionOfTag } from '../../../src/core/contract/tags.ts';
import { compareVersions } from '../../../src/core/contract/version.ts';
import { byVersion, type Candidate, candidates } from '../../../src/core/graph/impact-candidates.ts';

const number = fc.integer({ min: 0, max: 3 });
const version = fc.oneof(
  fc.tuple(number, number, number).map((parts) => parts.join('.')),
  fc.tuple(number, number).map(([major, minor]) => `${major}.${minor}.0-rc.1`),
  fc.constantFrom('v2', '1.2', 'newest', '1.0.0+1', '1.0.0+2'),
);
const operator = fc.constantFrom('^', '~', '>=', '<', '<=', '>', '=', '!=', '');
const comparison = fc.tuple(operator, version).map((parts) => parts.join(''));
const constraint = fc.oneof(
  comparison,
  fc.tuple(comparison, comparison).map((parts) => parts.join(' ')),
  fc.tuple(comparison, comparison).map((parts) => parts.join(' || ')),
  fc.constantFrom('*', '>=0.0.0-0', undefined),
);
const pin = fc.record({ tag: version, digest: fc.constantFrom('sha256:1', 'sha256:2') }, { requiredKeys: [] });

/** One after the other, as one would choose by hand. */
function byHand(all: readonly Candidate[], { tag, digest }: { tag?: string; digest?: string }, text?: string) {
  const tagged = tag === undefined ? undefined : versionOfTag(tag);
  const parsed = text === undefined ? undefined : parseConstraint(text);
  return (
    all.find(({ contract }) => digest !== undefined && contract.digest === digest) ??
    all.find(({ contract }) => tag !== undefined && contract.tag === tag) ??
    all.find(
      ({ version }) => tagged !== undefined && version !== undefined && compareVersions(tagged, version) === 0,
    ) ??
    all.find(({ version }) => version !== undefined && parsed?.ok === true && satisfies(parsed.constraint, version)) ??
    all[0]
  );
}

it('chooses among versions as one would by hand', () => {
  const contracts = fc.array(fc.record({ version, tag: version, digest: fc.constantFrom('sha256:1', 'sha256:3') }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(contracts, fc.array(fc.boolean()), pin, constraint, (facts, published, wanted, range) => {
      const all = byVersion(
        facts.map(({ version, ...place }, i) => ({
          name: 'auth',
          version,
          ref: String(i),
          declarations: [],
          ...(published[i] === true ? place : {}),
        })),
        0,
      );
      expect(candidates(all).choose(wanted, range)).toBe(byHand(all, wanted, range));
    }),
    { numRuns: 2000 },
  );
});
