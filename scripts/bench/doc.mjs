// Documenting a service with 300 endpoints, beside a process that only parses the description of its interface.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../install.mjs';
import { medians } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');
const rounds = 15;

/**
 * @param {string} directory a place for the contracts
 * @returns {Promise<{ what: string, measured: number, beside: number, of: string, budget: number }[]>}
 */
export async function docRows(directory) {
  const { dump } = await import('js-yaml');
  const description = api(300);
  const library = createRequire(import.meta.url).resolve('js-yaml');
  const kinds = [
    { name: 'yaml', text: dump(description), parse: `require(${JSON.stringify(library)}).load`, parser: 'js-yaml' },
    { name: 'json', text: JSON.stringify(description, undefined, 2), parse: 'JSON.parse', parser: 'JSON.parse' },
  ];
  return kinds.flatMap(({ name, text, parse, parser }) => {
    const target = path.join(directory, `doc-${name}`);
    mkdirSync(path.join(target, 'interfaces'), { recursive: true });
    const file = path.join(target, `interfaces/openapi.${name}`);
    writeFileSync(file, text);
    writeFileSync(path.join(target, 'pacto.yaml'), contract(name));
    const parsing = `${parse}(require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8'))`;
    const of = `a process that parses its OpenAPI with ${parser}`;
    const commands = [
      { args: [cli, 'doc', target] },
      { args: [cli, 'doc', target, '--output-format', 'html'] },
      { args: ['-e', parsing] },
    ];
    const [markdown = Number.NaN, page = Number.NaN, beside = Number.NaN] = medians(commands, rounds);
    const what = `of a service with 300 endpoints in ${name.toUpperCase()}`;
    const rows = [{ what: `\`pacto doc\` ${what}`, measured: markdown, beside, of, budget: 3 }];
    // JSON is parsed in no time, and starting a parser of Markdown alone takes a third of what is left.
    if (name === 'json') return rows;
    return [...rows, { what: `\`pacto doc --output-format html\` ${what}`, measured: page, beside, of, budget: 3 }];
  });
}

/** @param {string} extension */
function contract(extension) {
  return `pactoVersion: "1.0"
service: {name: warehouse, version: 1.0.0, owner: team/warehouse}
interfaces:
  - name: rest
    type: http
    port: 8080
    contract: interfaces/openapi.${extension}
runtime:
  workload: service
  state: {type: stateless, persistence: {scope: local, durability: ephemeral}, dataCriticality: low}
`;
}

/** Sixty kinds of things with five endpoints each. @param {number} endpoints */
function api(endpoints) {
  const ref = (/** @type {string} */ name) => ({ $ref: `#/components/schemas/${name}` });
  const json = (/** @type {object} */ schema) => ({ 'application/json': { schema } });
  const problem = { $ref: '#/components/responses/Problem' };
  /** @type {Record<string, object>} */
  const paths = {};
  /** @type {Record<string, object>} */
  const schemas = {
    Problem: {
      type: 'object',
      required: ['type', 'title'],
      properties: { type: { type: 'string', format: 'uri-reference' }, title: { type: 'string' } },
    },
  };
  for (let i = 0; i < endpoints / 5; i++) {
    const name = `Thing${i}`;
    schemas[name] = {
      type: 'object',
      description: `What is known of thing ${i}, as far as anybody wrote it down.`,
      required: ['id', 'state', 'createdAt'],
      properties: {
        id: { type: 'string', pattern: '^[a-z]{2}_[A-Za-z0-9]{10}$', description: 'Never used again.' },
        state: { type: 'string', enum: ['draft', 'active', 'archived'], default: 'draft' },
        weight: { type: 'number', minimum: 0, maximum: 1000, description: 'In kilograms, with its packaging.' },
        tags: { type: 'array', items: { type: 'string', maxLength: 64 }, maxItems: 20 },
        place: {
          type: 'object',
          properties: { hall: { type: 'string' }, shelf: { type: 'integer', minimum: 1 } },
        },
        parent: ref(`Thing${Math.max(0, i - 1)}`),
        createdAt: { type: 'string', format: 'date-time' },
      },
    };
    const one = (/** @type {string} */ operationId, /** @type {string} */ summary, /** @type {object} */ more) => ({
      operationId: `${operationId}${name}`,
      summary: `${summary} thing ${i}`,
      description: `Needs the right to **${operationId}** things. Answers within a second, or not at all.`,
      tags: [`things-${i % 10}`],
      ...more,
    });
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, description: 'Which one.' };
    const page = [
      { name: 'cursor', in: 'query', schema: { type: 'string', maxLength: 256 } },
      { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 25 } },
    ];
    const found = { 200: { description: 'Here it is', content: json(ref(name)) }, 404: problem };
    const body = { required: true, content: json(ref(name)) };
    const list = {
      type: 'object',
      properties: { items: { type: 'array', items: ref(name) }, next: { type: 'string' } },
    };
    paths[`/things-${i}`] = {
      get: one('list', 'List every', {
        parameters: page,
        responses: { 200: { description: 'A page', content: json(list) }, 400: problem },
      }),
      post: one('create', 'Make a', {
        requestBody: body,
        responses: { 201: { description: 'Made', content: json(ref(name)) }, 400: problem, 409: problem },
      }),
    };
    paths[`/things-${i}/{id}`] = {
      parameters: [id],
      get: one('read', 'Read one', { responses: found }),
      put: one('replace', 'Replace one', { requestBody: body, responses: { ...found, 409: problem } }),
      delete: one('remove', 'Remove one', { responses: { 204: { description: 'Gone' }, 404: problem } }),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Warehouse', version: '1.0.0' },
    paths,
    components: {
      schemas,
      responses: { Problem: { description: 'Something is wrong', content: json(ref('Problem')) } },
    },
  };
}
