/** Templates of paths, with what stands in braces counted and not named. */

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

/** A name between the brackets of a published path; quoted where it would be ambiguous. */
export function bracket(name: string): string {
  return `[${/^[^\s[\]"\\\p{Cc}]+$/u.test(name) ? name : JSON.stringify(name)}]`;
}
