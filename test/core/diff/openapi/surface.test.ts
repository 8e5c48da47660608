import { describe, expect, it } from 'vitest';
import { compareTexts, linesOf, type Options, type Texts } from './compare.ts';

/** What is compared, both sides, and what is found; nothing where the last list is empty. */
type Row = readonly [what: string, old: Texts, fresh: Texts, found: readonly string[], options?: Options];

const done = 'responses: { "204": { description: Done } }';

/** A document; `rest` are more of its fields, a line each. */
function api(paths: string, rest = '', version = 'openapi: 3.0.3'): string {
  return `${version}\ninfo: { title: Shop, version: 1.0.0 }\n${rest}\npaths:\n  ${paths.replaceAll('\n', '\n  ')}\n`;
}

/** The document with one operation. */
function get(operation: string, path = '/orders', rest = '', version?: string): string {
  return api(`${path}:\n  get:\n    ${operation.replaceAll('\n', '\n    ')}\n    ${done}`, rest, version);
}

function responses(text: string): string {
  return api(`/orders:\n  get:\n    responses:\n      ${text.replaceAll('\n', '\n      ')}`);
}

function posts(body: string, rest?: string, version?: string): string {
  return api(`/orders:\n  post:\n    ${body.replaceAll('\n', '\n    ')}\n    ${done}`, rest, version);
}

const at = 'openapi.paths[/orders].methods[GET]';
const schemes =
  'components: { securitySchemes: { a: { type: http, scheme: basic }, b: { type: apiKey, in: header, name: X-B } } }';
const swagger = 'swagger: "2.0"';

const paths: readonly Row[] = [
  [
    'names in braces and nothing else',
    get('parameters: [{ name: id, in: path, required: true, schema: { type: string } }]', '/orders/{id}'),
    get('parameters: [{ name: key, in: path, required: true, schema: { type: string } }]', '/orders/{key}'),
    ['N path-parameter-renamed openapi.paths[/orders/{key}].methods[GET].parameters[key:path]'],
  ],
  [
    'parameters of a path by position, so that swapped names are no change of types',
    get(
      'parameters: [{ name: a, in: path, required: true, schema: { type: integer } }, { name: b, in: path, required: true, schema: { type: string, maxLength: 3 } }]',
      '/x/{a}/{b}',
    ),
    get(
      'parameters: [{ name: a, in: path, required: true, schema: { type: string, maxLength: 3 } }, { name: b, in: path, required: true, schema: { type: integer } }]',
      '/x/{b}/{a}',
    ),
    [
      'N path-parameter-renamed openapi.paths[/x/{b}/{a}].methods[GET].parameters[a:path]',
      'N path-parameter-renamed openapi.paths[/x/{b}/{a}].methods[GET].parameters[b:path]',
    ],
  ],
  [
    'a slash at the end',
    get('', '/orders'),
    get('', '/orders/'),
    ['B path-removed openapi.paths[/orders]', 'N path-added openapi.paths[/orders/]'],
  ],
  [
    'a path for which a template still stands',
    api(`/users/{id}: { get: { ${done} } }\n/users/me: { get: { ${done} } }`),
    api(`/users/{id}: { get: { ${done} } }`),
    ['B path-removed openapi.paths[/users/me]'],
  ],
  [
    'a base path that moved into the paths',
    get('', '/orders', 'servers: [{ url: "https://api.example.com/v1" }]'),
    get('', '/v1/orders', 'servers: [{ url: "https://api.example.com" }]'),
    [],
  ],
  [
    'a base path that moved out of the paths, beside a new path of the old name',
    api(`/v1/orders: { get: { ${done} } }`, 'servers: [{ url: "https://api.example.com" }]'),
    api(`/orders: { get: { ${done} } }`, 'servers: [{ url: "https://api.example.com/v1" }]'),
    [],
  ],
  [
    'one path written twice',
    api(`/orders/{a}: { get: { ${done} } }\n/orders/{b}: { post: { ${done} } }`),
    api(`/orders/{a}: { get: { ${done} }, post: { ${done} } }`),
    [],
  ],
  [
    'a path item that is referred to',
    {
      'api.yaml': api('/orders: { $ref: "orders.yaml" }'),
      'orders.yaml': `get: { ${done} }\npost: { ${done} }`,
    },
    get(''),
    ['B operation-removed openapi.paths[/orders].methods[POST]'],
  ],
  [
    'a method of 3.2 under its name and among the others',
    api(`/orders: { query: { ${done} } }`, '', 'openapi: 3.2.0'),
    api(`/orders: { additionalOperations: { QUERY: { ${done} }, LINK: { ${done} } } }`, '', 'openapi: 3.2.0'),
    ['N operation-added openapi.paths[/orders].methods[LINK]'],
  ],
];

