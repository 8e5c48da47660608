/** Colours and weights of terminal text, or none: the same calls, so that renderers need not know. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const asIs = (text: string): string => text;

/** Leaves text as it is: for pipes, files and `NO_COLOR`. */
export const plain: Style = { bold: asIs, dim: asIs, red: asIs, yellow: asIs, green: asIs, blue: asIs, cyan: asIs };

/** Wraps text in SGR sequences (ECMA-48, 8.3.117). */
export const coloured: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  blue: sgr(34, 39),
  cyan: sgr(36, 39),
};

function sgr(on: number, off: number): (text: string) => string {
  return (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);
}
