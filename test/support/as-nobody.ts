/** Runs something without the superuser's power to read and write everything, which CI containers often have. */
export async function asNobody(action: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return action();
  process.seteuid?.(65534);
  try {
    await action();
  } finally {
    process.seteuid?.(0);
  }
}
