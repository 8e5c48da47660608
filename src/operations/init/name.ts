import { PactoError } from '../../core/error.ts';

/** Throws USAGE for a name that no contract can have, with the nearest that one can. */
export function checkName(name: string): void {
  if (/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) return;
  const legal = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const rule = 'Names have lower-case letters, digits and hyphens, and begin and end with a letter or digit.';
  throw new PactoError('USAGE', `a service cannot be named ${JSON.stringify(name)}`, {
    hint: legal === '' ? rule : `Did you mean ${legal}? ${rule}`,
  });
}
