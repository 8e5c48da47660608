/** Colours by role, each with a contrast of 4.5 to 1 or more to what is behind it (WCAG 2.2, 1.4.3). */
export interface Colours {
  readonly ground: string;
  readonly box: string;
  readonly text: string;
  readonly quiet: string;
  readonly wrong: string;
  readonly warning: string;
}

const light: Colours = {
  ground: '#ffffff',
  box: '#f6f8fa',
  text: '#1f2328',
  quiet: '#59636e',
  wrong: '#cf222e',
  warning: '#7d4e00',
};

const dark: Colours = {
  ground: '#0d1117',
  box: '#151b23',
  text: '#f0f6fc',
  quiet: '#9198a1',
  wrong: '#ff7b72',
  warning: '#d29922',
};

/** A rule: what it is about, inside the picture, and what it says. */
type Rule = readonly [selectors: string, declarations: string];

const shapes: readonly Rule[] = [
  ['text', 'font-family:system-ui,-apple-system,Segoe UI,Roboto,DejaVu Sans,sans-serif'],
  ['.name,.facts,.label text', 'text-anchor:middle'],
  ['.name', 'font-size:14px;font-weight:600'],
  ['.facts,.note', 'font-size:12px'],
  ['.label', 'font-size:11px'],
  ['.arrow', 'fill:none;stroke-width:1.25px'],
  ['.optional', 'stroke-dasharray:5 4'],
  ['.arrow.cycle', 'stroke-width:2.5px'],
  ['.dense .arrow:not(.cycle)', 'stroke-opacity:0.5'],
  ['.box rect', 'stroke-width:1px'],
  ['.root rect,.conflict rect,.at-risk rect', 'stroke-width:2px'],
  ['.breaks rect', 'stroke-width:4px'],
  ['.unresolved rect,.unknown rect', 'stroke-dasharray:5 4'],
  ['.held-back rect', 'stroke-dasharray:1 3'],
];

function colours({ ground, box, text, quiet, wrong, warning }: Colours): readonly Rule[] {
  return [
    ['.ground', `fill:${ground}`],
    ['.box rect', `fill:${box};stroke:${quiet}`],
    ['.root rect', `stroke:${text}`],
    ['.name', `fill:${text}`],
    ['.facts,.note,.label text,.head', `fill:${quiet}`],
    ['.label rect', `fill:${ground};fill-opacity:0.85`],
    ['.conflict rect,.at-risk rect,.unknown rect', `stroke:${warning}`],
    ['.conflict .facts,.at-risk .facts,.unknown .facts', `fill:${warning}`],
    ['.unresolved rect,.breaks rect', `stroke:${wrong}`],
    ['.unresolved .facts,.breaks .facts,.head-cycle', `fill:${wrong}`],
    ['.arrow', `stroke:${quiet}`],
    ['.arrow.cycle', `stroke:${wrong}`],
  ];
}

/** The picture's class: inside a page its rules are about nothing else. */
export const pictureClass = 'pacto-graph';

/** The style sheet of the picture. Without variables, which not every viewer knows. */
export const styleSheet = [
  ...shapes.map(print),
  ...colours(light).map(print),
  `@media (prefers-color-scheme:dark){${colours(dark).map(print).join('')}}`,
].join('');

/** The style of pictures inside a page, which has colours of its own. */
export function styleInPage(own: Colours): string {
  return [...shapes, ...colours(own)].map(print).join('');
}

function print([selectors, declarations]: Rule): string {
  const inside = selectors.split(',').map((selector) => `.${pictureClass} ${selector}`);
  return `${inside.join(',')}{${declarations}}`;
}
