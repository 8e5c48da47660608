/** Whom the changes hit, in every format. */
import type { Dependent } from '../../core/graph/impact.ts';
import type { DiffResult } from '../../operations/results.ts';
import { type AnnotationLevel, annotation } from '../github.ts';
import { renderVerdicts } from '../impact/consumers.ts';
import { gapsMarkdown, verdictsMarkdown } from '../impact/markdown.ts';
import { pathText, summary } from '../impact/words.ts';
import type { Style } from '../style.ts';
import { element } from '../xml.ts';
import { type Gate, isFailure } from './failure.ts';

/** Consumers that are annotated, or told of in SARIF, at most; GitHub shows ten annotations of a level and step. */
const maxTold = 10;

export function amongText({ among }: DiffResult, style: Style): string {
  return among === undefined ? '' : `\n${renderVerdicts(among, style)}`;
}

export function amongMarkdown({ among }: DiffResult): string {
  return among === undefined ? '' : `\n### Consumers\n\n${verdictsMarkdown(among)}${gapsMarkdown(among, '####')}`;
}

/** The consumers that break, and how many there are of each kind. */
export function amongAnnotations({ among, gate }: DiffResult): string {
  if (among === undefined) return '';
  const level = ({ required }: Dependent): AnnotationLevel =>
    gate !== 'BREAKING' ? 'notice' : required ? 'error' : 'warning';
  const broken = among.dependents.filter(({ verdict }) => verdict === 'breaks');
  const told = broken.slice(0, maxTold).map((one) => annotation(level(one), 'consumer-breaks', consumerText(one)));
  const gaps = among.gaps.slice(0, maxTold).map(({ message }) => annotation('warning', 'consumer-unknown', message));
  return [...told, ...gaps, annotation('notice', 'consumers', summary(among))].join('');
}

/** The same for SARIF, as lines. */
export function amongLines({ among }: DiffResult): string[] {
  if (among === undefined) return [];
  const hit = among.dependents.filter(({ verdict }) => verdict === 'breaks' || verdict === 'at-risk');
  return [
    summary(among),
    ...hit.slice(0, maxTold).map(consumerText),
    ...among.gaps.slice(0, maxTold).map((gap) => gap.message),
  ];
}

/** A suite of JUnit, and how its cases went. */
interface Suite {
  readonly suite: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

/**
 * A case for each consumer, and for each that could not be looked at. One that breaks has failed where breaking changes
 * close the gate; one that may be hit was skipped.
 */
export function consumerSuite({ among, changes }: DiffResult, gate: Gate): Suite | undefined {
  if (among === undefined) return undefined;
  const { dependents, gaps } = among;
  const isClosed = changes.some((change) => change.classification === 'BREAKING' && isFailure(change, gate));
  const isFailed = ({ verdict, required }: Dependent) => isClosed && verdict === 'breaks' && required;
  const isOpen = (one: Dependent) => !isFailed(one) && one.verdict !== 'held-back' && one.verdict !== 'not-hit';
  const testcase = (ref: string, outcome: readonly string[]) =>
    element('testcase', { classname: 'consumers', name: ref }, outcome);
  const consumers = dependents.map((one) => {
    const message = consumerText(one);
    if (isFailed(one)) return testcase(one.ref, [element('failure', { message, type: 'consumer-breaks' }, [])]);
    return testcase(one.ref, isOpen(one) ? [element('skipped', { message }, [])] : []);
  });
  const unread = gaps.map(({ path, message, code }) => testcase(path, [element('error', { message, type: code }, [])]));
  const counts = {
    tests: dependents.length + gaps.length,
    failures: dependents.filter(isFailed).length,
    errors: gaps.length,
    skipped: dependents.filter(isOpen).length,
  };
  return { suite: element('testsuite', { name: 'consumers', ...counts }, [...consumers, ...unread]), ...counts };
}

/** `orders@1.0.0 (team/orders) breaks: ^1.0.0 admits 1.4.0`, and the way where it is a long one. */
function consumerText(dependent: Dependent): string {
  const { name, version, owner, verdict = 'unknown', because = '', distance, required } = dependent;
  const who = `${name}@${version}${owner === undefined ? '' : ` (${owner})`}`;
  const way = distance === 1 ? '' : `; ${pathText(dependent)}`;
  return `${who} ${sentences[verdict]}: ${because}${required ? '' : ' (optional)'}${way}`;
}

const sentences: Readonly<Record<NonNullable<Dependent['verdict']>, string>> = {
  breaks: 'breaks',
  'at-risk': 'is at risk',
  unknown: 'may be hit',
  'held-back': 'is held back',
  'not-hit': 'is not hit',
};
