/** Bundles that nobody would publish, for tests of what is made of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Texts that would run, load or break out where they are not escaped. */
export const hostileTexts: readonly string[] = [
  '<script>window.ran = "script"</script>',
  '</script><script>window.ran = "end"</script>',
  '</style><style>*{display:none}</style><script>window.ran = "style"</script>',
  '</title></textarea></pre></code></svg><img src=x onerror="window.ran=\'img\'">',
  '"><img src=x onerror=window.ran=1 x="',
  "' onmouseover='window.ran=2' x='",
  '" autofocus onfocus="window.ran=3" x="',
  '<svg onload="window.ran=4"><script>window.ran=5</script></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>parent.ran=6</script>"></iframe></foreignObject></svg>',
  '<iframe src="https://evil.example/"></iframe><object data="https://evil.example/"></object>',
  '<link rel="stylesheet" href="https://evil.example/x.css"><base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&lt;script&gt;',
  '&#60;script&#62;window.ran=7&#60;/script&#62;',
  '${window.ran=8}',
  '{{window.ran=9}}',
  '[link](javascript:window.ran=10)',
  '[link](JaVaScRiPt:window.ran=11)',
  '[link](java&#115;cript:window.ran=12)',
  '[link](java&Tab;script:window.ran=13)',
  '[link](<java\tscript:window.ran=14>)',
  '[link](data:text/html,<script>window.ran=15</script>)',
  '[link](vbscript:window.ran=16)',
  '[link](//evil.example/x)',
  '[link](\\\\evil.example/x)',
  '[link](https://evil.example/"onclick="window.ran=17)',
  '[link](file:///etc/passwd)',
  '<javascript:window.ran=18>',
  '![picture](https://evil.example/pixel.png)',
  '![picture](javascript:window.ran=19)',
  '![picture](x"onerror="window.ran=20)',
  '![<img src=x onerror=window.ran=21>](../interfaces/openapi.yaml)',
  '[a]: javascript:window.ran=22\n\n[a]',
  '```html"><script>window.ran=23</script>\ncode </code></pre><script>window.ran=24</script>\n```',
  '| <script>window.ran=25</script> | b |\n|---|---|\n| <img src=x onerror=window.ran=26> | `</code><script>window.ran=27</script>` |',
  '# <script>window.ran=28</script>\n\n###### " id="x" onclick="window.ran=29',
  `${'> '.repeat(3000)}deep`,
  `${'* '.repeat(3000)}deep`,
  `${'['.repeat(5000)}`,
  `${'**a '.repeat(2000)}`,
  'x'.repeat(15_000),
  'right-to-left \u202e override \u2066 and \u0000 \u001b[31m nothing',
];

/** A valid contract whose every text is one of {@link hostileTexts}. */
export function hostileBundle(directory: string): void {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  const texts = Object.fromEntries(hostileTexts.map((text, i) => [`t${i}`, text]));
  const contract = {
    pactoVersion: '1.0',
    service: {
      name: 'hostile',
      version: '1.0.0-x',
      owner: {
        team: 'team/hostile',
        contacts: [
          { type: 'url', value: 'javascript:window.ran=30' },
          { type: 'email', value: 'a@b.example"onclick="window.ran=31' },
          { type: 'other', value: hostileTexts[3] },
        ],
      },
      image: { ref: 'registry.example/x:1' },
    },
    interfaces: [
      { name: 'api', type: 'http', port: 80, visibility: 'public', contract: 'interfaces/openapi.yaml' },
      { name: 'events', type: 'event', contract: 'interfaces/asyncapi.yaml' },
      { name: 'rpc', type: 'grpc', port: 90, contract: 'interfaces/x.proto' },
    ],
    configurations: [{ name: 'app', schema: 'configuration/schema.json', values: { t3: hostileTexts[3] } }],
    policies: [{ name: 'p', schema: 'policy/schema.json' }],
    dependencies: [{ name: 'd', ref: './nowhere', compatibility: '^1.0.0', required: true }],
    metadata: { description: hostileTexts.slice(0, 20).join('\n\n'), ...texts, [hostileTexts[3] ?? '']: 1 },
  };
  write('pacto.yaml', JSON.stringify(contract));
  const schema = (i: number) => ({
    type: 'object',
    title: hostileTexts[i],
    description: hostileTexts[i],
    properties: {
      [hostileTexts[i] ?? '']: {
        type: 'string',
        description: hostileTexts[i],
        default: hostileTexts[i],
        example: hostileTexts[i],
        enum: [hostileTexts[i], 'b'],
        format: hostileTexts[i],
      },
    },
  });
  const operation = (i: number) => ({
    operationId: hostileTexts[i],
    summary: hostileTexts[i],
    description: hostileTexts[i],
    tags: [hostileTexts[i]],
    parameters: [
      { name: hostileTexts[i], in: 'query', description: hostileTexts[i], example: hostileTexts[i], schema: schema(i) },
    ],
    requestBody: {
      description: hostileTexts[i],
      content: { [hostileTexts[i] ?? '']: { schema: schema(i), example: hostileTexts[i] } },
    },
    responses: {
      '200': {
        description: hostileTexts[i],
        content: { 'application/json': { schema: { $ref: `#/components/schemas/S${i}` } } },
      },
    },
  });
  const paths = hostileTexts.map((text, i) => [`/${i}/${text.slice(0, 300)}`, { post: operation(i) }]);
  const schemas = hostileTexts.map((_, i) => [`S${i}`, schema(i)]);
  write(
    'interfaces/openapi.yaml',
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: hostileTexts[2], version: hostileTexts[5], description: hostileTexts.join('\n\n') },
      servers: [{ url: hostileTexts[4], description: hostileTexts[0] }],
      paths: Object.fromEntries(paths),
      components: {
        schemas: Object.fromEntries(schemas),
        securitySchemes: { x: { type: 'http', scheme: hostileTexts[1], description: hostileTexts[7] } },
      },
    }),
  );
  const channels = hostileTexts.map((text, i) => [
    `c${i}`,
    {
      address: text.slice(0, 300),
      title: text,
      description: text,
      messages: { m: { name: text, title: text, summary: text, payload: schema(i) } },
    },
  ]);
  const operations = hostileTexts.map((text, i) => [
    `o${i}`,
    { action: 'send', channel: { $ref: `#/channels/c${i}` }, summary: text, description: text },
  ]);
  write(
    'interfaces/asyncapi.yaml',
    JSON.stringify({
      asyncapi: '3.0.0',
      info: { title: hostileTexts[0], version: '1' },
      channels: Object.fromEntries(channels),
      operations: Object.fromEntries(operations),
    }),
  );
  const comments = hostileTexts
    .slice(0, 10)
    .map((text, i) => `  // ${text.replace(/\n/g, ' ')}\n  rpc R${i}(M) returns (M);`);
  write(
    'interfaces/x.proto',
    `syntax = "proto3";\npackage x;\n// ${hostileTexts[0]}\nservice S {\n${comments.join('\n')}\n}\n// ${hostileTexts[3]}\nmessage M { string a = 1; }\n`,
  );
  const settings = hostileTexts.map((text, i) => [
    `t${i}`,
    { type: 'string', description: text, default: text, examples: [text] },
  ]);
  write(
    'configuration/schema.json',
    JSON.stringify({
      title: hostileTexts[2],
      type: 'object',
      properties: { ...Object.fromEntries(settings), [hostileTexts[4] ?? '']: {} },
    }),
  );
  write(
    'policy/schema.json',
    JSON.stringify({
      title: hostileTexts[0],
      description: hostileTexts[3],
      properties: { service: { description: hostileTexts[7], required: ['name'] } },
    }),
  );
  write('docs/readme.md', `# ${hostileTexts[0]}\n\n${hostileTexts.join('\n\n')}\n`);
  for (const [i, text] of hostileTexts.entries()) write(`docs/d${i}.md`, text);
  write('docs/picture.md', '# Pictures\n\n![drawing](evil.svg) ![no picture](readme.md) ![gone](gone.png)\n');
  write(
    'docs/evil.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" onload="parent.ran=32"><script>parent.ran=33</script></svg>',
  );
}

