/** Paths and addresses with variable parts, where what stands in braces is counted and not named. */

export interface Template {
  /** As written: `/pets/{id}`. */
  readonly text: string;
  /** The same for all templates that match the same paths: `/pets/{}`. */
  readonly shape: string;
  /** Names in the order in which they occur; a name twice counts where it comes first. */
  readonly names: readonly string[];
}

export function readTemplate(text: string): Template {
  const names: string[] = [];
  const shape = text.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    names.push(name);
    return '{}';
  });
  return { text, shape, names };
}
