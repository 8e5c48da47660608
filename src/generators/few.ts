/** As many names as a text for people has. */
const most = 10;

/** Names with commas between them; of many the first ones, and how many more there are. */
export function few(names: readonly (string | number)[]): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}
