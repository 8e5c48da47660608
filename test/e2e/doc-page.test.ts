/** The page of `pacto doc` in a real browser: nothing loaded, nothing wrong for anybody, nothing run that a bundle says. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { documentPage } from '../support/doc-page.ts';
import { program } from '../support/external.ts';
import { hostileBundle, manyEndpoints } from '../support/hostile-bundle.ts';
import { root } from '../support/run.ts';

const executablePath = program('chromium');
const screenshots = path.join(root, '.cache', 'screenshots');
const work = path.join(tmpdir(), `pacto-doc-page-${process.pid}`);
const widths = [360, 768, 1440] as const;
const schemes = ['light', 'dark'] as const;

const examples = readdirSync(path.join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['plugins', 'versions'].includes(entry.name))
  .map(({ name }) => name);

/** Together they have every kind of part; colours are what they are in each, and have tests of their own. */
const inDark = ['payments-api', 'order-events', 'inventory-grpc', 'storefront-bff'];

describe.skipIf(executablePath === undefined)('the page of a contract', () => {
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(work, { recursive: true });
    mkdirSync(screenshots, { recursive: true });
    browser = await launchChromium(executablePath ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(work, { recursive: true, force: true });
  });

  /** The address of a page of a bundle's directory, which is made once. */
  async function pageOf(directory: string): Promise<string> {
    const file = path.join(work, `${path.basename(directory)}.html`);
    if (!existsSync(file)) writeFileSync(file, (await documentPage(directory)).html);
    return pathToFileURL(file).href;
  }

  /** A tab with the page, and everything that it said or asked for beside the page itself. */
  async function openTab(address: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const tab = await context.newPage();
    const noise: string[] = [];
    let page = address;
    tab.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
    tab.on('pageerror', (error) => noise.push(String(error)));
    tab.on('dialog', (dialog) => {
      noise.push(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => undefined);
    });
    tab.on('request', (request) => {
      const isPage = request.isNavigationRequest() && request.url().split('#')[0] === page.split('#')[0];
      if (!isPage && !request.url().startsWith('data:')) noise.push(`request: ${request.url()}`);
    });
    const open = async (url: string) => {
      page = url;
      await tab.goto(url);
    };
    await open(address);
    return { tab, noise, open };
  }

  const openAll = (tab: Page) =>
    tab.evaluate("for (const item of document.querySelectorAll('details')) item.open = true");
  const overflow = (tab: Page) =>
    tab.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  /** What axe finds: all of its rules, or what alone is another thing in other colours. */
  async function violations(tab: Page, rules: readonly string[] = []): Promise<string[]> {
    const options = {
      resultTypes: ['violations'],
      preload: false,
      ...(rules.length > 0 ? { runOnly: { type: 'rule', values: rules } } : {}),
    };
    if (!(await tab.evaluate("'axe' in window"))) await tab.evaluate(axe.source);
    const found = await tab.evaluate(
      `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
    );
    const list = found as { id: string; nodes: { html: string; failureSummary: string }[] }[];
    return list.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${node.html}\n${node.failureSummary}`),
    );
  }
  const ofColours = ['color-contrast', 'link-in-text-block'];

  describe('of the example', () => {
    let shared: Awaited<ReturnType<typeof openTab>>;
    beforeAll(async () => {
      shared = await openTab('about:blank', { reducedMotion: 'reduce' });
    });
    afterAll(() => shared?.tab.context().close());

    it.each(examples)('%s loads nothing, fits, and has no violation of accessibility rules', async (name) => {
      const { tab, noise, open } = shared;
      await tab.emulateMedia({ colorScheme: 'light' });
      await open(await pageOf(path.join(root, 'examples', name)));
      await openAll(tab);
      for (const width of widths) {
        await tab.setViewportSize({ width, height: 900 });
        expect(await overflow(tab), `wider than ${width} pixels by`).toBe(0);
      }
      expect(await violations(tab)).toEqual([]);
      if (inDark.includes(name)) {
        await tab.emulateMedia({ colorScheme: 'dark' });
        expect(await violations(tab, ofColours), 'dark').toEqual([]);
      }
      expect(noise).toEqual([]);
    });
  });

  it('fits into each width, light and dark, as the kept pictures show', async () => {
    const { tab } = await openTab(await pageOf(path.join(root, 'examples', 'payments-api')));
    const endpoint = tab.locator('#rest-api-post-payments');
    for (const width of widths) {
      await tab.setViewportSize({ width, height: 900 });
      for (const colorScheme of schemes) {
        await tab.emulateMedia({ colorScheme });
        const picture = (name: string) => ({ path: path.join(screenshots, `doc-${width}-${colorScheme}${name}.png`) });
        await tab.screenshot({ ...picture(''), fullPage: true });
        await endpoint.locator('> summary').click();
        await endpoint.screenshot(picture('-endpoint'));
        await endpoint.locator('> summary').click();
      }
    }
    // What is a table where there is room is a list of cards where there is none.
    await tab.setViewportSize({ width: widths[0], height: 900 });
    expect(await violations(tab)).toEqual([]);
    await tab.context().close();
  });

  it('reads without its script', async () => {
    const url = await pageOf(path.join(root, 'examples', 'payments-api'));
    const { tab } = await openTab(url, { javaScriptEnabled: false });
    const endpoint = tab.locator('#rest-api-post-payments');
    expect(await tab.locator('.filter').isVisible()).toBe(false);
    expect(await tab.locator('button.theme').isVisible()).toBe(false);
    expect(await endpoint.locator('.body').isVisible()).toBe(false);
    await endpoint.locator('> summary').click();
    expect(await endpoint.locator('.body').isVisible()).toBe(true);
    expect(await tab.locator('#documents').isVisible()).toBe(true);
    await tab.context().close();
  });

  it('is used by keyboard: to the content, through the contents, into an endpoint', async () => {
    const { tab } = await openTab(await pageOf(path.join(root, 'examples', 'payments-api')));
    const focused = () => tab.evaluate('document.activeElement.outerHTML.slice(0, 60)');
    await tab.keyboard.press('Tab');
    expect(await focused()).toContain('class="skip"');
    await tab.keyboard.press('Enter');
    expect(await focused()).toContain('<main');
    await tab.locator('#filter').focus();
    await tab.keyboard.type('post refund');
    await tab.keyboard.press('Enter');
    expect(await focused()).toContain('<summary>');
    await tab.keyboard.press('Enter');
    expect(await tab.locator('details.endpoint[open] > summary').innerText()).toContain('/refunds');
    const outline = await tab.evaluate('getComputedStyle(document.activeElement).outlineWidth');
    expect(outline).toBe('3px');
    await tab.context().close();
  });

  it('finds endpoints', async () => {
    const { tab } = await openTab(await pageOf(path.join(root, 'examples', 'payments-api')));
    const shown = tab.locator('details.endpoint:visible');
    const all = await shown.count();
    await tab.locator('#filter').fill('GET Disputes');
    expect(await shown.count()).toBeGreaterThan(0);
    expect(await shown.count()).toBeLessThan(all);
    expect(await tab.locator('.filter .count').innerText()).toBe(`${await shown.count()} of ${all}`);
    await tab.locator('#filter').fill('nothing is called this');
    expect(await shown.count()).toBe(0);
    expect(await tab.locator('.group:visible').count()).toBe(0);
    await tab.locator('#filter').press('Escape');
    expect(await shown.count()).toBe(all);
    await tab.context().close();
  });

  it('changes between light and dark, and remembers it', async () => {
    const { tab } = await openTab(await pageOf(path.join(root, 'examples', 'payments-api')), { colorScheme: 'light' });
    const ground = () => tab.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await tab.locator('button.theme').click();
    const dark = await ground();
    expect(dark).not.toBe(light);
    expect(await tab.locator('button.theme').innerText()).toBe('Light theme');
    expect(await violations(tab, ofColours)).toEqual([]);
    await tab.reload();
    expect(await ground()).toBe(dark);
    await tab.emulateMedia({ media: 'print' });
    expect(await tab.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe('rgb(23, 33, 43)');
    await tab.context().close();
  });

  it('opens what a link leads to, and marks where one is', async () => {
    const url = await pageOf(path.join(root, 'examples', 'payments-api'));
    const { tab } = await openTab(`${url}#rest-api-schema-payment`, { reducedMotion: 'reduce' });
    expect(await tab.locator('#rest-api-schema-payment > .body').isVisible()).toBe(true);
    await tab.locator('.contents a', { hasText: 'Configuration' }).click();
    await tab.waitForFunction("document.querySelector('.contents a[aria-current]')?.textContent === 'Configuration'");
    expect(await tab.locator('.contents a[aria-current]').count()).toBe(1);
    await tab.context().close();
  });

  it('shows what a link leads to, also where the filter hides it', async () => {
    const { tab } = await openTab(await pageOf(path.join(root, 'examples', 'payments-api')), {
      reducedMotion: 'reduce',
    });
    await tab.locator('#filter').fill('disputes');
    const endpoint = tab.locator('#rest-api-post-payments');
    expect(await endpoint.isVisible()).toBe(false);
    await tab.evaluate("location.hash = '#rest-api-post-payments'");
    await endpoint.locator('> .body').waitFor();
    await tab.context().close();
  });

  it('tells screen readers headings without the links beside them', async () => {
    const { tab } = await openTab(await pageOf(path.join(root, 'examples', 'payments-api')));
    for (const name of ['Interfaces', 'Configuration', 'Documents']) {
      expect(await tab.getByRole('heading', { name, exact: true }).count(), name).toBe(1);
      expect(await tab.getByRole('region', { name, exact: true }).count(), name).toBe(1);
    }
    await tab.context().close();
  });

  it('has everything open on paper', async () => {
    const { tab } = await openTab(await pageOf(path.join(root, 'examples', 'payments-api')));
    await tab.emulateMedia({ media: 'print' });
    const heights = "[...document.querySelectorAll('details.endpoint > .body')].map((body) => body.offsetHeight)";
    expect(Math.min(...((await tab.evaluate(heights)) as number[]))).toBeGreaterThan(20);
    for (const button of ['nav', '.filter', 'button.theme']) expect(await tab.locator(button).isVisible()).toBe(false);
    await tab.screenshot({ path: path.join(screenshots, 'doc-print.png') });
    const pdf = await tab.pdf({ path: path.join(screenshots, 'doc.pdf'), format: 'A4' });
    expect(pdf.length).toBeGreaterThan(50_000);
    await tab.context().close();
  });

  it('of a hostile bundle runs nothing, loads nothing, and shows what it says as text', async () => {
    const directory = path.join(work, 'hostile');
    hostileBundle(directory);
    const url = await pageOf(directory);
    const { tab, noise } = await openTab(url, { reducedMotion: 'reduce' });
    await openAll(tab);
    for (const width of widths) {
      await tab.setViewportSize({ width, height: 900 });
      expect(await overflow(tab)).toBe(0);
    }
    await tab.mouse.move(300, 300);
    expect(await tab.evaluate('window.ran')).toBeUndefined();
    expect(noise).toEqual([]);
    expect(await tab.evaluate(outlaws)).toEqual([]);
    expect(await tab.evaluate('document.querySelectorAll("script").length')).toBe(1);
    expect(await tab.evaluate('document.querySelectorAll("style").length')).toBe(1);
    expect(await tab.locator('main').innerText()).toContain('<script>window.ran');
    expect(await violations(tab)).toEqual([]);
    await tab.context().close();
  });

  it('would not run what got in all the same', async () => {
    const file = path.join(work, 'broken-into.html');
    const { html } = await documentPage(path.join(root, 'examples', 'redis'));
    const intruder =
      '<script>window.ran = 1</script><img src="x" onerror="window.ran = 2"><a id="in" href="javascript:window.ran = 3">x</a><style>body { display: none }</style>';
    writeFileSync(file, html.replace('<h1>', `${intruder}<h1>`));
    const { tab, noise } = await openTab(pathToFileURL(file).href);
    await tab.locator('#in').click();
    expect(await tab.evaluate('window.ran')).toBeUndefined();
    expect(await tab.locator('h1').isVisible()).toBe(true);
    expect(noise.filter((text) => /Content Security Policy/.test(text)).length).toBeGreaterThanOrEqual(4);
    await tab.context().close();
  });

  it('of 300 endpoints is small, and there at once', async () => {
    const directory = path.join(work, 'large');
    manyEndpoints(directory, 300);
    const started = performance.now();
    const { html } = await documentPage(directory);
    const made = performance.now() - started;
    const url = await pageOf(directory);
    const { tab } = await openTab(url);
    await tab.reload();
    const times = await tab.evaluate(`(() => {
      const [{ domInteractive, domContentLoadedEventEnd, loadEventEnd }] = performance.getEntriesByType('navigation');
      const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
      return { domInteractive, domContentLoadedEventEnd, loadEventEnd, painted };
    })()`);
    expect(html.length).toBeLessThan(1_000_000);
    expect(await tab.locator('details.endpoint').count()).toBe(300);
    const told = Object.entries(times as Record<string, number>).map(
      ([name, value]) => `${name} ${Math.round(value)} ms`,
    );
    process.stdout.write(`300 endpoints: ${html.length} bytes, made in ${Math.round(made)} ms; ${told.join(', ')}\n`);
    await tab.context().close();
  });
});

/** Elements and attributes that could run or load something, with addresses that are no page's. */
const outlaws = `[...document.querySelectorAll('*')].flatMap((element) => {
  const own = [];
  const name = element.localName;
  if (['iframe', 'object', 'embed', 'base', 'form', 'link', 'foreignobject'].includes(name) && element.getAttribute('href') !== 'data:,') own.push(name);
  for (const { name: attribute, value } of element.attributes) {
    if (attribute.startsWith('on') || attribute === 'style' || attribute === 'srcdoc') own.push(name + ' ' + attribute);
    if ((attribute === 'href' || attribute === 'src' || attribute === 'xlink:href') && !/^(?:https?:\\/\\/|mailto:|#|data:(?:image\\/|,))/.test(value)) own.push(name + ' ' + value);
  }
  return own;
})`;