/** A service with so many endpoints as large ones have, each with parameters, a body and answers. */
export function manyEndpoints(directory: string, count: number): void {
  mkdirSync(path.join(directory, 'interfaces'), { recursive: true });
  writeFileSync(
    path.join(directory, 'pacto.yaml'),
    JSON.stringify({
      pactoVersion: '1.0',
      service: { name: 'large', version: '1.0.0' },
      interfaces: [{ name: 'api', type: 'http', port: 8080, contract: 'interfaces/openapi.json' }],
    }),
  );
  const kinds = [
    'Order',
    'Customer',
    'Invoice',
    'Shipment',
    'Payment',
    'Product',
    'Warehouse',
    'Supplier',
    'Basket',
    'Refund',
  ];
  const methods = ['get', 'post', 'put', 'patch', 'delete'];
  const problem = {
    description: 'What went wrong',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  const paths: Record<string, Record<string, unknown>> = {};
  for (let i = 0; i < count; i++) {
    const kind = kinds[Math.floor(i / 5) % kinds.length] ?? '';
    const address = `/v1/${kind.toLowerCase()}s/{id}/part-${Math.floor(i / 50)}`;
    const method = methods[i % methods.length] ?? '';
    const body = { content: { 'application/json': { schema: { $ref: `#/components/schemas/${kind}` } } } };
    paths[address] ??= {};
    paths[address][method] = {
      operationId: `${method}${kind}${i}`,
      tags: [kind],
      summary: `${method} one part of one ${kind.toLowerCase()}`,
      description: `Answers with the part as it is *now*. Changes are seen by everybody within a second; see [the guide](https://docs.example/${kind}).`,
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          description: `Which ${kind.toLowerCase()}`,
          schema: { type: 'string', format: 'uuid' },
        },
        {
          name: 'expand',
          in: 'query',
          description: 'What else to answer with',
          schema: { type: 'array', items: { type: 'string', enum: ['lines', 'owner'] } },
        },
        { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 64 } },
      ],
      ...(['post', 'put', 'patch'].includes(method) ? { requestBody: { required: true, ...body } } : {}),
      responses: {
        '200': { description: 'As it is now', ...body },
        '400': problem,
        '401': problem,
        '404': problem,
        '409': problem,
      },
    };
  }
  const property = (i: number) => ({
    type: i % 3 === 0 ? 'integer' : 'string',
    description: `The ${i}. fact about it, as it was told`,
    maxLength: 100,
  });
  const properties = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`fact${i}`, property(i)]));
  const schemas = Object.fromEntries(
    [...kinds, 'Problem'].map((kind) => [
      kind,
      { type: 'object', description: `A ${kind}`, required: ['fact0'], properties },
    ]),
  );
  writeFileSync(
    path.join(directory, 'interfaces/openapi.json'),
    JSON.stringify({ openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths, components: { schemas } }),
  );
}