const parameters: readonly Row[] = [
  [
    'one that moved from the operation to its path',
    get('parameters: [{ name: q, in: query, schema: { type: string } }]'),
    api(`/orders:\n  parameters: [{ name: q, in: query, schema: { type: string } }]\n  get: { ${done} }`),
    [],
  ],
  [
    'one that the operation overrides',
    api(`/orders:\n  parameters: [{ name: q, in: query, schema: { type: string } }]\n  get: { ${done} }`),
    api(
      `/orders:\n  parameters: [{ name: q, in: query, schema: { type: string } }]\n  get: { parameters: [{ name: q, in: query, required: true, schema: { type: string } }], ${done} }`,
    ),
    [`B request-parameter-became-required ${at}.parameters[q:query]`],
  ],
  [
    'one of the path for all of its operations, once',
    api(
      `/orders:\n  parameters: [{ name: q, in: query, schema: { type: string } }]\n  get: { ${done} }\n  head: { ${done} }`,
    ),
    api(
      `/orders:\n  parameters: [{ name: q, in: query, required: true, schema: { type: string } }]\n  get: { ${done} }\n  head: { ${done} }`,
    ),
    [`B request-parameter-became-required ${at}.parameters[q:query]`],
  ],
  [
    'a header in other letters, and headers that say nothing',
    get('parameters: [{ name: X-Trace, in: header, schema: { type: string } }]'),
    get(
      'parameters: [{ name: x-trace, in: header, schema: { type: string } }, { name: Authorization, in: header, required: true, schema: { type: string } }]',
    ),
    [],
  ],
  [
    'a cookie of the name of a query parameter',
    get(
      'parameters: [{ name: s, in: cookie, schema: { type: string } }, { name: s, in: query, schema: { type: string } }]',
    ),
    get('parameters: [{ name: s, in: query, schema: { type: string } }]'),
    [`B request-parameter-removed ${at}.parameters[s:cookie]`],
  ],
  [
    'defaults written out',
    get('parameters: [{ name: s, in: query, schema: { type: array, items: { type: string } } }]'),
    get(
      'parameters: [{ name: s, in: query, style: form, explode: true, allowReserved: false, required: false, schema: { type: array, items: { type: string } } }]',
    ),
    [],
  ],
  [
    'an object that is taken apart and the parameters that it comes to',
    get(
      'parameters: [{ name: page, in: query, required: true, schema: { type: object, required: [size], properties: { size: { type: integer }, token: { type: string } } } }]',
    ),
    get(
      'parameters: [{ name: size, in: query, required: true, schema: { type: integer } }, { name: token, in: query, schema: { type: string } }]',
    ),
    [],
  ],
  [
    'the same the other way round, with another type',
    get('parameters: [{ name: size, in: query, schema: { type: integer } }]'),
    get('parameters: [{ name: page, in: query, schema: { type: object, properties: { size: { type: boolean } } } }]'),
    [`B request-type-changed ${at}.parameters[size:query].type`],
  ],
  [
    'a number that becomes a text with limits',
    get('parameters: [{ name: n, in: query, schema: { type: integer } }]'),
    get('parameters: [{ name: n, in: query, schema: { type: string, maxLength: 3 } }]'),
    [`B request-type-changed ${at}.parameters[n:query].type`],
  ],
  [
    'a single value that becomes a list of something else',
    get('parameters: [{ name: n, in: query, schema: { type: string } }]'),
    get('parameters: [{ name: n, in: query, schema: { type: array, items: { type: integer } } }]'),
    [
      `B request-type-changed ${at}.parameters[n:query].items.type`,
      `N request-parameter-became-list ${at}.parameters[n:query]`,
    ],
  ],
  [
    'the media type of its content',
    get('parameters: [{ name: f, in: query, content: { application/json: { schema: { type: object } } } }]'),
    get('parameters: [{ name: f, in: query, content: { application/xml: { schema: { type: object } } } }]'),
    [`B parameter-serialization-changed ${at}.parameters[f:query]`],
  ],
  [
    'one that was announced to go, on the day after',
    get('parameters: [{ name: q, in: query, deprecated: true, x-sunset: 2026-01-01, schema: { type: string } }]'),
    get(''),
    [`N request-parameter-removed-after-sunset ${at}.parameters[q:query]`],
    { today: '2026-01-02' },
  ],
  [
    'the same on the day itself',
    get('parameters: [{ name: q, in: query, deprecated: true, x-sunset: 2026-01-01, schema: { type: string } }]'),
    get(''),
    [`B request-parameter-removed ${at}.parameters[q:query]`],
    { today: '2026-01-01' },
  ],
  [
    'one that was announced to go at an hour of that day',
    get(
      'parameters: [{ name: q, in: query, deprecated: true, x-sunset: "2026-01-01T23:59:00Z", schema: { type: string } }]',
    ),
    get(''),
    [`B request-parameter-removed ${at}.parameters[q:query]`],
    { today: '2026-01-01' },
  ],
];

