import type { Role } from '../schema/schema-change.ts';
import { type Spot, step } from '../spot.ts';
import { compareContent } from './content.ts';
import { type Context, compareOpaque } from './context.ts';
import type { Body } from './model.ts';

/** Compares the bodies of a request: read by the service, or written by it where it calls back. */
export function compareBodies(
  cx: Context,
  above: Spot,
  role: Role,
  old: Body | undefined,
  fresh: Body | undefined,
): void {
  const spot = step(above, 'request-body');
  if (compareOpaque(cx, spot, old?.opaque, fresh?.opaque)) return;
  const places = { old: old?.at, new: fresh?.at };
  if (old === undefined && fresh === undefined) return;
  if (old === undefined) {
    if (role === 'writes') cx.report.add(spot, { rule: 'callback-body-added', type: 'added', ...places });
    else {
      const optional = { classification: 'NON_BREAKING', reason: 'requests without it still work' } as const;
      cx.report.add(spot, {
        rule: 'request-body-added',
        type: 'added',
        ...(fresh?.required ? {} : optional),
        ...places,
      });
    }
    return;
  }
  if (fresh === undefined) {
    const rule = role === 'reads' ? 'request-body-removed' : 'callback-body-removed';
    cx.report.add(spot, { rule, type: 'removed', ...places });
    return;
  }
  // Between fields of forms, what became required is told at the fields.
  if (old.required !== fresh.required && !(old.implied && fresh.implied)) {
    const subject = role === 'reads' ? 'request' : 'callback';
    const rule = `${subject}-body-became-${fresh.required ? 'required' : 'optional'}` as const;
    const values = { oldValue: old.required, newValue: fresh.required };
    cx.report.add(step(spot, 'required'), { rule, type: 'modified', ...values, ...places });
  }
  compareContent(cx, spot, role, old.content, fresh.content);
}
