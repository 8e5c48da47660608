/** How two texts differ, line by line, as `diff -u` shows it. */

/** Cells of the table that finds what two texts have in common; texts that need more are shown as wholly replaced. */
const maxCells = 4_000_000;
const context = 3;

interface Step {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

/**
 * The hunks that turn `before` into `after`, without the two lines that name files; empty where the texts are equal. A
 * last line without a line break is marked as `diff` does.
 */
export function unifiedDiff(before: string, after: string): string {
  if (before === after) return '';
  const steps = stepsBetween(linesOf(before), linesOf(after));
  const isNear = nearChanges(steps);
  let [hunks, oldLine, newLine] = ['', 1, 1];
  for (let at = 0; at < steps.length; ) {
    if (isNear[at] !== true) {
      at += 1;
      oldLine += 1;
      newLine += 1;
      continue;
    }
    let end = at;
    while (isNear[end] === true) end += 1;
    const hunk = steps.slice(at, end);
    const [olds, news] = [
      hunk.filter(({ mark }) => mark !== '+').length,
      hunk.filter(({ mark }) => mark !== '-').length,
    ];
    // Of no lines, the line before is named.
    const place = (line: number, count: number) => `${count === 0 ? line - 1 : line}${count === 1 ? '' : `,${count}`}`;
    hunks += `@@ -${place(oldLine, olds)} +${place(newLine, news)} @@\n`;
    hunks += hunk.map(({ mark, line }) => mark + withBreak(line)).join('');
    oldLine += olds;
    newLine += news;
    at = end;
  }
  return hunks;
}

/** The lines with their breaks. */
function linesOf(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  return text === '' ? [] : lines;
}

function withBreak(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}

function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let same = 0;
  while (
    same < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - same] === after[after.length - 1 - same]
  ) {
    same += 1;
  }
  const kept = (lines: readonly string[]) => lines.map((line): Step => ({ mark: ' ', line }));
  return [
    ...kept(before.slice(0, start)),
    ...middle(before.slice(start, before.length - same), after.slice(start, after.length - same)),
    ...kept(before.slice(before.length - same)),
  ];
}

/** By the longest common subsequence, which is small work for what people look at. */
function middle(before: readonly string[], after: readonly string[]): Step[] {
  const width = after.length + 1;
  if ((before.length + 1) * width > maxCells) {
    return [...before.map((line): Step => ({ mark: '-', line })), ...after.map((line): Step => ({ mark: '+', line }))];
  }
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const [down, right, both] = [
        common[(i + 1) * width + j],
        common[i * width + j + 1],
        common[(i + 1) * width + j + 1],
      ];
      common[i * width + j] = before[i] === after[j] ? (both ?? 0) + 1 : Math.max(down ?? 0, right ?? 0);
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old === fresh) {
      steps.push({ mark: ' ', line: old });
      i += 1;
      j += 1;
    } else if (
      fresh === undefined ||
      (old !== undefined && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    ) {
      steps.push({ mark: '-', line: old ?? '' });
      i += 1;
    } else {
      steps.push({ mark: '+', line: fresh });
      j += 1;
    }
  }
  return steps;
}

/** For each step whether it is shown: a change, or within reach of one. */
function nearChanges(steps: readonly Step[]): boolean[] {
  const near = steps.map(() => false);
  for (const [at, { mark }] of steps.entries()) {
    if (mark === ' ') continue;
    for (let i = Math.max(0, at - context); i <= Math.min(steps.length - 1, at + context); i++) near[i] = true;
  }
  return near;
}