const bodies: readonly Row[] = [
  [
    'a character set that changes nothing, and letters',
    posts('requestBody: { content: { application/json: { schema: { type: object } } } }'),
    posts('requestBody: { content: { "Application/JSON; charset=UTF-8": { schema: { type: object } } } }'),
    [],
  ],
  [
    'a parameter of a media type that says more',
    posts('requestBody: { content: { application/json: { schema: { type: object } } } }'),
    posts('requestBody: { content: { application/json;version=2: { schema: { type: object } } } }'),
    ['B request-media-type-specialized openapi.paths[/orders].methods[POST].request-body.content[application/json]'],
  ],
  [
    'one more member of a range that was there',
    responses('"200": { description: x, content: { "*/*": { schema: { type: object } } } }'),
    responses(
      '"200": { description: x, content: { "*/*": { schema: { type: object } }, application/json: { schema: { type: string } } } }',
    ),
    [
      `B response-type-changed ${at}.responses[200].content[application/json].type`,
      `N response-media-type-added ${at}.responses[200].content[application/json]`,
    ],
  ],
  [
    'a media type that falls back to a range that was there',
    responses(
      '"200": { description: x, content: { "*/*": { schema: {} }, application/json: { schema: { type: string } } } }',
    ),
    responses('"200": { description: x, content: { "*/*": { schema: { type: string } } } }'),
    [
      `N response-media-type-generalized ${at}.responses[200].content[application/json]`,
      `N response-type-changed ${at}.responses[200].content[*/*].type`,
    ],
  ],
  [
    'a range of structured suffixes',
    responses('"200": { description: x, content: { application/problem+json: { schema: { type: object } } } }'),
    responses('"200": { description: x, content: { application/*+json: { schema: { type: object } } } }'),
    [`B response-media-type-generalized ${at}.responses[200].content[application/problem+json]`],
  ],
  [
    'one component that two operations use, once and with both',
    api(
      `/a: { post: { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } }, ${done} } }\n/b: { post: { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } }, ${done} } }`,
      'components: { schemas: { A: { type: object, properties: { n: { type: integer } } } } }',
    ),
    api(
      `/a: { post: { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } }, ${done} } }\n/b: { post: { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } }, ${done} } }`,
      'components: { schemas: { A: { type: object, properties: { n: { type: integer, maximum: 9 } } } } }',
    ),
    [
      'B request-maximum-changed openapi.paths[/a].methods[POST].request-body.content[application/json].properties[n].maximum',
    ],
  ],
];

