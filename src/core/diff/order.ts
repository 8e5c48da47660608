import { type Change, compareClassifications } from './change.ts';

/** First parts of paths, in the order of the contract's sections; what an interface's file says follows interfaces. */
const sections = [
  'pactoVersion',
  'service',
  'interfaces',
  'openapi',
  'grpc',
  'asyncapi',
  'schema',
  'configuration',
  'policies',
  'runtime',
  'scaling',
  'dependencies',
  'readiness',
  'metadata',
];

export type ChangeSort = 'section' | 'severity';

/** What of a change decides where it stands. */
type Ordered = Pick<Change, 'path' | 'element' | 'type' | 'rule' | 'classification'>;

/** Orders changes by section, path and element, or with the worst first. The same changes always get the same order. */
export function sortChanges<Sorted extends Ordered>(changes: readonly Sorted[], by: ChangeSort): Sorted[] {
  const keyed = changes.map((change) => ({ change, section: sectionOf(change) }));
  keyed.sort(
    (a, b) =>
      (by === 'severity' ? compareClassifications(b.change.classification, a.change.classification) : 0) ||
      a.section - b.section ||
      compareText(a.change.path, b.change.path) ||
      compareText(a.change.element ?? '', b.change.element ?? '') ||
      compareText(a.change.type, b.change.type) ||
      compareText(a.change.rule, b.change.rule),
  );
  return keyed.map(({ change }) => change);
}

function sectionOf({ path }: Ordered): number {
  const index = sections.indexOf(/^[A-Za-z]*/.exec(path)?.[0] ?? '');
  return index < 0 ? sections.length : index;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
