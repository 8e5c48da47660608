import { describe, expect, it } from 'vitest';
import { type Files, problemsOf, read } from './support.ts';

const head = 'openapi: 3.0.3\ninfo: {title: Orders, version: 1.0.0}\n';
const head31 = 'openapi: 3.1.0\ninfo: {title: Orders, version: 1.0.0}\n';
const ok = '{"200": {description: OK}}';

/** A document, in `api.yaml` unless files are given, and every problem it has. */
const cases: readonly { readonly name: string; readonly is: string | Files; readonly problems: readonly string[] }[] = [
  { name: 'a minimal document', is: `${head}paths: {}\n`, problems: [] },
  {
    name: 'no info, no paths',
    is: 'openapi: 3.0.3\n',
    problems: ['1:1 the document has no "info"', '1:1 the document has no "paths"'].map((p) => `error api.yaml:${p}`),
  },
  {
    name: 'an unquoted version is a number',
    is: 'openapi: 3.0.3\ninfo: {title: Orders, version: 1.0}\npaths: {}\n',
    problems: ['error api.yaml:2:32 "version" must be a string, but is the number 1 (put it in quotes)'],
  },
  {
    name: 'an unquoted Swagger version',
    is: 'swagger: 2.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n',
    problems: ['error api.yaml:1:10 "swagger" must be a string, but is the number 2 (put it in quotes)'],
  },
  {
    name: 'a version that does not exist',
    is: 'openapi: 4.0.0\ninfo: {title: Orders, version: 1.0.0}\npaths: {}\n',
    problems: [
      'error api.yaml:1:10 "openapi" is "4.0.0", which is not a version of OpenAPI (known are swagger: "2.0" and openapi: 3.0.0 to 3.2.0)',
    ],
  },
  {
    name: 'a newer minor version is read as the newest known',
    is: 'openapi: 3.3.0\ninfo: {title: Orders, version: 1.0.0}\ncomponents: {}\n',
    problems: ['warning api.yaml:1:10 OpenAPI 3.3.0 is newer than the versions known here; it is read as 3.2'],
  },
  {
    name: '3.1 needs one of three',
    is: head31,
    problems: ['error api.yaml:1:1 the document has none of "paths", "components" and "webhooks"'],
  },
  { name: '3.1 with webhooks alone', is: `${head31}webhooks:\n  paid:\n    post: {responses: ${ok}}\n`, problems: [] },
  {
    name: '3.0 with webhooks',
    is: `${head}paths: {}\nwebhooks: {}\n`,
    problems: ['warning api.yaml:4:1 "webhooks" of a document has a meaning only since OpenAPI 3.1'],
  },
  {
    name: 'wrong structure',
    is: `${head}paths:\n  /orders:\n    get:\n      parameters: {page: 1}\n      responses: [200]\n`,
    problems: [
      'error api.yaml:6:19 "parameters" must be a list, but is a map',
      'error api.yaml:7:18 "responses" must be a map of responses, but is a list',
    ],
  },
  {
    name: 'parameters without their fields',
    is: `${head}paths:\n  /orders/{id}:\n    get:\n      parameters:\n        - {schema: {}}\n        - {name: id, in: path, schema: {}}\n        - {name: a, in: body, schema: {}}\n      responses: ${ok}\n`,
    problems: [
      'error api.yaml:7:11 the parameter has no "name"',
      'error api.yaml:7:11 the parameter has no "in"',
      'error api.yaml:8:11 the path parameter "id" must have "required: true"',
      'error api.yaml:9:25 "in" must be "query", "header", "path" or "cookie", but is "body"',
    ],
  },
  {
    name: 'response statuses',
    is: `${head}paths:\n  /orders:\n    get:\n      responses:\n        2xx: {description: OK}\n        "20": {description: OK}\n        default: {description: no}\n        5XX: {description: no}\n        x-note: 1\n`,
    problems: [
      'error api.yaml:7:9 "2xx" is not a response status (did you mean "2XX"?)',
      'error api.yaml:8:9 "20" is not a response status (write a status such as "200", a range such as "2XX" or "default")',
    ],
  },
  {
    name: 'a path without slash',
    is: `${head}paths:\n  orders:\n    get: {responses: ${ok}}\n`,
    problems: ['error api.yaml:4:3 the path "orders" must begin with "/" (write "/orders")'],
  },
  {
    name: 'paths that are the same, operations that share an id',
    is: `${head}paths:\n  /a/{x}:\n    parameters: [{name: x, in: path, required: true, schema: {}}]\n    get: {operationId: one, responses: ${ok}}\n  /a/{y}:\n    parameters: [{name: y, in: path, required: true, schema: {}}]\n    get: {operationId: one, responses: ${ok}}\n`,
    problems: [
      'warning api.yaml:7:3 the path "/a/{y}" differs from "/a/{x}" only in the names of its parameters',
      'warning api.yaml:9:24 the operationId "one" is used twice',
    ],
  },
  {
    name: 'path parameters that do not meet',
    is: `${head}paths:\n  /a/{x}:\n    get:\n      parameters: [{name: y, in: path, required: true, schema: {}}]\n      responses: ${ok}\n`,
    problems: [
      'warning api.yaml:5:5 GET /a/{x} does not declare the path parameter "x"',
      'warning api.yaml:6:20 the path parameter "y" does not occur in "/a/{x}"',
    ],
  },
  {
    name: 'references',
    is: `${head}paths:\n  /a:\n    get:\n      responses:\n        "200": {$ref: "#/components/responses/Nok"}\n        "201": {$ref: "#/components/schemas/Order"}\n        "202": {$ref: "../../etc/passwd"}\n        "203": {$ref: "missing.yaml#/a"}\n        "204": {$ref: "https://example.com/a.yaml"}\ncomponents:\n  responses:\n    Ok: {description: fine}\n  schemas:\n    Order: {}\n`,
    problems: [
      'error api.yaml:7:23 "$ref" names "#/components/responses/Nok", which does not exist (did you mean "#/components/responses/Ok"?)',
      'error api.yaml:8:23 "$ref" must name a response, but "#/components/schemas/Order" is a schema',
      'error api.yaml:9:23 "$ref" leaves the bundle: "../../etc/passwd"',
      'error api.yaml:10:23 "$ref" names a file that is not in the bundle: "missing.yaml"',
      'warning api.yaml:11:23 "$ref" names a URL, which is not fetched: "https://example.com/a.yaml" (the response is taken for anything; copy the file into the bundle to have it checked)',
    ],
  },
  {
    name: 'schemas may be circular, references may not',
    is: `${head}paths: {}\ncomponents:\n  schemas:\n    Tree: {properties: {left: {$ref: "#/components/schemas/Tree"}}}\n    A: {$ref: "#/components/schemas/B"}\n    B: {$ref: "#/components/schemas/A"}\n    C: {$ref: "#/components/schemas/A"}\n`,
    problems: [
      'error api.yaml:7:15 "$ref" leads back to itself, so it never names anything',
      'error api.yaml:8:15 "$ref" leads back to itself, so it never names anything',
    ],
  },
  {
    name: 'references into other files, checked there',
    is: {
      'interfaces/api.yaml': `${head}paths:\n  /a: {$ref: "paths/a.yaml"}\n`,
      'interfaces/paths/a.yaml': 'get:\n  responses:\n    "200": {$ref: "../common.json#/responses/Ok"}\n',
      'interfaces/common.json': '{"responses": {"Ok": {"description": "fine", "content": []}}}',
    },
    problems: ['error interfaces/common.json:1:57 "content" must be a map, but is a list'],
  },
  {
    name: 'a reference into a file that does not parse',
    is: { 'api.yaml': `${head}paths:\n  /a: {$ref: "a.json"}\n`, 'a.json': '{"get": ' },
    problems: [expect.stringMatching(/^error a\.json:1:\d+ /)],
  },
  {
    name: 'references where the format has none',
    is: `${head}paths:\n  /a:\n    get: {$ref: "#/paths/~1b/get"}\n  /b:\n    get: {responses: ${ok}}\n`,
    problems: ['error api.yaml:5:11 OpenAPI allows no "$ref" in place of an operation'],
  },
  {
    name: 'misspelled fields, and extensions',
    is: `${head}paths:\n  /a:\n    get:\n      desciption: Lists\n      x-anything: 1\n      somethingElse: 1\n      responses: ${ok}\n`,
    problems: ['warning api.yaml:6:7 "desciption" is not a field of an operation (did you mean "description"?)'],
  },
  {
    name: 'schemas of 3.0',
    is: `${head}paths: {}\ncomponents:\n  schemas:\n    A: {type: [string, "null"]}\n    B: {type: strin}\n    C: {properties: [a]}\n    D: {properties: {a: {type: string, required: true}}}\n    E: {example: {type: [1], $ref: 5}, default: {$ref: "#/nowhere"}, enum: [{$ref: "#/nowhere"}]}\n    F: true\n    G: {exclusiveMinimum: true, properties: {$ref: {type: string}, x-y: {type: 5}}}\n`,
    problems: [
      'error api.yaml:6:15 "type" must be "array", "boolean", "integer", "number", "object" or "string", but is a list',
      'error api.yaml:7:15 "type" must be "array", "boolean", "integer", "number", "object" or "string", but is "strin" (did you mean "string"?)',
      'error api.yaml:8:21 "properties" must be a map, but is a list',
      'error api.yaml:9:50 "required" must be a list, but is true',
      'error api.yaml:11:8 "F" must be a schema (a map), but is true',
      'error api.yaml:12:80 "type" must be "array", "boolean", "integer", "number", "object" or "string", but is the number 5',
    ],
  },
  {
    name: 'schemas of 3.1',
    is: `${head31}components:\n  schemas:\n    A: {type: [string, "null"], exclusiveMinimum: 3, examples: [1]}\n    B: true\n    C: {$ref: "#/components/schemas/A", properties: []}\n    D: {$id: "https://example.com/d", $anchor: here}\n    E: {$ref: "https://example.com/d"}\n    F: {$ref: "#here"}\n    G: {$ref: "#there"}\n    H: {exclusiveMinimum: true}\n    I: {type: [string, null]}\n    J: {required: [1]}\n`,
    problems: [
      'error api.yaml:7:53 "properties" must be a map, but is a list',
      'error api.yaml:11:15 "$ref" names "#there", which does not exist',
      'error api.yaml:12:27 "exclusiveMinimum" must be a number, but is true',
      'error api.yaml:13:24 item 2 of "type" must be "array", "boolean", "integer", "number", "object", "string" or "null", but is empty (null) (put "null" in quotes)',
      'warning api.yaml:14:20 item 1 of "required" must be a string, but is the number 1 (put it in quotes)',
    ],
  },
  {
    name: 'security',
    is: `${head}paths: {}\nsecurity: [{key: []}, {kex: []}]\ncomponents:\n  securitySchemes:\n    key: {type: apiKey, name: X-Key}\n`,
    problems: [
      'error api.yaml:7:5 the security scheme is of type "apiKey", but has no "in"',
      'warning api.yaml:4:24 the security scheme "kex" is not defined (define it in "components.securitySchemes")',
    ],
  },
  {
    name: 'fields left empty',
    is: `${head}paths:\n  /a:\n    get:\n      tags:\n      responses:\n        "200":\ncomponents:\n  parameters:\n    P:\n`,
    problems: [
      'warning api.yaml:6:7 "tags" is empty; it should be a list (fill it in or leave it out)',
      'warning api.yaml:8:9 "200" is empty; it should be a response (a map) (fill it in or leave it out)',
      'error api.yaml:11:5 "P" must be a parameter (a map), but is empty (null)',
    ],
  },
  {
    name: 'what documentation lacks is a warning',
    is: `${head}paths:\n  /a:\n    get:\n      responses:\n        "200": {}\n    put: {}\n`,
    problems: [
      'warning api.yaml:7:9 the response has no "description"',
      'warning api.yaml:8:5 the operation has no "responses"',
    ],
  },
  {
    name: 'Swagger 2.0',
    is: 'swagger: "2.0"\ninfo: {title: Orders, version: 1.0.0}\npaths:\n  /a:\n    post:\n      parameters:\n        - {name: b, in: body}\n        - {name: q, in: query}\n        - {name: c, in: cookie, type: string}\n      responses:\n        2XX: {description: OK}\n        "200": {description: OK, schema: {type: file}}\n',
    problems: [
      'error api.yaml:7:11 the parameter is in "body", but has no "schema"',
      'warning api.yaml:8:11 the parameter is in "query", but has no "type"',
      'error api.yaml:9:25 "in" must be "query", "header", "path", "formData" or "body", but is "cookie"',
      'error api.yaml:11:9 "2XX" is not a response status (write a status such as "200" or "default")',
    ],
  },
  {
    name: '3.2: query, additional operations, streams, URIs of schemes',
    is: `openapi: 3.2.0\n$self: https://example.com/api\ninfo: {title: Orders, version: 1.0.0}\npaths:\n  /a:\n    query: {responses: {"200": {}}}\n    additionalOperations:\n      COPY: {responses: {"200": {content: {application/jsonl: {itemSchema: {$ref: "https://example.com/api#/components/schemas/A"}}}}}, security: [{"./x.yaml#/s": []}]}\n    get: {parameters: [{name: q, in: querystring, content: {text/plain: {}}}]}\ncomponents:\n  schemas: {A: {}}\n  mediaTypes: {M: {schema: 5}}\n`,
    problems: ['error api.yaml:12:28 "schema" must be a schema (a map), but is the number 5'],
  },
];

describe('OpenAPI documents', () => {
  it.each(cases)('$name', ({ is, problems }) => {
    const found = problemsOf(typeof is === 'string' ? { 'api.yaml': is } : is);
    expect([...found].sort()).toEqual([...problems].sort());
  });

  it('names every file that was read', () => {
    const file = read({
      'interfaces/api.yaml': `${head}paths:\n  /a: {$ref: "paths/a.yaml"}\n`,
      'interfaces/paths/a.yaml': 'get: {responses: {"200": {$ref: "../common.json#/responses/Ok"}}}\n',
      'interfaces/common.json': '{"responses": {"Ok": {"description": "fine"}}}',
      'interfaces/other.json': '{}',
    });
    expect(file.problems).toEqual([]);
    expect(file.files).toEqual(['interfaces/api.yaml', 'interfaces/common.json', 'interfaces/paths/a.yaml']);
  });

  it('lists a bounded number of problems', () => {
    const paths = Array.from({ length: 1000 }, (_, i) => `  p${i}: {}\n`).join('');
    const { problems } = read({ 'api.yaml': `${head}paths:\n${paths}` });
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)?.message).toBe('800 more problems are not listed');
  });
});
