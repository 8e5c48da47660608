/**
 * The script of a page, which reads without it: theme, filter, links to copy, the current section, printing. It makes no
 * HTML from texts. Written for browsers; it is a text here because its hash is a part of the page's policy.
 */
export const pageScript = `(() => {
'use strict';
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const dark = matchMedia('(prefers-color-scheme: dark)');
const kept = {
  get(key) { try { return localStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, value); } catch { /* a file may have no storage */ } },
};
const wanted = kept.get('pacto-theme');
if (wanted === 'dark' || wanted === 'light') root.dataset.theme = wanted;

const say = (text) => {
  const toast = document.querySelector('.toast');
  if (!toast) return;
  toast.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.textContent = ''; }, 2500);
};

const theme = () => {
  const button = document.querySelector('button.theme');
  if (!button) return;
  const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const show = () => { button.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    kept.set('pacto-theme', root.dataset.theme);
    show();
  });
  dark.addEventListener('change', show);
  show();
};

const filter = () => {
  const field = document.querySelector('.filter');
  if (!field) return;
  const input = field.querySelector('input');
  const count = field.querySelector('.count');
  const items = all('details.endpoint').map((item) => ({ item, text: item.querySelector('summary').textContent.toLowerCase() }));
  if (items.length < 2) return;
  const groups = all('.group');
  field.hidden = false;
  const apply = () => {
    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const { item, text } of items) {
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) shown++;
    }
    for (const group of groups) group.hidden = words.length > 0 && !group.querySelector('details.endpoint:not([hidden])');
    count.textContent = words.length === 0 ? '' : shown + ' of ' + items.length;
  };
  input.addEventListener('input', apply);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      document.querySelector('details.endpoint:not([hidden]) > summary')?.focus();
    }
    if (event.key === 'Escape') { input.value = ''; apply(); }
  });
};

const openTarget = () => {
  let target = null;
  try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { return; }
  if (!target) return;
  for (let at = target; at; at = at.parentElement) {
    at.hidden = false;
    if (at.matches('details')) at.open = true;
  }
  target.scrollIntoView();
};

const copyLinks = () => document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a.anchor, .copy a') : null;
  if (!link || !navigator.clipboard) return;
  navigator.clipboard.writeText(link.href).then(() => say('Link copied'), () => undefined);
});

const current = () => {
  const links = new Map(all('.contents a').map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let shown = null;
  let waits = false;
  const mark = () => {
    waits = false;
    const passed = heads.filter((head) => head.getBoundingClientRect().top < 140);
    const link = links.get((passed.at(-1) ?? heads[0])?.id);
    if (link === shown) return;
    shown?.removeAttribute('aria-current');
    link?.setAttribute('aria-current', 'location');
    shown = link;
  };
  addEventListener('scroll', () => { if (!waits) { waits = true; requestAnimationFrame(mark); } }, { passive: true });
  mark();
};

const printing = () => {
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = all('details:not([open])');
    for (const item of opened) item.open = true;
  });
  addEventListener('afterprint', () => { for (const item of opened) item.open = false; });
};

document.addEventListener('DOMContentLoaded', () => {
  for (const part of [theme, filter, copyLinks, current, printing, openTarget]) part();
  addEventListener('hashchange', openTarget);
  root.dataset.ready = '';
});
})();
`;

/**
 * What a served page does beside: it loads itself anew after a change, keeps open what was open, and says so while nobody
 * is there to tell it of changes.
 */
export function liveScript(events: string): string {
  return `(() => {
'use strict';
const key = 'pacto-open';
addEventListener('pagehide', () => {
  if (!document.querySelector('details[id]')) return;
  const open = [...document.querySelectorAll('details[open][id]')].map((item) => item.id);
  try { sessionStorage.setItem(key, JSON.stringify(open)); } catch { /* then they are closed */ }
});
const listen = () => {
  const away = document.querySelector('.away');
  const source = new EventSource(${JSON.stringify(events)});
  source.addEventListener('change', () => location.reload());
  source.addEventListener('open', () => { clearTimeout(listen.timer); away.hidden = true; });
  source.addEventListener('error', () => {
    clearTimeout(listen.timer);
    // A moment is nothing to tell anybody, and the end of the page is one.
    listen.timer = setTimeout(() => { away.hidden = false; }, 700);
    // Where it was refused, the browser does not try again.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
};
document.addEventListener('DOMContentLoaded', () => {
  try {
    for (const id of JSON.parse(sessionStorage.getItem(key) ?? '[]')) {
      const item = document.getElementById(id);
      if (item?.matches('details')) item.open = true;
    }
  } catch { /* then they are closed */ }
  listen();
});
})();
`;
}
