import { plugins } from '../plugins.ts';
import type { DoctorCheck } from '../results.ts';
import { check, count } from './check.ts';

/** What `generate` finds, and what of it cannot be run or hides behind another. */
export function pluginsCheck(env: Readonly<Record<string, string | undefined>>): DoctorCheck {
  const { ok, warn } = check('plugins');
  const found = plugins({ env }).plugins;
  const programs = found.filter(({ source }) => source !== 'built-in');
  const detail = `${count(programs.length, 'program')}, ${found.length - programs.length} built in`;
  const unusable = programs.find(({ status }) => status === 'not-executable');
  if (unusable !== undefined) {
    return warn(`${detail}; ${unusable.executable} is not executable`, `Run: chmod +x ${unusable.executable}`);
  }
  const hidden = programs.find(({ status }) => status === 'shadowed');
  if (hidden === undefined) return ok(detail);
  return warn(`${detail}; ${hidden.executable} is not used, since ${hidden.shadowedBy} is found first`, 'Remove one.');
}
