/** A field of a schedule: what it says, its bounds, and the names that stand for numbers from the lower bound on. */
interface CronField {
  readonly about: string;
  /** Its numbers within the bounds, as a regular expression of Go says them. */
  readonly numbers: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** The fields of a schedule, in their order. */
export const cronFields: readonly CronField[] = [
  { about: 'minute', numbers: '[0-5]?[0-9]', least: 0, most: 59, names: [] },
  { about: 'hour', numbers: '1?[0-9]|2[0-3]', least: 0, most: 23, names: [] },
  { about: 'day of the month', numbers: '[1-9]|[12][0-9]|3[01]', least: 1, most: 31, names: [] },
  { about: 'month', numbers: '[1-9]|1[0-2]', least: 1, most: 12, names: months },
  {
    about: 'day of the week',
    numbers: '[0-6]',
    least: 0,
    most: 6,
    names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
  },
];

/**
 * What a CronJob has against a schedule of five fields (github.com/robfig/cron, ParseStandard), or undefined. Unlike in
 * a crontab, Sunday is only 0.
 */
export function cronProblem(schedule: string): string | undefined {
  if (schedule.startsWith('@')) return undefined;
  const told = schedule.split(/ +/);
  for (const [index, field] of cronFields.entries()) {
    for (const part of (told[index] ?? '').split(',')) {
      const problem = partProblem(part, field);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

/** A part is `*`, a number or a range of them; and after a slash, every how many. */
function partProblem(part: string, field: CronField): string | undefined {
  const { about, least, most } = field;
  const [, range = '', step] = /^([^/]*)(?:\/(\d{1,4}))?$/.exec(part) ?? [];
  const [, from, to] = /^([^-]+)(?:-([^-]+))?$/.exec(range) ?? [];
  if (from === undefined) return `${JSON.stringify(part)} is no ${about}`;
  if (step !== undefined && Number(step) === 0) return `the step of the ${about} is 0`;
  if (range === '*' || range === '?') return undefined;
  const [first, last] = [numberOf(from, field), to === undefined ? undefined : numberOf(to, field)];
  for (const [text, number] of [
    [from, first],
    [to, last],
  ] as const) {
    if (text === undefined) continue;
    if (number === undefined) return `${JSON.stringify(text)} is no ${about}`;
    if (number < least || number > most) return `the ${about} is ${text}, and can be ${least} to ${most}`;
  }
  const isBackwards = first !== undefined && last !== undefined && first > last;
  return isBackwards ? `the ${about} goes backwards in ${range}` : undefined;
}

function numberOf(text: string, { names, least }: CronField): number | undefined {
  const at = names.indexOf(text.toLowerCase());
  if (at >= 0) return least + at;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
