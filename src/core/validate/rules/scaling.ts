import { compareNumbers } from '../../document/number.ts';
import type { Rule } from '../rule.ts';

/** Rules about `scaling`. */
export const scalingRules: readonly Rule[] = [
  {
    code: 'SCALING_MIN_EXCEEDS_MAX',
    layer: 'cross-field',
    severity: 'error',
    where: 'scaling',
    when: 'min is greater than max',
    why: 'No number of instances satisfies such a range.',
    *check({ contract }) {
      const { min, max } = contract.scaling ?? {};
      if (min === undefined || max === undefined || compareNumbers(min, max) <= 0) return;
      yield {
        pointer: '/scaling/min',
        message: `min ${min} is greater than max ${max}`,
        related: [{ pointer: '/scaling/max', message: 'max is here' }],
      };
    },
  },
  {
    code: 'JOB_SCALING_NOT_ALLOWED',
    layer: 'cross-field',
    severity: 'error',
    where: 'scaling',
    when: 'the workload is job',
    why: 'A job runs once to completion; there is nothing to scale.',
    *check({ contract }) {
      if (contract.scaling === undefined || contract.runtime?.workload !== 'job') return;
      yield {
        pointer: '/scaling',
        onKey: true,
        message: 'a job cannot be scaled',
        help: 'remove scaling',
        related: [{ pointer: '/runtime/workload', message: 'declared a job here' }],
      };
    },
  },
  {
    code: 'SCHEDULED_SCALING',
    layer: 'cross-field',
    severity: 'warning',
    where: 'scaling',
    when: 'the workload is scheduled',
    why: 'Schedules do not scale; platforms ignore the section.',
    *check({ contract }) {
      if (contract.scaling === undefined || contract.runtime?.workload !== 'scheduled') return;
      const message = 'a scheduled workload does not scale; the section is ignored';
      yield { pointer: '/scaling', onKey: true, message, help: 'remove scaling' };
    },
  },
];
