/** Colours by role, for light and dark, each text with a contrast of 4.5 to 1 or more to its ground (WCAG 2.2, 1.4.3). */
const roles: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ground: ['#fbfcfc', '#0e1317'],
  surface: ['#ffffff', '#151c22'],
  sunken: ['#f1f4f5', '#1b242c'],
  line: ['#dde3e6', '#2c3843'],
  text: ['#17212b', '#e7edf1'],
  quiet: ['#51606c', '#a5b2bd'],
  accent: ['#0b6070', '#66cbd9'],
  'accent-soft': ['#e2f1f4', '#12323a'],
  good: ['#1a6632', '#76d392'],
  'good-soft': ['#e5f4ea', '#14301e'],
  bad: ['#ad241c', '#ff9389'],
  'bad-soft': ['#fdecea', '#3a1917'],
  warn: ['#744700', '#f1bd64'],
  'warn-soft': ['#fff3dd', '#33280f'],
  blue: ['#0b549e', '#86bcff'],
  'blue-soft': ['#e4eefa', '#13273e'],
  violet: ['#6339a6', '#c8abff'],
  'violet-soft': ['#f0e9fb', '#291d43'],
};

/** The colours as custom properties, which follow the reader's preference, the page's own button, and paper. */
export const colourRules = [
  ':root{color-scheme:light dark}',
  ':root[data-theme=light]{color-scheme:light}',
  ':root[data-theme=dark]{color-scheme:dark}',
  `:root{${Object.entries(roles)
    .map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark})`)
    .join(';')}}`,
].join('\n');
