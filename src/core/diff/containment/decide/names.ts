/** Whether a member's name meets a condition. */

import type { Context } from './outcome.ts';
import type { Parts } from './search.ts';
import type { Fact, Term } from './term.ts';

/** True or false where that is certain. What is not plain is looked for as a value that can only be this name. */
export function nameMeets(name: string, meets: Term, parts: Parts, context: Context): boolean | undefined {
  switch (meets.is) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'all':
    case 'any': {
      const answers = meets.of.map((term) => nameMeets(name, term, parts, context));
      const decisive = meets.is === 'any';
      if (answers.includes(decisive)) return decisive;
      return answers.includes(undefined) ? undefined : !decisive;
    }
    case 'fact':
      return factMeets(name, meets.fact, parts);
    default: {
      const { terms } = parts;
      const found = context.demandName(terms.all([meets, terms.fact({ fact: 'string-in', strings: new Set([name]) })]));
      return found?.doubt ? undefined : found !== undefined;
    }
  }
}

function factMeets(name: string, fact: Fact, { automata }: Parts): boolean | undefined {
  switch (fact.fact) {
    case 'string-in':
      return fact.strings.has(name);
    case 'string-not-in':
      return !fact.strings.has(name);
    case 'shortest':
      return [...name].length >= fact.length;
    case 'longest':
      return [...name].length <= fact.length;
    case 'matches':
    case 'matches-not': {
      if (automata.problem(fact.pattern) !== undefined) return undefined;
      return automata.matches(fact.pattern, name) === (fact.fact === 'matches');
    }
    default:
      return undefined;
  }
}
