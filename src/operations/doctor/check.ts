import { PactoError } from '../../core/error.ts';
import type { DoctorCheck } from '../results.ts';

/** Makes the outcomes of one check. */
export interface Outcome {
  ok(detail: string): DoctorCheck;
  warn(detail: string, help?: string): DoctorCheck;
  fail(detail: string, help?: string): DoctorCheck;
  skip(detail: string): DoctorCheck;
  /** The outcome that an error means; a bug is thrown on. */
  failed(error: unknown, status?: 'warn' | 'fail'): DoctorCheck;
}

/** The outcomes of the check of that name. */
export function check(name: string): Outcome {
  const make = (status: DoctorCheck['status']) => (detail: string, help?: string) => ({
    name,
    status,
    detail,
    ...(help === undefined || help === '' ? {} : { help }),
  });
  return {
    ok: make('ok'),
    warn: make('warn'),
    fail: make('fail'),
    skip: make('skip'),
    failed(error, status = 'fail') {
      if (error instanceof PactoError) return make(status)(error.message, error.hint);
      throw error;
    },
  };
}

/** A number with its noun: `1 tag`, `2 registries`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
