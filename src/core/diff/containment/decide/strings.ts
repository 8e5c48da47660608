/** Finds a string that meets facts: length, patterns, lists and formats together. */

import type { Automata } from '../regex/automaton.ts';
import { longestWord, type Wanted } from '../regex/words.ts';
import { examplePattern } from './formats.ts';
import { type Context, type Doubt, type Found, formatDoubt, TooHard } from './outcome.ts';
import type { Fact } from './term.ts';

interface Facts {
  min: number;
  max: number;
  readonly matching: string[];
  readonly notMatching: string[];
  allowed: ReadonlySet<string> | undefined;
  readonly without: Set<string>;
  readonly formats: string[];
  doubt: Doubt | undefined;
}

/** A string that meets all the facts, the shortest first. */
export function findString(facts: readonly Fact[], automata: Automata, context: Context): Found | undefined {
  const wanted = gather(facts, automata);
  context.spend(facts.length);
  if (!wanted || wanted.min > wanted.max) return undefined;
  const value = wanted.allowed ? listed(wanted.allowed, wanted, automata) : generated(wanted, automata);
  if (value === undefined) return undefined;
  return wanted.doubt ? { value, doubt: wanted.doubt } : { value };
}

function gather(facts: readonly Fact[], automata: Automata): Facts | undefined {
  const all: Facts = {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    matching: [],
    notMatching: [],
    allowed: undefined,
    without: new Set(),
    formats: facts.flatMap((fact) => (fact.fact === 'format' ? fact.format : [])),
    doubt: undefined,
  };
  for (const fact of facts) {
    if (fact.fact === 'shortest') all.min = Math.max(all.min, fact.length);
    else if (fact.fact === 'longest') all.max = Math.min(all.max, fact.length);
    else if (fact.fact === 'string-in') all.allowed = common(all.allowed, fact.strings);
    else if (fact.fact === 'string-not-in') for (const text of fact.strings) all.without.add(text);
    else if (fact.fact === 'matches' || fact.fact === 'matches-not') {
      const problem = automata.problem(fact.pattern);
      if (problem !== undefined) all.doubt ??= { reason: `the pattern ${fact.pattern} can't be compared: ${problem}` };
      else (fact.fact === 'matches' ? all.matching : all.notMatching).push(fact.pattern);
    } else if (fact.fact === 'no-format') {
      if (all.formats.includes(fact.format)) return undefined;
      all.doubt = formatDoubt(fact.format);
    }
  }
  return all;
}

function common(a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): ReadonlySet<string> {
  return a ? new Set([...a].filter((text) => b.has(text))) : b;
}

function listed(texts: ReadonlySet<string>, wanted: Facts, automata: Automata): string | undefined {
  return [...texts].find((text) => fits(text, wanted, automata));
}

/** Whether a string meets everything but formats. */
function fits(text: string, wanted: Facts, automata: Automata): boolean {
  const length = [...text].length;
  if (length < wanted.min || length > wanted.max || wanted.without.has(text)) return false;
  return (
    wanted.matching.every((pattern) => automata.matches(pattern, text)) &&
    !wanted.notMatching.some((pattern) => automata.matches(pattern, text))
  );
}

const simple = ['', 'a', 'b', 'c', 'd', 'string', 'value', 'x1', 'x2', 'x3'];

function generated(wanted: Facts, automata: Automata): string | undefined {
  const examples = wanted.formats.flatMap((format) => examplePattern(format) ?? []);
  if (examples.length > 0) {
    const found = words({ ...wanted, matching: [...wanted.matching, ...examples] }, automata);
    if (found?.words[0] !== undefined) return found.words[0];
  }
  if (wanted.matching.length === 0 && wanted.notMatching.length === 0) {
    const long = wanted.min <= longestWord ? ['a'.repeat(wanted.min)] : [];
    const plain = [...simple, ...long].find((text) => fits(text, wanted, automata));
    if (plain !== undefined) return plain;
  }
  const found = words(wanted, automata);
  if (!found) throw new TooHard('the patterns are too complex together');
  return found.words[0];
}

function words(wanted: Facts, automata: Automata) {
  const { matching, notMatching, min, max, without } = wanted;
  const question: Wanted = { matching, notMatching, min, max, without, limit: 1 };
  return automata.words(question);
}
