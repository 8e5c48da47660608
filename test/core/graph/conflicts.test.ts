import { describe, expect, it } from 'vitest';
import { findConflicts } from '../../../src/core/graph/conflicts.ts';
import type { GraphEdge, GraphNode } from '../../../src/core/graph/model.ts';

const node = (name: string, version: string, repository?: string): GraphNode => ({
  id: `${repository ?? ''}/${name}/${version}`,
  name,
  version,
  source: repository === undefined ? 'local' : 'oci',
  ...(repository === undefined ? {} : { repository }),
});
const root = node('root', '1.0.0');
const edge = (to: GraphNode, constraint?: string): GraphEdge => ({
  from: root.id,
  kind: constraint === undefined ? 'policy' : 'dependency',
  name: to.name,
  ref: 'r',
  required: true,
  ...(constraint === undefined ? {} : { constraint }),
  to: to.id,
});

const conflictsOf = (...edges: readonly [GraphNode, string?][]) =>
  findConflicts(
    [root, ...new Map(edges.map(([to]) => [to.id, to])).values()],
    edges.map(([to, constraint]) => edge(to, constraint)),
  );

describe('conflicts', () => {
  it.each<[string, [GraphNode, string?][], string[]]>([
    [
      'none where everybody is satisfied',
      [
        [node('a', '1.2.0'), '^1.0.0'],
        [node('b', '2.0.0'), '>1'],
      ],
      [],
    ],
    ['none without a constraint', [[node('a', 'whatever')]], []],
    [
      'a version that a requirer refuses',
      [[node('a', '1.2.0'), '^2.0.0']],
      ['a is there as 1.2.0, which not everybody accepts'],
    ],
    [
      'a prerelease that nobody asked for',
      [[node('a', '2.0.0-rc.1'), '>=1']],
      ['a is there as 2.0.0-rc.1, which not everybody accepts'],
    ],
    ['a version that is none', [[node('a', 'newest'), '*']], ['a is there as newest, which not everybody accepts']],
    [
      'several versions of one repository, in the order of versions',
      [
        [node('a', '10.0.0', 'oci://r/a'), '>=1'],
        [node('a', '9.0.0', 'oci://r/a'), '>=1'],
      ],
      ['a is there in 2 versions: 9.0.0, 10.0.0'],
    ],
    [
      'several versions of several repositories, with where each is from',
      [
        [node('a', '1.0.0', 'oci://r/a'), '^1'],
        [node('a', '2.0.0', 'oci://other/a'), '^2'],
        [node('a', 'x'), '*'],
      ],
      ['a is there in 3 versions: 1.0.0 from oci://r/a, 2.0.0 from oci://other/a, x from /a/x'],
    ],
    [
      'no conflict in two spellings of one version',
      [
        [node('a', 'v1.0'), '^1'],
        [node('a', '1.0.0'), '^1'],
      ],
      [],
    ],
    [
      'build metadata tells versions apart',
      [
        [node('a', '1.0.0+b'), '^1'],
        [node('a', '1.0.0+a'), '^1'],
      ],
      ['a is there in 2 versions: 1.0.0+a from /a/1.0.0+a, 1.0.0+b from /a/1.0.0+b'],
    ],
    [
      'many versions, of which some are listed',
      Array.from({ length: 8 }, (_, i): [GraphNode, string] => [node('a', `${i}.0.0`, 'oci://r/a'), '*']),
      ['a is there in 8 versions: 0.0.0, 1.0.0, 2.0.0, 3.0.0, 4.0.0 and 3 more'],
    ],
    [
      'the root itself',
      [[node('root', '0.9.0'), '*']],
      ['root is there in 2 versions: 0.9.0 from /root/0.9.0, 1.0.0 from /root/1.0.0'],
    ],
  ])('%s', (_, edges, messages) => {
    expect(conflictsOf(...edges).map(({ message }) => message)).toEqual(messages);
  });

  it('list who asks for what, and whether it gets it', () => {
    const [old, young] = [node('a', '1.0.0', 'oci://r/a'), node('a', '2.0.0', 'oci://r/a')];
    const [conflict] = conflictsOf([old, '^1'], [young, '^1'], [young]);
    expect(conflict).toEqual({
      name: 'a',
      message: 'a is there in 2 versions: 1.0.0, 2.0.0',
      versions: ['1.0.0', '2.0.0'],
      requirers: [
        { from: root.id, to: old.id, constraint: '^1', version: '1.0.0', satisfied: true },
        { from: root.id, to: young.id, constraint: '^1', version: '2.0.0', satisfied: false },
        { from: root.id, to: young.id, version: '2.0.0', satisfied: true },
      ],
    });
  });
});
