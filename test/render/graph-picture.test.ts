import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdicts } from '../../src/core/graph/impact-verdict.ts';
import type { GraphEdge, GraphNode } from '../../src/core/graph/model.ts';
import type { GraphResult } from '../../src/operations/results.ts';
import { renderGraphSvg } from '../../src/render/graph/svg/svg.ts';
import { renderImpactSvg } from '../../src/render/impact/svg.ts';
import { program } from '../support/external.ts';
import { graphOf, hostileGraph } from './graphs.ts';
import { dependentOf, hostileImpact, impactOn } from './impacts.ts';

const executablePath = program('chromium');

const local = (name: string, version = '1.0.0'): GraphNode => ({ id: name, name, version, source: 'local' });
const shop = local('shop');
const orders = local('orders', '2.3.0');
const cache = local('cache', '7.2.0');
const wide = local('WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW', '1.0.0-rc.1+build.20260101');
const edge = (from: GraphNode, to: GraphNode | undefined, required = true): GraphEdge => ({
  from: from.id,
  kind: 'dependency',
  name: 'gone',
  ref: '../x',
  constraint: '^1.0.0 || ^2.0.0',
  required,
  ...(to === undefined ? { error: { code: 'X', message: 'not there', hint: '' } } : { to: to.id }),
});
const troubled: GraphResult = {
  ...graphOf(
    [shop, orders, cache, wide],
    [
      edge(shop, orders),
      edge(shop, cache, false),
      edge(orders, shop),
      edge(orders, wide),
      edge(cache, cache),
      edge(cache, cache),
      edge(wide, undefined, false),
    ],
  ),
  cycles: [['shop', 'orders', 'shop']],
  conflicts: [{ name: 'cache', message: '', versions: [], requirers: [] }],
};

/** What a browser makes of the picture; run in the page. */
const look = `(() => {
  const box = (element) => { const { x, y, width, height } = element.getBBox(); return { x, y, width, height }; };
  const boxes = [...document.querySelectorAll('.box')];
  const rects = boxes.map((group) => box(group.querySelector('rect')));
  const outside = boxes.flatMap((group, i) => [...group.querySelectorAll('text')]
    .filter((text) => box(text).width > rects[i].width).map((text) => text.textContent));
  const overlap = rects.flatMap((a, i) => rects.slice(i + 1).filter((b) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
  const svg = document.documentElement;
  const all = box(svg);
  const number = (name) => Number(svg.getAttribute(name));
  const colour = (selector, name) => getComputedStyle(document.querySelector(selector))[name];
  return {
    root: svg.localName,
    wrong: document.querySelectorAll('parsererror, script, a, image').length,
    boxes: boxes.length,
    outside,
    overlap: overlap.length,
    cutOff: all.x < -1 || all.y < -1 || all.width > number('width') + 1 || all.height > number('height') + 1,
    name: svg.querySelector('#' + svg.getAttribute('aria-labelledby')).textContent,
    ground: colour('.ground', 'fill'),
    text: colour('.name', 'fill'),
  };
})()`;

describe.skipIf(executablePath === undefined)('the picture in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    });
  });
  afterAll(async () => browser?.close());

  const seen = async (result: GraphResult, colorScheme: 'light' | 'dark') =>
    seenSvg(await renderGraphSvg(result), colorScheme);

  async function seenSvg(svg: string, colorScheme: 'light' | 'dark') {
    const tab = await browser.newPage({ colorScheme });
    const requests: string[] = [];
    const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    tab.on('request', (request) => requests.push(request.url()));
    tab.on('dialog', () => requests.push('a dialog'));
    await tab.goto(url);
    const picture = (await tab.evaluate(look)) as Record<string, unknown>;
    await tab.close();
    return { ...picture, requests: requests.filter((request) => request !== url) };
  }

  it('has every box apart from the others and around its text, in light and in dark', async () => {
    const picture = {
      root: 'svg',
      wrong: 0,
      boxes: 5,
      outside: [],
      overlap: 0,
      cutOff: false,
      name: 'Dependencies of shop@1.0.0',
      requests: [],
    };
    expect(await seen(troubled, 'light')).toEqual({
      ...picture,
      ground: 'rgb(255, 255, 255)',
      text: 'rgb(31, 35, 40)',
    });
    expect(await seen(troubled, 'dark')).toEqual({ ...picture, ground: 'rgb(13, 17, 23)', text: 'rgb(240, 246, 252)' });
  });

  it('is well-formed, and runs and loads nothing, whatever services are called', async () => {
    expect(await seen(hostileGraph, 'light')).toMatchObject({ root: 'svg', wrong: 0, boxes: 3, requests: [] });
  });

  it('shows whom a new version hits, whatever they are called', async () => {
    const dependents = [...verdicts, ...verdicts].map((verdict, i) =>
      dependentOf(`s${i}`, verdict, {
        version: '10.20.30-rc.1',
        required: i % 3 > 0,
        ...(i < 3 ? {} : { through: `platform/s${i % 3}`, distance: 2 }),
      }),
    );
    for (const scheme of ['light', 'dark'] as const) {
      expect(await seenSvg(await renderImpactSvg(impactOn(dependents)), scheme)).toMatchObject({
        root: 'svg',
        wrong: 0,
        boxes: 11,
        outside: [],
        overlap: 0,
        cutOff: false,
        name: 'auth 1.0.0 → 2.0.0',
        requests: [],
      });
    }
    const attacked = await seenSvg(await renderImpactSvg(hostileImpact), 'light');
    expect(attacked).toMatchObject({ root: 'svg', wrong: 0, boxes: 6, requests: [] });
  });

  it('is a picture of many, too', async () => {
    const nodes = Array.from({ length: 500 }, (_, i) => local(`service-${i}`));
    const edges = nodes.slice(1).map((node, i) => edge(nodes[Math.floor(i / 3)] ?? node, node));
    // From the last column upwards, back, and to itself.
    edges.push(edge(local('service-499'), local('service-498')), edge(local('service-499'), shop));
    edges.push(edge(local('service-498'), local('service-498')));
    expect(await seen(graphOf(nodes, edges), 'light')).toMatchObject({
      boxes: 500,
      outside: [],
      overlap: 0,
      cutOff: false,
    });
  });
});
