/** Events of YAML text, by js-yaml. */

import { EVENT_ID, type Event, type EventsRead, eventStart } from './event.ts';
import { nestingProblem, type ReadLimits, syntaxProblem, type TextProblem } from './problem.ts';
import { syntaxProblems } from './syntax.ts';
import { parse } from './yaml-parse.ts';

/** The events of the one document in a YAML text, or everything that can be said about why there are none. */
export function yamlEvents(text: string, limits: ReadLimits): EventsRead {
  const parsed = parse(text, limits);
  if (parsed.ok) return checkSingle(text, parsed.events);
  if (parsed.kind === 'nesting') {
    return { ok: false, problems: [nestingProblem(limits.maxDepth, { start: parsed.at, end: parsed.at + 1 })] };
  }
  return { ok: false, problems: syntaxProblems(text, limits, parsed) };
}

function checkSingle(text: string, events: readonly Event[]): EventsRead {
  const root = events[1];
  const hasValue = root !== undefined && eventStart(root) !== undefined;
  const second = events.findIndex((event, i) => i > 0 && event.type === EVENT_ID.DOCUMENT);
  if (second > 0) return { ok: false, problems: [severalDocuments(text, events, second)] };
  const first = events[0];
  if (first?.type === EVENT_ID.DOCUMENT && first.directives.some(({ kind }) => kind === 'tag')) {
    const start = text.search(/^%TAG/m);
    const problem = syntaxProblem('%TAG directives are not supported', { start, end: start + 4 }, 'remove the line');
    return { ok: false, problems: [problem] };
  }
  if (hasValue) return { ok: true, events };
  const message = text.trim() === '' ? 'the file is empty' : 'the file has no content besides comments';
  return { ok: false, problems: [syntaxProblem(message, { start: 0, end: 0 })] };
}

/** The place of the second document: its `---`, which is what separates it. */
function severalDocuments(text: string, events: readonly Event[], second: number): TextProblem {
  let from = 0;
  for (const event of events.slice(1, second)) from = Math.max(from, lastOffset(event));
  const separator = /^---/gm;
  separator.lastIndex = from;
  const start = separator.exec(text)?.index ?? from;
  const message = 'the file has more than one document';
  return syntaxProblem(message, { start, end: start + 3 }, 'keep one document, and remove the other with its `---`');
}

/** The last offset that an event mentions. */
function lastOffset(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueEnd;
  return eventStart(event) ?? 0;
}
