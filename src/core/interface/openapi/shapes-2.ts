import { swaggerSchema } from '../schema-shape.ts';
import type { TypeTable } from '../shape/notation.ts';

/** What parameters, headers and items of lists share (Swagger 2.0, "Items Object"). */
const primitive = {
  format: 'string',
  items: 'Items',
  collectionFormat: 'one(csv,ssv,tsv,pipes,multi)',
  default: 'any',
  maximum: 'number',
  exclusiveMaximum: 'boolean',
  minimum: 'number',
  exclusiveMinimum: 'boolean',
  maxLength: 'integer',
  minLength: 'integer',
  pattern: 'string',
  maxItems: 'integer',
  minItems: 'integer',
  uniqueItems: 'boolean',
  enum: '[any]',
  multipleOf: 'number',
} as const;

/** OpenAPI 2.0 (Swagger 2.0), chapter "Schema". */
export const openapi2: TypeTable = {
  OpenApi: {
    noun: 'document',
    fields: {
      swagger: 'string!',
      info: 'Info!',
      host: 'string',
      basePath: 'string',
      schemes: '[one(http,https,ws,wss)]',
      consumes: '[string]',
      produces: '[string]',
      paths: 'Paths!',
      definitions: '{&Schema}',
      parameters: '{&Parameter}',
      responses: '{&Response}',
      securityDefinitions: '{SecurityScheme}',
      security: '[SecurityRequirement]',
      tags: '[Tag]',
      externalDocs: 'ExternalDocumentation',
    },
  },
  Info: {
    fields: {
      title: 'string!',
      description: 'string',
      termsOfService: 'string',
      contact: 'Contact',
      license: 'License',
      version: 'string!',
    },
  },
  Contact: { fields: { name: 'string', url: 'string', email: 'string' } },
  License: { fields: { name: 'string~', url: 'string' } },
  Paths: { noun: 'map of paths', rest: '&PathItem' },
  PathItem: {
    fields: {
      $ref: 'string',
      get: 'Operation',
      put: 'Operation',
      post: 'Operation',
      delete: 'Operation',
      options: 'Operation',
      head: 'Operation',
      patch: 'Operation',
      parameters: '[&Parameter]',
    },
  },
  Operation: {
    fields: {
      tags: '[string]',
      summary: 'string',
      description: 'string',
      externalDocs: 'ExternalDocumentation',
      operationId: 'string',
      consumes: '[string]',
      produces: '[string]',
      parameters: '[&Parameter]',
      responses: 'Responses~',
      schemes: '[one(http,https,ws,wss)]',
      deprecated: 'boolean',
      security: '[SecurityRequirement]',
    },
  },
  ExternalDocumentation: { fields: { description: 'string', url: 'string~' } },
  Parameter: {
    fields: {
      ...primitive,
      name: 'string!',
      in: 'one(query,header,path,formData,body)!',
      description: 'string',
      required: 'boolean',
      schema: '&Schema',
      type: 'one(string,number,integer,boolean,array,file)',
      allowEmptyValue: 'boolean',
    },
  },
  Items: { fields: { ...primitive, type: 'one(string,number,integer,boolean,array)!' } },
  Responses: { noun: 'map of responses', rest: '&Response' },
  Response: {
    fields: { description: 'string~', schema: '&Schema', headers: '{Header}', examples: '{any}' },
  },
  Header: {
    fields: { ...primitive, description: 'string', type: 'one(string,number,integer,boolean,array)!' },
  },
  Tag: { fields: { name: 'string~', description: 'string', externalDocs: 'ExternalDocumentation' } },
  Schema: swaggerSchema,
  Xml: {
    noun: 'XML description',
    fields: { name: 'string', namespace: 'string', prefix: 'string', attribute: 'boolean', wrapped: 'boolean' },
  },
  SecurityScheme: {
    fields: {
      type: 'one(basic,apiKey,oauth2)!',
      description: 'string',
      name: 'string',
      in: 'one(query,header)',
      flow: 'one(implicit,password,application,accessCode)',
      authorizationUrl: 'string',
      tokenUrl: 'string',
      scopes: '{string}',
    },
  },
  SecurityRequirement: { rest: '[string]' },
};
