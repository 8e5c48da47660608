/**
 * How much work something is, compared with a fixed piece of work done right before it: a number that says the same on
 * a fast machine and on a slow or busy one, unlike a time. What counts is what the processor did for this process, for
 * others may have it meanwhile.
 */
export function effort<T>(run: () => T): { readonly result: T; readonly effort: number } {
  const unit = time(fixedWork);
  let result: { value: T } | undefined;
  const took = time(() => {
    result = { value: run() };
  });
  if (result === undefined) throw new Error('nothing was run');
  return { result: result.value, effort: took / unit };
}

/** Some ten milliseconds of parsing and printing, where this was written. */
function fixedWork(): void {
  const text = JSON.stringify(
    Array.from({ length: 2000 }, (_, i) => ({ name: `item-${i}`, tags: ['a', 'b'], value: i / 7 })),
  );
  for (let i = 0; i < 5; i++) JSON.stringify(JSON.parse(text));
}

function time(run: () => void): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}
