import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffRules } from '../src/core/diff/rules.ts';
import { diff } from '../src/operations/diff.ts';
import { changeText } from '../src/render/diff/words.ts';
import { casePorts, casesDirectory, foldersIn, linesOf } from './support/cases.ts';

const directory = path.join(casesDirectory, 'diff');
const rules = diffRules.map(({ id }) => id);
/** A rule may have several cases: `rule`, `rule-2`, `rule-json`. */
const names = foldersIn(directory);

describe('cases of comparison', () => {
  it('there is one for every rule, and no rule twice', () => {
    // The last resort, where no keyword accounts for a proof; no pair of schemas is known that needs it.
    const needed = rules.filter((rule) => !/^(?:request|response|configuration|event)-values-changed$/.test(rule));
    expect(needed.filter((rule) => !names.includes(rule))).toEqual([]);
    expect(rules.length).toBe(new Set(rules).size);
  });

  it('there is none for what is no rule', () => {
    expect(names.filter((name) => ruleOf(name) === undefined)).toEqual([]);
  });
});

describe.each(names)('%s', (name) => {
  const at = path.join(directory, name);
  const compare = (old: string, fresh: string) =>
    diff(casePorts(at), {
      dependencies: 'skip',
      old: { reference: `./${old}` },
      new: { reference: `./${fresh}` },
      date: '2026-01-01',
      ...options(at),
    });

  it('changes what `expect` says', async () => {
    const { changes } = await compare('old', 'new');
    const found = changes.map(({ classification, rule, path: place, element }) =>
      [classification, rule, place, ...(element === undefined ? [] : [element])].join(' '),
    );
    if (process.env.PACTO_CASES_WRITE === '1') writeFileSync(path.join(at, 'expect'), `${found.join('\n')}\n`);
    expect(found).toEqual(linesOf(at, 'expect'));
    expect(changes.map(({ rule }) => rule)).toContain(ruleOf(name));
  });

  it('has a class that its rule can have', async () => {
    const { changes } = await compare('old', 'new');
    for (const { rule, classification } of changes) {
      expect(diffRules.find(({ id }) => id === rule)?.classes, rule).toContain(classification);
    }
  });

  it('says in words what is true and what is false', async () => {
    const { changes } = await compare('old', 'new');
    const isOfUsers = ({ path: place }: { path: string }) => /\.(?:default|const|enum|example)$/.test(place);
    const told = changes.filter((change) => !isOfUsers(change)).map(changeText);
    expect(told.filter((text) => /[[ ](?:true|false)(?:\]$| ->)/.test(text))).toEqual([]);
  });

  it.each(['old', 'new'])('finds nothing between %s and itself', async (side) => {
    expect((await compare(side, side)).changes).toEqual([]);
  });
});

function ruleOf(name: string): string | undefined {
  return rules.filter((rule) => name === rule || name.startsWith(`${rule}-`)).sort((a, b) => b.length - a.length)[0];
}

/** What a file `args` says: `--today DATE`, `--pure-containment`. */
function options(at: string): { today?: string; pure?: boolean } {
  const lines = linesOf(at, 'args');
  const today = lines.find((line) => line.startsWith('--today '))?.slice('--today '.length);
  const pure = lines.includes('--pure-containment');
  return { ...(today === undefined ? {} : { today }), ...(pure ? { pure } : {}) };
}
