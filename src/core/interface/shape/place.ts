import { child } from '../../pointer.ts';

/** Where the walker is: a file and the steps into it, kept as a chain so that pointers are only spelled for problems. */
export interface At {
  readonly file: string;
  readonly parent?: At;
  readonly token: string | number;
}

/** The root of a document. */
export function rootAt(file: string): At {
  return { file, token: '' };
}

export function below(at: At, token: string | number): At {
  return { file: at.file, parent: at, token };
}

export function along(at: At, path: readonly (string | number)[]): At {
  return path.reduce<At>(below, at);
}

/** The steps from the root. */
export function stepsTo(at: At): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let step: At | undefined = at; step?.parent !== undefined; step = step.parent) steps.push(step.token);
  return steps.reverse();
}

export function pointerTo(at: At): string {
  return stepsTo(at).reduce<string>(child, '');
}

/** How messages call the value there: `"parameters"`, `item 2 of "parameters"`, `the document`. */
export function nameOf(at: At): string {
  if (at.parent === undefined) return 'the document';
  if (typeof at.token === 'string') return JSON.stringify(at.token);
  return `item ${at.token + 1} of ${nameOf(at.parent)}`;
}
