/** Responses, by the statuses that they cover: an exact one before a range, and a range before the default. */
import { member } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import type { Opened } from '../opened.ts';
import type { Role } from '../schema/schema-change.ts';
import { type Spot, step } from '../spot.ts';
import { compareCarriers } from './carriers.ts';
import { compareContent } from './content.ts';
import { type Context, compareOpaque } from './context.ts';
import type { Response } from './model.ts';

type Responses = ReadonlyMap<string, Response>;

/** Compares the responses to one operation: written by the service, or read by it where it calls back. */
export function compareResponses(cx: Context, spot: Spot, role: Role, before: Responses, after: Responses): void {
  const at = (status: string) => step(spot, 'responses', status);
  const told = new Set<Response>();
  const forSuccess = { before: defaultForSuccess(before), after: defaultForSuccess(after) };
  for (const [status, old] of before) {
    const fresh = after.get(status);
    if (fresh !== undefined) {
      compareResponse(cx, at(status), role, old, fresh);
      continue;
    }
    const wider = wideCover(before, after, status, forSuccess.after);
    const found = { oldValue: status, old: old.entry, onKey: true } as const;
    if (wider !== undefined) {
      told.add(wider);
      reportCovered(cx, at(status), old, wider, `${wider.status} describes it now`);
      compareResponse(cx, at(status), role, old, wider);
    } else if (isSpelledOut(status, before, after)) {
      const exact = [...after.values()].find((it) => isWithin(it.status, status));
      reportCovered(cx, at(status), old, exact ?? old, 'what is described now was covered before');
    } else cx.report.add(at(status), { rule: 'response-removed', type: 'removed', ...found });
  }
  for (const [status, fresh] of after) {
    if (before.has(status) || told.has(fresh)) continue;
    const wider = coverBefore(before, status, forSuccess.before);
    const found = { newValue: status, new: fresh.entry, onKey: true } as const;
    const reason = wider && `${wider.status} described it before`;
    cx.report.add(at(status), { rule: 'response-added', type: 'added', ...(reason && { reason }), ...found });
    if (wider !== undefined) compareResponse(cx, at(status), role, wider, fresh);
  }
}

function reportCovered(cx: Context, spot: Spot, old: Response, fresh: Response, reason: string): void {
  cx.report.add(spot, {
    rule: 'response-status-covered',
    reason,
    type: 'modified',
    oldValue: old.status,
    newValue: fresh.status,
    old: old.entry,
    new: fresh.entry,
    onKey: true,
  });
}

/** What stands for a status that no longer has a response of its own. */
function wideCover(
  before: Responses,
  after: Responses,
  status: string,
  forSuccess: Response | undefined,
): Response | undefined {
  if (status === 'default') return undefined;
  const range = rangeAround(after, status);
  if (range !== undefined) return range;
  if (isFailure(status)) return after.get('default');
  return before.has('default') ? undefined : forSuccess;
}

/** What stood for a status that has a response of its own now. */
function coverBefore(before: Responses, status: string, forSuccess: Response | undefined): Response | undefined {
  if (status === 'default') return undefined;
  return rangeAround(before, status) ?? (isFailure(status) ? before.get('default') : forSuccess);
}

function rangeAround(responses: Responses, status: string): Response | undefined {
  return status === rangeOf(status) ? undefined : responses.get(rangeOf(status));
}

/** The default, if it is also what a success looks like: beside the response to one, it is what happens when something goes wrong. */
function defaultForSuccess(responses: Responses): Response | undefined {
  const hasSuccess = [...responses.keys()].some((status) => status !== 'default' && !isFailure(status));
  return hasSuccess ? undefined : responses.get('default');
}

/** Whether single statuses take the place of a range, or ranges that of the default. */
function isSpelledOut(status: string, before: Responses, after: Responses): boolean {
  if (status === 'default') return ['4XX', '5XX'].every((it) => after.has(it) && !before.has(it));
  // Nothing else has statuses within it, and there are five of these.
  return isRange(status) && [...after.keys()].some((it) => isWithin(it, status) && !before.has(it));
}

function isWithin(status: string, range: string): boolean {
  return range === 'default' ? status !== range : status !== range && rangeOf(status) === range;
}

function isRange(status: string): boolean {
  return /^[1-5]XX$/.test(status);
}

/** `404` is in `4XX`. */
function rangeOf(status: string): string {
  return /^[1-5]\d\d$/.test(status) ? `${status[0]}XX` : status;
}

function isFailure(status: string): boolean {
  return /^[45]/.test(status);
}

function compareResponse(cx: Context, spot: Spot, role: Role, old: Response, fresh: Response): void {
  if (compareOpaque(cx, spot, old.opaque, fresh.opaque)) return;
  compareCarriers(cx, spot, role, 'headers', old.headers, fresh.headers);
  compareContent(cx, spot, role, old.content, fresh.content);
  compareLinks(cx, spot, old.links, fresh.links);
}

type Links = ReadonlyMap<string, Opened>;

function compareLinks(cx: Context, above: Spot, before: Links, after: Links): void {
  for (const [name, old] of before) {
    const fresh = after.get(name);
    const spot = step(above, 'links', name);
    if (fresh === undefined) {
      cx.report.add(spot, { rule: 'response-link-removed', type: 'removed', oldValue: name, old: old.at, onKey: true });
    } else if (!compareOpaque(cx, spot, old, fresh) && linkKey(old) !== linkKey(fresh)) {
      cx.report.add(spot, { rule: 'response-link-changed', type: 'modified', old: old.at, new: fresh.at });
    }
  }
  for (const [name, fresh] of after) {
    if (before.has(name)) continue;
    const found = { type: 'added', newValue: name, new: fresh.at, onKey: true } as const;
    cx.report.add(step(above, 'links', name), { rule: 'response-link-added', ...found });
  }
}

function linkKey(link: Opened): string {
  if (link.kind === 'opaque') return link.key;
  const parts = ['operationRef', 'operationId', 'parameters', 'requestBody', 'server'];
  return equalityKey(parts.map((name) => [member(link.value, name) ?? null]));
}
