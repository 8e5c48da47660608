import { styleInPage } from '../../../graph/svg/style.ts';
import { colourRules } from './colours.ts';
import { layoutRules } from './layout.ts';
import { paperRules } from './paper.ts';
import { partRules } from './parts.ts';

const picture = styleInPage({
  ground: 'var(--surface)',
  box: 'var(--sunken)',
  text: 'var(--text)',
  quiet: 'var(--quiet)',
  wrong: 'var(--bad)',
  warning: 'var(--warn)',
});

/** The style of every page. It names no other host, and no font that would have to be loaded. */
export const styleSheet = ['', colourRules, layoutRules, partRules, picture, paperRules, ''].join('\n');