const statuses: readonly Row[] = [
  ['numbers and texts', responses('200: { description: x }'), responses('"200": { description: x }'), []],
  [
    'a failure that falls to the default',
    responses('"200": { description: x }\n"404": { description: x }\ndefault: { description: x }'),
    responses('"200": { description: x }\ndefault: { description: x }'),
    [`N response-status-covered ${at}.responses[404]`],
  ],
  [
    'a failure that falls to a default with another body',
    responses(
      '"404": { description: x, content: { application/json: { schema: { type: string } } } }\ndefault: { description: x, content: { application/json: { schema: {} } } }',
    ),
    responses('default: { description: x, content: { application/json: { schema: {} } } }'),
    [
      `B response-type-changed ${at}.responses[404].content[application/json].type`,
      `N response-status-covered ${at}.responses[404]`,
    ],
  ],
  [
    'a success that falls to the default for failures',
    responses('"200": { description: x }\n"202": { description: x }\ndefault: { description: x }'),
    responses('"200": { description: x }\ndefault: { description: x }'),
    [`B response-removed ${at}.responses[202]`],
  ],
  [
    'a range that is spelled out',
    responses('"2XX": { description: x }'),
    responses('"200": { description: x }\n"201": { description: x }'),
    [
      `N response-added ${at}.responses[200]`,
      `N response-added ${at}.responses[201]`,
      `N response-status-covered ${at}.responses[2XX]`,
    ],
  ],
  [
    'an exact status within a range that was there, with a body of its own',
    responses('"4XX": { description: x, content: { application/json: { schema: { type: object } } } }'),
    responses(
      '"4XX": { description: x, content: { application/json: { schema: { type: object } } } }\n"409": { description: x, content: { application/json: { schema: { type: string } } } }',
    ),
    [
      `B response-type-changed ${at}.responses[409].content[application/json].type`,
      `N response-added ${at}.responses[409]`,
    ],
  ],
  [
    'an optional header that is gone',
    responses('"200": { description: x, headers: { X-Rate: { schema: { type: integer } } } }'),
    responses('"200": { description: x }'),
    [`P response-header-removed ${at}.responses[200].headers[X-Rate]`],
  ],
  [
    'a header with wider values, in other letters',
    responses('"200": { description: x, headers: { X-Rate: { schema: { type: integer } } } }'),
    responses(
      '"200": { description: x, headers: { x-rate: { schema: { type: number } }, Content-Type: { schema: { type: string } } } }',
    ),
    [`B response-type-changed ${at}.responses[200].headers[x-rate].type`],
  ],
];

const security: readonly Row[] = [
  [
    'an empty list over what the document says',
    get('', '/orders', `security: [{ a: [] }]\n${schemes}`),
    get('security: []', '/orders', `security: [{ a: [] }]\n${schemes}`),
    [`N security-relaxed ${at}.security`],
  ],
  [
    'the document says now what the operation said',
    get('security: [{ a: [] }]', '/orders', schemes),
    get('', '/orders', `security: [{ a: [] }]\n${schemes}`),
    [],
  ],
  [
    'everybody may come in as well',
    get('security: [{ a: [] }]', '/orders', schemes),
    get('security: [{ a: [] }, {}]', '/orders', schemes),
    [`N security-relaxed ${at}.security`],
  ],
  [
    'both where one was enough',
    get('security: [{ a: [] }]', '/orders', schemes),
    get('security: [{ a: [], b: [] }]', '/orders', schemes),
    [`B security-tightened ${at}.security`],
  ],
  [
    'an alternative that is gone',
    get('security: [{ a: [] }, { b: [] }]', '/orders', schemes),
    get('security: [{ b: [] }]', '/orders', schemes),
    [`B security-tightened ${at}.security`],
  ],
  [
    'alternatives in another order, one of them twice',
    get('security: [{ a: [] }, { b: [] }]', '/orders', schemes),
    get('security: [{ b: [] }, { a: [] }, { a: [], b: [] }]', '/orders', schemes),
    [],
  ],
  [
    'for the whole document, once',
    api(`/a: { get: { ${done} } }\n/b: { get: { ${done} } }`, schemes),
    api(`/a: { get: { ${done} } }\n/b: { get: { ${done} } }`, `security: [{ a: [] }]\n${schemes}`),
    ['B security-tightened openapi.security'],
  ],
  [
    'a scheme under another name',
    get('security: [{ a: [] }]', '/orders', schemes),
    get(
      'security: [{ basic: [] }]',
      '/orders',
      'components: { securitySchemes: { basic: { type: http, scheme: Basic, description: Same } } }',
    ),
    [],
  ],
  [
    'a scheme that nobody uses',
    get('security: [{ a: [] }]', '/orders', schemes),
    get('security: [{ a: [] }]', '/orders', schemes.replace('X-B', 'Y-B')),
    [],
  ],
];

