import type { ConsumersResult } from '../operations/results.ts';
import { andMore } from '../render/count.ts';
import { coloured, plain } from '../render/style.ts';
import type { Context } from './context.ts';
import { errorText } from './report.ts';

/** Places that are told of one by one; the results in JSON have all. */
const maxTold = 20;

/** Tells on standard error what of a set of contracts could not be looked at. */
export function tellGaps(context: Context, { gaps }: Pick<ConsumersResult, 'gaps'>): void {
  const style = context.colour ? coloured : plain;
  for (const gap of gaps.slice(0, maxTold)) context.stderr.write(errorText(gap, style));
  if (gaps.length > maxTold) context.stderr.write(`${andMore(gaps.length - maxTold, 'that could not be looked at')}\n`);
}
