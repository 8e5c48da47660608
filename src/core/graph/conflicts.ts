import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { compareVersions, formatVersion, parseVersion, type Version } from '../contract/version.ts';
import { groupBy } from '../group-by.ts';
import { once } from '../once.ts';
import type { GraphConflict, GraphEdge, GraphNode } from './model.ts';

/** The services that are in the graph in several versions, or in one that a constraint refuses; by first appearance. */
export function findConflicts(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): GraphConflict[] {
  const byName = groupBy(nodes, ({ name }) => name);
  const places = new Map(nodes.map((node) => [node.id, node]));
  const incoming = groupBy(
    edges.filter(({ to }) => to !== undefined),
    ({ to }) => places.get(to ?? '')?.name ?? '',
  );
  const judge = judgeVersions();

  return [...byName].flatMap(([name, sameName]) => {
    const versions = distinctVersions(sameName, judge);
    const requirers = (incoming.get(name) ?? []).flatMap(({ from, to, constraint }) => {
      const node = places.get(to ?? '');
      if (node === undefined) return [];
      const { id, version } = node;
      const satisfied = constraint === undefined || judge.satisfied(constraint, version);
      return [{ from, to: id, ...(constraint === undefined ? {} : { constraint }), version, satisfied }];
    });
    if (versions.length < 2 && requirers.every(({ satisfied }) => satisfied)) return [];
    return [{ name, message: messageOf(name, versions, sameName), versions, requirers }];
  });
}

/** How many versions a sentence lists. */
const shownVersions = 5;

function messageOf(name: string, versions: readonly string[], nodes: readonly GraphNode[]): string {
  if (versions.length < 2) return `${name} is there as ${versions.join()}, which not everybody accepts`;
  const repositories = new Set(nodes.map(({ repository }) => repository));
  const isOne = repositories.size === 1 && !repositories.has(undefined);
  const listed = versions.slice(0, shownVersions).map((version) => {
    const node = nodes.find((one) => one.version === version);
    return isOne || node === undefined ? version : `${version} from ${node.repository ?? node.id}`;
  });
  const more = versions.length > shownVersions ? ` and ${versions.length - shownVersions} more` : '';
  return `${name} is there in ${versions.length} versions: ${listed.join(', ')}${more}`;
}

interface Judge {
  version(text: string): Version | undefined;
  satisfied(constraint: string, version: string): boolean;
}

/** Reads each version once and decides each question once, however many edges ask it. */
function judgeVersions(): Judge {
  const versions = new Map<string, Version | undefined>();
  const verdicts = new Map<string, Map<string, boolean>>();
  const version = (text: string) => once(versions, text, () => parseVersion(text));
  return {
    version,
    // A version that is none satisfies nothing. An edge under a constraint that is none leads nowhere.
    satisfied(constraint, versionText) {
      const ofConstraint = once(verdicts, constraint, () => new Map());
      return once(ofConstraint, versionText, () => {
        const [parsed, read] = [parseConstraint(constraint), version(versionText)];
        return parsed.ok && read !== undefined && satisfies(parsed.constraint, read);
      });
    },
  };
}

/** Ascending, what is no version last. Spellings of one version are one, build metadata tells two apart. */
function distinctVersions(nodes: readonly GraphNode[], judge: Judge): string[] {
  const spellings = new Map<string, string>();
  for (const { version: text } of nodes) {
    const version = judge.version(text);
    const key = version === undefined ? text : formatVersion(version);
    if (!spellings.has(key)) spellings.set(key, text);
  }
  return [...spellings.values()].sort((a, b) => {
    const [left, right] = [judge.version(a), judge.version(b)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined) || compareText(a, b);
    }
    return compareVersions(left, right) || compareText(a, b);
  });
}

function compareText(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}