const servers: readonly Row[] = [
  ['the server that is meant where there is none', get(''), get('', '/orders', 'servers: [{ url: / }]'), []],
  [
    'a host that nobody named',
    get(''),
    get('', '/orders', 'servers: [{ url: "https://api.example.com/" }]'),
    ['N server-added openapi.servers'],
  ],
  [
    'values of a variable in the path',
    get(
      '',
      '/orders',
      'servers: [{ url: "https://a.example.com/{v}", variables: { v: { default: v1, enum: [v1, v2] } } }]',
    ),
    get(
      '',
      '/orders',
      'servers: [{ url: "https://a.example.com/{v}", variables: { v: { default: v2, enum: [v1, v2] } } }]',
    ),
    ['P server-variable-changed openapi.servers[https://a.example.com/{v}].variables[v]'],
  ],
  [
    'one for one operation',
    get('servers: [{ url: "https://a.example.com" }]'),
    get('servers: [{ url: "https://b.example.com" }]'),
    [`P server-changed ${at}.servers[https://b.example.com]`],
  ],
];

const callbacks: readonly Row[] = [
  [
    'what the service sends may not grow, and what it reads may not shrink',
    posts(
      'callbacks: { done: { "{$request.body#/url}": { post: { requestBody: { required: true, content: { application/json: { schema: { type: integer } } } }, responses: { "200": { description: x, content: { application/json: { schema: { type: integer } } } } } } } } }',
    ),
    posts(
      'callbacks: { done: { "{$request.body#/url}": { post: { requestBody: { required: true, content: { application/json: { schema: { type: number } } } }, responses: { "200": { description: x, content: { application/json: { schema: { type: number } } } } } } } } }',
    ),
    [
      'B response-type-changed openapi.paths[/orders].methods[POST].callbacks[done].paths[{$request.body#/url}].methods[POST].request-body.content[application/json].type',
      'N request-type-changed openapi.paths[/orders].methods[POST].callbacks[done].paths[{$request.body#/url}].methods[POST].responses[200].content[application/json].type',
    ],
  ],
  [
    'a callback under another name',
    posts(`callbacks: { done: { "{$request.body#/url}": { post: { ${done} } } } }`),
    posts(`callbacks: { finished: { "{$request.body#/url}": { post: { ${done} } } } }`),
    [],
  ],
  [
    'a parameter that a webhook sends',
    api(
      '{}',
      `webhooks: { done: { post: { parameters: [{ name: X-Id, in: header, required: true, schema: { type: string } }], ${done} } } }`,
      'openapi: 3.1.0',
    ),
    api(
      '{}',
      `webhooks: { done: { post: { parameters: [{ name: X-New, in: header, required: true, schema: { type: string } }], ${done} } } }`,
      'openapi: 3.1.0',
    ),
    [
      'B response-header-removed openapi.webhooks[done].methods[POST].parameters[X-Id:header]',
      'N response-header-added openapi.webhooks[done].methods[POST].parameters[X-New:header]',
    ],
  ],
];

