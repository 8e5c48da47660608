import { PactoError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import type { Generator } from '../../generators/generator.ts';
import { generators } from '../../generators/index.ts';

/** Holds options to what a generator declares. Throws USAGE. */
export function checkOptions(generator: Generator, given: Readonly<Record<string, string>>): void {
  const { name, options: declared } = generator;
  for (const [option, value] of Object.entries(given)) checkOption(generator, option, value);
  const missing = declared.find((option) => option.required === true && !Object.hasOwn(given, option.name));
  if (missing !== undefined) {
    throw new PactoError('USAGE', `${name} needs --option ${missing.name}=${missing.value ?? 'VALUE'}`, {
      hint: `${missing.name}: ${missing.about}.`,
    });
  }
}

/** Holds one option to what a generator that comes with pacto declares; other plugins take what they take. Throws USAGE. */
export function checkBuiltInOption(plugin: string, option: string, value: string): void {
  const generator = generators.find(({ name }) => name === plugin);
  if (generator !== undefined) checkOption(generator, option, value);
}

function checkOption({ name, options: declared, instead = {} }: Generator, option: string, value: string): void {
  const known = declared.map((one) => one.name);
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
