import { groupBy } from '../../core/group-by.ts';
import type { LockAllResult, LockResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';

type Change = LockResult['changes'][number];
type State = NonNullable<Change['before']>;

/** What was locked and how that differs from before; or, where the lock was only looked at, what does not fit. */
export function renderLock(result: LockResult, style: Style = plain): string {
  const { name, version, file, check, written, changes, problems, error } = result;
  const identity = printable(`${name}@${version}`);
  if (check) {
    const texts = new Set(problems.map(({ code, message }) => `${code} ${printable(message)}`));
    const lines = [...texts].map((text) => `${printable(file)} ${style.red('error')} ${text}\n`);
    if (lines.length > 0) return `${lines.join('')}${count(lines.length, 'problem')}\n`;
    return error === undefined ? `${printable(file)} fits ${identity} (${size(result)})\n` : '';
  }
  if (error !== undefined) return '';
  if (!written) return `${printable(file)} is up to date (${size(result)})\n`;
  return `Locked ${identity} -> ${printable(file)} (${size(result)})\n${changeLines(changes, style)}`;
}

/** The same for many contracts, but for those that refer to nothing, and how many there are. */
export function renderLocks({ contracts, gaps, check }: LockAllResult, style: Style = plain): string {
  const shown = contracts.filter((result) => stateOf(result) !== 'nothing');
  const states = [...contracts.map(stateOf), ...gaps.map(() => 'failed' as const)];
  const parts = lockStates.flatMap((state) => {
    const number = states.filter((one) => one === state).length;
    return number === 0 ? [] : [`${number} ${state === 'failed' && check ? 'not known' : stateWords[state]}`];
  });
  const lines = shown.map((result) => renderLock(result, style)).join('');
  return `${lines}${count(states.length, 'contract')}: ${parts.join(', ')}\n`;
}

const lockStates = ['written', 'fits', 'differs', 'failed', 'nothing'] as const;
type LockState = (typeof lockStates)[number];

const stateWords: Readonly<Record<LockState, string>> = {
  written: 'locked',
  fits: 'up to date',
  differs: 'out of date',
  failed: 'not locked',
  nothing: 'with nothing to lock',
};

function stateOf({ dependencies, references, written, problems, error }: LockResult): LockState {
  if (problems.length > 0) return 'differs';
  if (error !== undefined) return 'failed';
  if (written) return 'written';
  return dependencies + references === 0 ? 'nothing' : 'fits';
}

/** A bundle that is needed with several constraints has an entry for each, and one line where all changed alike. */
function changeLines(changes: readonly Change[], style: Style): string {
  const folded = groupBy(changes, (change) => changeLine(change, style));
  return [...folded]
    .map(([line, { length }]) => `  ${line}${length === 1 ? '' : `, for ${count(length, 'constraint')}`}\n`)
    .join('');
}

/** What standard error is told: each declaration that could not be resolved, what becomes of it, and why. */
export function lockWarnings({ unresolved, error, check }: LockResult): string[] {
  return unresolved.flatMap(({ name, required, error: reason, lockedVersion }) => {
    // The first that is required is the error itself.
    if (required && error !== undefined) return [];
    const code = reason?.code ?? 'GRAPH_INCOMPLETE';
    const kept = lockedVersion === undefined ? 'left out' : `stays locked to ${lockedVersion}`;
    const fate = check ? 'was not compared' : kept;
    return [`${code} "${name}" is optional and ${fate}: ${reason?.message ?? 'it cannot be resolved'}`];
  });
}

/** Several declarations may lead to one bundle; then both are said. */
function size({ dependencies, references, bundles }: LockResult): string {
  const parts = [
    ...(dependencies > 0 || references === 0 ? [count(dependencies, 'dependency', 'dependencies')] : []),
    ...(references > 0 ? [count(references, 'reference')] : []),
  ];
  const declared = parts.join(', ');
  return bundles === dependencies + references ? declared : `${count(bundles, 'bundle')} for ${declared}`;
}

const kinds = { dependency: '', config: 'configuration ', policy: 'policy ' } as const;

function changeLine({ change, kind, name, before, after }: Change, style: Style): string {
  const about = printable(`${kinds[kind]}${name}`);
  switch (change) {
    case 'added':
      return `${style.green('+')} ${about} ${described(after)}`;
    case 'removed':
      return `${style.red('-')} ${about} ${described(before)}`;
    default:
      return `${style.yellow('~')} ${about} ${difference(before, after)}`;
  }
}

function described(state: State | undefined): string {
  return state === undefined ? '' : printable(`${state.version} (${plainReference(state.ref)})`);
}

/** What changed, from what people look for first. */
function difference(before: State | undefined, after: State | undefined): string {
  if (before === undefined || after === undefined) return '';
  const facts = [
    before.ref === after.ref ? '' : `${plainReference(before.ref)} -> ${plainReference(after.ref)}`,
    before.constraint === after.constraint ? '' : `${before.constraint} -> ${after.constraint}`,
    before.digest === after.digest || before.version !== after.version ? '' : `${before.digest} -> ${after.digest}`,
    before.contentHash === after.contentHash ? '' : 'other content',
  ].filter((fact) => fact !== '');
  const versions = before.version === after.version ? after.version : `${before.version} -> ${after.version}`;
  return printable(facts.length === 0 ? versions : `${versions} (${facts.join('; ')})`);
}

function plainReference(ref: string): string {
  return ref.replace(/^oci:\/\//, '');
}