const drafts: readonly Row[] = [
  [
    'a draft may change, but not what the published table says',
    get('x-stability-level: alpha\nparameters: [{ name: q, in: query, schema: { type: string } }]'),
    get(
      'x-stability-level: alpha\nparameters: [{ name: q, in: query, required: true, schema: { type: integer } }, { name: r, in: query, required: true }]',
    ),
    [
      `B request-parameter-added ${at}.parameters[r:query]`,
      `N request-parameter-became-required ${at}.parameters[q:query]`,
      `N request-type-changed ${at}.parameters[q:query].type`,
    ],
  ],
  [
    'not without conventions',
    get('x-stability-level: alpha\noperationId: a\nparameters: [{ name: q, in: query, schema: { type: string } }]'),
    get(
      'x-stability-level: alpha\noperationId: b\nparameters: [{ name: q, in: query, required: true, schema: { type: string } }]',
    ),
    [`B request-parameter-became-required ${at}.parameters[q:query]`, `N operation-id-changed ${at}.operation-id`],
    { pure: true },
  ],
];

const versions: readonly Row[] = [
  [
    'a body parameter and what became of it',
    posts(
      'consumes: [application/json]\nparameters: [{ name: b, in: body, required: true, schema: { $ref: "#/definitions/A" } }]',
      'definitions: { A: { type: object, properties: { n: { type: integer, minimum: 0, exclusiveMinimum: true } } } }',
      swagger,
    ),
    posts(
      'requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/B" } } } }',
      'components: { schemas: { B: { type: object, properties: { n: { type: integer, exclusiveMinimum: 0 } } } } }',
      'openapi: 3.1.0',
    ),
    [],
  ],
  [
    'form fields and what became of them',
    posts(
      'parameters: [{ name: a, in: formData, type: string, required: true }, { name: f, in: formData, type: integer }]',
      '',
      swagger,
    ),
    posts(
      'requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { type: object, required: [a], properties: { a: { type: string }, f: { type: integer } } } } } }',
    ),
    [],
  ],
  [
    'a form field with fewer values',
    posts('parameters: [{ name: a, in: formData, type: string, enum: [x, y] }]', '', swagger),
    posts('parameters: [{ name: a, in: formData, type: string, enum: [x] }]', '', swagger),
    [
      'B request-enum-value-removed openapi.paths[/orders].methods[POST].request-body.content[application/x-www-form-urlencoded].properties[a].enum',
    ],
  ],
  [
    'host, base path and schemes',
    get('', '/orders', 'host: api.example.com\nbasePath: /v1/\nschemes: [https]', swagger),
    get('', '/orders', 'servers: [{ url: "https://api.example.com/v1" }]'),
    [],
  ],
  [
    'lists in a query',
    get(
      'parameters: [{ name: s, in: query, type: array, items: { type: string }, collectionFormat: multi }]',
      '/orders',
      '',
      swagger,
    ),
    get('parameters: [{ name: s, in: query, type: array, items: { type: string } }]', '/orders', '', swagger),
    [`B parameter-explode-changed ${at}.parameters[s:query]`],
  ],
  [
    'OAuth flows by their old names',
    get(
      'security: [{ o: [r] }]',
      '/orders',
      'securityDefinitions: { o: { type: oauth2, flow: accessCode, authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { r: R } } }',
      swagger,
    ),
    get(
      'security: [{ o: [r] }]',
      '/orders',
      'components: { securitySchemes: { o: { type: oauth2, flows: { authorizationCode: { authorizationUrl: "https://a", tokenUrl: "https://t", scopes: { r: R } } } } } }',
    ),
    [],
  ],
  [
    'what all operations produce',
    get('', '/orders', 'produces: [application/json, application/xml]', swagger).replace(
      'Done',
      'Done, schema: { type: string }',
    ),
    get('', '/orders', 'produces: [application/json]', swagger).replace('Done', 'Done, schema: { type: string }'),
    [`B response-media-type-removed ${at}.responses[204].content[application/xml]`],
  ],
];

