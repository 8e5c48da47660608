import { asyncapiSchema } from '../schema-shape.ts';
import type { TypeTable } from '../shape/notation.ts';
import { asyncapiShared } from './shapes-shared.ts';

const messageFields = {
  messageId: 'string since 2.4',
  headers: '&Schema',
  correlationId: '&CorrelationId',
  schemaFormat: 'string',
  contentType: 'string',
  name: 'string',
  title: 'string',
  summary: 'string',
  description: 'string',
  tags: '[Tag]',
  externalDocs: 'ExternalDocumentation',
  bindings: '&Bindings',
  examples: '[any]',
} as const;

const operationFields = {
  operationId: 'string',
  summary: 'string',
  description: 'string',
  security: '[SecurityRequirement] since 2.4',
  tags: '[Tag]',
  externalDocs: 'ExternalDocumentation',
  bindings: '&Bindings',
} as const;

/** AsyncAPI 2.0.0 to 2.6.0, chapter "Schema". */
export const asyncapi2: TypeTable = {
  ...asyncapiShared,
  AsyncApi: {
    noun: 'document',
    fields: {
      asyncapi: 'string!',
      id: 'string',
      info: 'Info!',
      servers: '{&Server}',
      defaultContentType: 'string',
      channels: 'Channels!',
      components: 'Components',
      tags: '[Tag]',
      externalDocs: 'ExternalDocumentation',
    },
  },
  Info: {
    fields: {
      title: 'string!',
      version: 'string!',
      description: 'string',
      termsOfService: 'string',
      contact: 'Contact',
      license: 'License',
    },
  },
  Server: {
    fields: {
      url: 'string!',
      protocol: 'string!',
      protocolVersion: 'string',
      description: 'string',
      variables: '{&ServerVariable}',
      security: '[SecurityRequirement]',
      tags: '[Tag] since 2.5',
      bindings: '&Bindings',
    },
  },
  Channels: { noun: 'map of channels', rest: 'ChannelItem' },
  ChannelItem: {
    fields: {
      $ref: 'string',
      description: 'string',
      servers: '[string] since 2.2',
      subscribe: 'Operation',
      publish: 'Operation',
      parameters: '{&Parameter}',
      bindings: '&Bindings',
    },
  },
  Operation: { fields: { ...operationFields, traits: '[&OperationTrait]', message: '&Message' } },
  OperationTrait: { fields: operationFields },
  Parameter: { fields: { description: 'string', schema: '&Schema', location: 'string' } },
  Message: { fields: { ...messageFields, payload: 'any', traits: '[&MessageTrait]', oneOf: '[&Message]' } },
  MessageTrait: { fields: messageFields },
  Components: {
    fields: {
      schemas: '{&Schema}',
      servers: '{&Server} since 2.3',
      serverVariables: '{&ServerVariable} since 2.4',
      channels: '{ChannelItem} since 2.3',
      messages: '{&Message}',
      securitySchemes: '{&SecurityScheme}',
      parameters: '{&Parameter}',
      correlationIds: '{&CorrelationId}',
      operationTraits: '{&OperationTrait}',
      messageTraits: '{&MessageTrait}',
      serverBindings: '{&Bindings}',
      channelBindings: '{&Bindings}',
      operationBindings: '{&Bindings}',
      messageBindings: '{&Bindings}',
    },
  },
  Tag: { fields: { name: 'string~', description: 'string', externalDocs: 'ExternalDocumentation' } },
  ExternalDocumentation: { fields: { description: 'string', url: 'string~' } },
  Schema: asyncapiSchema,
  SecurityRequirement: { rest: '[string]' },
  OAuthFlow: {
    noun: 'OAuth flow',
    fields: { authorizationUrl: 'string', tokenUrl: 'string', refreshUrl: 'string', scopes: '{string}' },
  },
};
