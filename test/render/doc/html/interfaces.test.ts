import { beforeAll, describe, expect, it } from 'vitest';
import { memoryBundle } from '../../../../src/core/contract/bundle.ts';
import { doc } from '../../../../src/operations/doc.ts';
import { renderDocumentHtml } from '../../../../src/render/doc/html/page.ts';
import { casePorts } from '../../../support/cases.ts';
import { root } from '../../../support/run.ts';

const answer = { responses: { 200: { description: 'Fine' } } };
const api = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  servers: [{ url: 'https://{env}.example', variables: { env: { default: 'eu', enum: ['eu', 'us'] } } }],
  paths: {
    '/untagged': { get: answer },
    '/orders': {
      servers: [{ url: 'https://orders.example', description: 'Of **orders**.' }],
      post: {
        tags: ['orders', 'money'],
        parameters: [{ name: 'code', in: 'query', schema: { type: 'string', pattern: '^[a-z]+$' } }],
        responses: {
          200: {
            description: 'Fine',
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Order' } } },
            },
            links: { next: { operationId: 'readOrder', description: 'Reads it.' } },
          },
        },
        callbacks: { done: { '{$request.body#/url}': { post: answer } } },
      },
    },
  },
  webhooks: { sold: { post: { tags: ['orders'], ...answer } } },
  components: {
    schemas: { Order: { type: 'object', properties: { id: { type: 'string' } } } },
    securitySchemes: {
      login: {
        type: 'oauth2',
        flows: {
          clientCredentials: { tokenUrl: 'https://login.example/token', scopes: { read: 'Read.' } },
          implicit: { authorizationUrl: 'javascript:alert(1)', scopes: {} },
        },
      },
    },
  },
};

let page = '';
beforeAll(async () => {
  const contract = `pactoVersion: "1.0"
service: { name: shop, version: 1.0.0 }
interfaces: [{ name: rest, type: http, port: 80, contract: api.json }]
`;
  const files = Object.entries({ 'pacto.yaml': contract, 'api.json': JSON.stringify(api) });
  const bytes = new Map(files.map(([name, text]) => [name, new TextEncoder().encode(text)]));
  const bundle = memoryBundle(bytes, { kind: 'memory', label: 'shop', contractPath: 'shop/pacto.yaml' });
  const { result } = await doc({ ...casePorts(root), open: () => Promise.resolve(bundle) }, { reference: 'shop' });
  page = (await renderDocumentHtml(result, { readFile: () => undefined })).html;
});

describe('the page of an HTTP interface', () => {
  it('has endpoints without a tag after the others, and last what the service calls itself', () => {
    expect([...page.matchAll(/<h4[^>]*>([^<]*)/g)].map(([, title]) => title)).toEqual([
      'orders',
      'Other',
      'Webhooks',
      'Callbacks',
      'Schemas',
    ]);
  });

  it.each([
    ['what may stand in the braces of an address', '<code>{env}</code> one of <code>eu</code> <code>us</code>'],
    ['own servers', '<code>https://orders.example</code><p>Of <strong>orders</strong>.</p>'],
    ['whom a callback is for', 'for those who call <code>POST /orders</code>'],
    ['further tags', 'also tagged money'],
    ['what can be called next', '<dt><code>readOrder</code> <span class="where">next</span></dt><dd><p>Reads it.</p>'],
    ['patterns as code', 'matches <code>^[a-z]+$</code>'],
    ['links to what is in a list', 'list of <a class="type" href="#rest-schema-order">Order</a>'],
    ['where to get a token', 'Get a token at <a href="https://login.example/token" rel="noreferrer">'],
    ['addresses that lead nowhere as text', 'Authorize at <code>javascript:alert(1)</code>'],
    ['scopes', '<dt><code>read</code></dt><dd><p>Read.</p>'],
  ])('tells %s', (_what, expected) => {
    expect(page).toContain(expected);
  });

  it('leaves nothing on paper where a link to an endpoint stood', () => {
    const links = [...page.matchAll(/(.{0,40})<a href="#[^"]*">Link to this endpoint<\/a>/g)];
    expect(links.length).toBe(4);
    for (const [, before = ''] of links)
      expect(before).toMatch(/<(?:p class="quiet copy"|span class="copy")>(?: · )?$/);
  });
});
