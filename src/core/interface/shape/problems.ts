import type { InterfaceProblem } from '../model.ts';
import { type At, pointerTo } from './place.ts';

/** More problems of one file would not be read; the rest is counted by one last line. */
const limit = 200;

/** Names from the document are part of messages, however long they are. */
const longest = 400;

export interface ProblemOptions {
  readonly help?: string | undefined;
  readonly onKey?: boolean;
  readonly related?: { readonly at: At; readonly message: string };
}

export interface Problems {
  readonly error: (at: At, message: string, options?: ProblemOptions) => void;
  readonly warn: (at: At, message: string, options?: ProblemOptions) => void;
  /** Problems that another reader found. */
  readonly add: (problems: readonly InterfaceProblem[]) => void;
  /** Whether more would only be counted: costly advice can be spared. */
  readonly full: () => boolean;
  readonly list: () => readonly InterfaceProblem[];
}

/** Collects what is wrong, a bounded number of it. */
export function collectProblems(file: string): Problems {
  const found: InterfaceProblem[] = [];
  let spared = { error: 0, warning: 0 };
  const add = (problem: InterfaceProblem) => {
    if (found.length < limit) found.push(problem);
    else spared = { ...spared, [problem.severity]: spared[problem.severity] + 1 };
  };
  const report = (severity: 'error' | 'warning') => (at: At, message: string, options?: ProblemOptions) => {
    if (found.length >= limit) {
      spared[severity] += 1;
      return;
    }
    const { help, onKey, related } = options ?? {};
    found.push({
      severity,
      file: at.file,
      pointer: pointerTo(at),
      ...(onKey === true && at.parent !== undefined ? { onKey } : {}),
      message: shortened(message),
      ...(help === undefined ? {} : { help: shortened(help) }),
      ...(related === undefined
        ? {}
        : { related: [{ file: related.at.file, pointer: pointerTo(related.at), message: related.message }] }),
    });
  };
  return {
    error: report('error'),
    warn: report('warning'),
    add: (problems) => problems.forEach(add),
    full: () => found.length >= limit,
    list() {
      const more = spared.error + spared.warning;
      if (more === 0) return found;
      const severity = spared.error > 0 ? 'error' : 'warning';
      return [...found, { severity, file, pointer: '', message: `${more} more problems are not listed` }];
    },
  };
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
