import { lockFile, resolvesLocally } from '../../contract/bundle.ts';
import type { Contract } from '../../contract/model.generated.ts';
import type { Report } from '../../finding.ts';
import { compareDeclarations } from '../../graph/lock-declarations.ts';
import { localDrift } from '../../graph/lock-drift.ts';
import { placeReference } from '../../graph/lock-place.ts';
import { itemsOf, kindOf, type LockedItem, type LockProblem } from '../../graph/lock-problem.ts';
import type { Rule } from '../rule.ts';

const sections = { dependency: 'dependencies', config: 'configurations', policy: 'policies' } as const;
const where = 'dependencies[], configurations[].ref, policies[].ref';

/** Rules about the lock, as far as nothing has to be fetched for them; `pacto lock --check` asks the registries too. */
export const lockRules: readonly Rule[] = [
  {
    code: 'LOCK_UNREADABLE',
    layer: 'cross-field',
    severity: 'error',
    where: lockFile,
    when: 'the lock cannot be read',
    why: 'It pins nothing then, and every command that needs it refuses to go on.',
    *check({ lock }) {
      if (lock === undefined || lock.ok) return;
      for (const { message, help, span } of lock.problems) {
        const report: Report = { pointer: '', message, elsewhere: { file: lockFile, span } };
        yield help === undefined ? report : { ...report, help };
      }
    },
  },
  {
    code: 'LOCK_STALE',
    layer: 'cross-field',
    severity: 'warning',
    where,
    when: 'the lock does not say what the contract declares: something was added, changed or given up since it was written',
    why: 'What was tested is not what is declared. `pacto lock` brings the lock up to date and keeps what still fits.',
    *check({ lock, contract }) {
      if (lock?.ok !== true) return;
      const { declared, leftOver } = compareDeclarations(lock.lock, contract);
      for (const problem of declared.filter(({ code }) => code === 'LOCK_STALE')) {
        yield atDeclaration(problem, contract, '');
      }
      for (const problem of leftOver) yield atEntry(problem);
    },
  },
  {
    code: 'LOCK_DIGEST_MISMATCH',
    layer: 'cross-field',
    severity: 'warning',
    where,
    when: 'a reference names a digest and the lock another',
    why: 'One of them is wrong. That a tag was moved since it was locked shows in `pacto lock --check`, which asks the registry.',
    *check({ lock, contract }) {
      if (lock?.ok !== true) return;
      const { declared } = compareDeclarations(lock.lock, contract);
      for (const problem of declared.filter(({ code }) => code === 'LOCK_DIGEST_MISMATCH')) {
        yield atDeclaration(problem, contract, '/ref');
      }
    },
  },
  {
    code: 'LOCK_LOCAL_DRIFT',
    layer: 'cross-field',
    severity: 'warning',
    where,
    when: 'a local bundle has other content than when it was locked',
    why: 'A path has no digest to pin it, so only its content can say that it is what was tested. Lock it anew once it is.',
    async check({ lock, contract, bundle, open, contentDigest }) {
      if (lock?.ok !== true || bundle === undefined || open === undefined || contentDigest === undefined) return [];
      if (!resolvesLocally(bundle)) return [];
      const drift = await localDrift(lock.lock, bundle, open, contentDigest);
      const items = new Map([...itemsOf(lock.lock)].map(([item, pointer]) => [pointer, item]));
      return drift.map((problem) => {
        const item = items.get(problem.entry ?? '');
        return isDeclared(item, contract) ? atDeclaration(problem, contract, '/ref') : atEntry(problem);
      });
    },
  },
];

const help = 'run pacto lock';

function atDeclaration({ kind, name, message }: LockProblem, contract: Contract, part: string): Report {
  const section = sections[kind];
  const i = (contract[section] ?? []).findIndex((item) => item.name === name && item.ref !== undefined);
  return { pointer: `/${section}/${i}${part}`, message, help };
}

/** Whether the root itself declares the item, and not only another bundle under the same name. */
function isDeclared(item: LockedItem | undefined, contract: Contract): boolean {
  if (item === undefined) return false;
  const declared = contract[sections[kindOf(item)]] ?? [];
  return declared.some(({ name, ref }) => {
    return name === item.name && ref !== undefined && placeReference(ref, '')?.ref === item.ref;
  });
}

function atEntry({ message, entry = '' }: LockProblem): Report {
  return { pointer: '', message, help, elsewhere: { file: lockFile, pointer: entry } };
}