const broken: readonly Row[] = [
  [
    'the same remote reference',
    get('parameters: [{ $ref: "https://example.com/p.yaml" }]'),
    get('parameters: [{ $ref: "https://example.com/p.yaml" }]\nsummary: Other'),
    [],
  ],
  [
    'another remote reference',
    responses('"200": { $ref: "https://example.com/r.yaml#/a" }'),
    responses('"200": { $ref: "https://example.com/r.yaml#/b" }'),
    [`P openapi-part-not-comparable ${at}.responses[200]`],
  ],
  [
    'a reference that leads nowhere now',
    posts(
      'requestBody: { $ref: "#/components/requestBodies/A" }',
      'components: { requestBodies: { A: { content: { application/json: {} } } } }',
    ),
    posts('requestBody: { $ref: "#/components/requestBodies/A" }'),
    ['P openapi-part-not-comparable openapi.paths[/orders].methods[POST].request-body'],
  ],
  [
    'a circle of references',
    responses('"200": { description: x }'),
    api(
      '/orders:\n  get:\n    responses: { "200": { $ref: "#/components/responses/A" } }',
      'components: { responses: { A: { $ref: "#/components/responses/A" } } }',
    ),
    [`P openapi-part-not-comparable ${at}.responses[200]`],
  ],
  [
    'a number for a response',
    responses('"200": { description: x }'),
    responses('"200": 5'),
    [`P openapi-part-not-comparable ${at}.responses[200]`],
  ],
  [
    'a text for a schema',
    responses('"200": { description: x, content: { a/b: { schema: x } } }'),
    responses('"200": { description: x, content: { a/b: { schema: y } } }'),
    [`P openapi-part-not-comparable ${at}.responses[200].content[a/b]`],
  ],
];

describe.each([
  ['paths', paths],
  ['parameters', parameters],
  ['bodies', bodies],
  ['statuses', statuses],
  ['security', security],
  ['servers', servers],
  ['callbacks and webhooks', callbacks],
  ['drafts', drafts],
  ['versions of OpenAPI', versions],
  ['what cannot be compared', broken],
] as const)('%s', (_, rows) => {
  it.each(rows.map(([what, ...row]) => ({ what, row })))('$what', ({ row: [old, fresh, found, options] }) => {
    expect(linesOf(compareTexts(old, fresh, options))).toEqual(found);
    expect(compareTexts(old, old, options)).toEqual([]);
    expect(compareTexts(fresh, fresh, options)).toEqual([]);
  });
});

describe('places and uses', () => {
  it('lists what a component affects', () => {
    const document = (limit: string) =>
      api(
        ['a', 'b']
          .map((name) => `/${name}: { get: { parameters: [{ $ref: "#/components/parameters/P" }], ${done} } }`)
          .join('\n'),
        `components: { parameters: { P: { name: p, in: query, schema: { type: integer${limit} } } } }`,
      );
    const [change, ...more] = compareTexts(document(''), document(', maximum: 9'));
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      path: 'openapi.paths[/a].methods[GET].parameters[p:query].maximum',
      element: 'rest',
      affects: ['GET /a p:query', 'GET /b p:query'],
      new: { file: 'api.yaml', pointer: '/components/parameters/P/schema/maximum' },
      witness: { acceptedBy: 'old' },
    });
  });

  it('finds the field of a form', () => {
    const document = (more: string) =>
      posts(`parameters: [{ name: a, in: formData, type: string${more} }]`, '', swagger);
    const [change] = compareTexts(document(', maxLength: 9'), document(', maxLength: 5'));
    expect(change?.new).toEqual({ file: 'api.yaml', pointer: '/paths/~1orders/post/parameters/0/maxLength' });
  });

  it('finds what stands in another file', () => {
    const document = api('/orders: { $ref: "paths/orders.yaml" }');
    const other = (id: string) => `get: { operationId: ${id}, ${done} }`;
    const [change] = compareTexts(
      { 'api.yaml': document, 'paths/orders.yaml': other('a') },
      { 'api.yaml': document, 'paths/orders.yaml': other('b') },
    );
    expect(change).toMatchObject({ rule: 'operation-id-changed', new: { file: 'paths/orders.yaml', pointer: '/get' } });
  });
});
