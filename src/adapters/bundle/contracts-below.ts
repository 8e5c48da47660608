/** Folders named in a hint at most. */
const shownFolders = 3;

/** The hint for a folder without contract that has these with one below it; undefined where there are none. */
export function contractsBelow(folders: readonly string[]): string | undefined {
  if (folders.length === 0) return undefined;
  const more = folders.length > shownFolders ? `, and ${folders.length - shownFolders} more` : '';
  return `There are contracts in ${folders.slice(0, shownFolders).join(', ')}${more}.`;
}
