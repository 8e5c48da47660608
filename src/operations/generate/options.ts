import { PactoError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import type { Generator } from '../../generators/generator.ts';

/** Holds options to what a generator declares. Throws USAGE. */
export function checkOptions(
  { name, options: declared, instead = {} }: Generator,
  given: Readonly<Record<string, string>>,
): void {
  const known = declared.map((option) => option.name);
  for (const [option, value] of Object.entries(given)) {
    const row = declared.find((one) => one.name === option);
    if (row === undefined) {
      const told = Object.hasOwn(instead, option) ? instead[option] : undefined;
      const meant = nearest(option, known);
      const all = known.length === 0 ? 'It has none.' : `It has ${known.join(', ')}.`;
      throw new PactoError('USAGE', `${name} has no option ${JSON.stringify(option)}`, {
        hint: told ?? (meant === undefined ? all : `Did you mean ${meant}?`),
      });
    }
    if (row.choices !== undefined && !row.choices.includes(value)) {
      throw new PactoError('USAGE', `--option ${option} cannot be ${JSON.stringify(value)}`, {
        hint: `It is one of ${row.choices.join(', ')}.`,
      });
    }
  }
  const missing = declared.find((option) => option.required === true && !Object.hasOwn(given, option.name));
  if (missing !== undefined) {
    throw new PactoError('USAGE', `${name} needs --option ${missing.name}=${missing.value ?? 'VALUE'}`, {
      hint: `${missing.name}: ${missing.about}.`,
    });
  }
}
