/** What the user asked for, after flags, variables and settings files were put together. */
export interface Arguments {
  /** Positional arguments, in order. */
  readonly positionals: readonly string[];
  /** Flags in the order in which they were typed, for those whose order among each other matters. */
  readonly typed: readonly { readonly name: string; readonly value: string }[];
  /** Whether a boolean flag is on. */
  flag(name: string): boolean;
  /** The value of a flag. */
  text(name: string): string | undefined;
  /** Every value of a flag that may be repeated. */
  list(name: string): readonly string[];
}

/** Values by flag name; a boolean that is on has an empty list. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** Arguments over values that were put together. */
export function makeArguments(positionals: readonly string[], typed: Arguments['typed'], values: Values): Arguments {
  return {
    positionals,
    typed,
    flag: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1),
    list: (name) => values.get(name) ?? [],
  };
}
