// Contracts for the benchmarks: many, different, and the same on every machine.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A contract that has only what it must. */
export const minimal = `pactoVersion: "1.0"
service:
  name: minimal
  version: 1.0.0
`;

const words = ['account', 'basket', 'catalog', 'delivery', 'event', 'invoice', 'ledger', 'order', 'parcel', 'refund'];

/**
 * Writes so many bundles below a directory, each with an OpenAPI document and a configuration schema, and returns the
 * number of bytes written. The seed is fixed: the same count gives the same bytes.
 * @param {string} directory
 * @param {number} count
 */
export function writeContracts(directory, count) {
  const random = generator(20260101);
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    for (const [name, text] of Object.entries(bundle(i, random))) {
      const file = path.join(directory, `service-${String(i).padStart(4, '0')}`, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      bytes += Buffer.byteLength(text);
    }
  }
  return bytes;
}

/** @param {number} index @param {(below: number) => number} random @returns {Record<string, string>} */
function bundle(index, random) {
  const word = words[random(words.length)];
  const stateful = random(3) === 0;
  const dependencies = Array.from({ length: random(5) }, (_, i) => {
    const digest = Array.from({ length: 64 }, () => random(16).toString(16)).join('');
    return `  - name: ${words[(random(words.length) + i) % words.length]}-${i}
    ref: oci://registry.example.com/bench/service-${random(1000)}-pacto@sha256:${digest}
    required: ${random(2) === 0}
    compatibility: ^${random(4) + 1}.${random(9)}.0
`;
  });
  return {
    'pacto.yaml': `# yaml-language-server: $schema=pacto-v1.0.schema.json
pactoVersion: "1.0"

service:
  name: ${word}-${index}
  version: ${random(9)}.${random(20)}.${random(20)}
  owner: team/${words[random(words.length)]}

interfaces:
  - name: rest-api
    type: http
    port: ${8000 + random(1000)}
    visibility: ${random(2) === 0 ? 'public' : 'internal'}
    contract: interfaces/openapi.yaml

configurations:
  - name: app
    schema: configuration/schema.json
    values:
      logLevel: info
      workers: ${random(16) + 1}
      url: https://${word}.example.com
${dependencies.length === 0 ? '' : `\ndependencies:\n${dependencies.join('')}`}
runtime:
  workload: service
  state:
    type: ${stateful ? 'stateful' : 'stateless'}
    persistence:
      scope: local
      durability: ${stateful ? 'persistent' : 'ephemeral'}
    dataCriticality: medium
  lifecycle:
    upgradeStrategy: rolling
    gracefulShutdownSeconds: ${random(60)}
  health:
    interface: rest-api
    path: /health

scaling:
  min: ${1 + random(3)}
  max: ${4 + random(20)}
`,
    'interfaces/openapi.yaml': openapi(4 + random(12), random),
    'configuration/schema.json': `${JSON.stringify(configuration, undefined, 2)}\n`,
  };
}

const configuration = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['logLevel', 'workers', 'url'],
  properties: {
    logLevel: { enum: ['debug', 'info', 'warn', 'error'] },
    workers: { type: 'integer', minimum: 1, maximum: 64 },
    url: { type: 'string', format: 'uri', pattern: '^https://' },
    timeoutMs: { type: 'integer', minimum: 0, default: 5000 },
  },
};

/** @param {number} paths @param {(below: number) => number} random */
function openapi(paths, random) {
  const items = Array.from({ length: paths }, (_, i) => {
    const word = words[random(words.length)];
    return `  /${word}s-${i}/{id}:
    get:
      operationId: get${i}
      summary: One ${word} by its identifier
      parameters:
        - name: id
          in: path
          required: true
          schema: { type: string, format: uuid }
        - name: limit
          in: query
          schema: { type: integer, minimum: 1, maximum: ${10 + random(500)} }
      responses:
        "200":
          description: The ${word}
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Item"
        "404":
          description: There is no such ${word}
`;
  });
  return `openapi: 3.1.0
info:
  title: Generated
  version: 1.0.0
paths:
  /health:
    get:
      operationId: health
      responses:
        "200":
          description: Alive
${items.join('')}components:
  schemas:
    Item:
      type: object
      required: [id, name]
      properties:
        id: { type: string, format: uuid }
        name: { type: string, maxLength: ${20 + random(200)} }
        amount: { type: number, minimum: 0 }
        tags:
          type: array
          items: { type: string }
`;
}

/**
 * Numbers below a bound, the same sequence for the same seed (mulberry32).
 * @param {number} seed
 */
export function generator(seed) {
  let state = seed;
  /** @param {number} below */
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
