import { asyncapiSchema } from '../schema-shape.ts';
import type { TypeTable } from '../shape/notation.ts';
import { asyncapiShared } from './shapes-shared.ts';

const documentation = {
  title: 'string',
  summary: 'string',
  description: 'string',
  tags: '[&Tag]',
  externalDocs: '&ExternalDocumentation',
} as const;

const messageFields = {
  ...documentation,
  headers: '&MultiSchema',
  correlationId: '&CorrelationId',
  contentType: 'string',
  name: 'string',
  bindings: '&Bindings',
  examples: '[any]',
} as const;

/** AsyncAPI 3.0.0 and 3.1.0, chapter "Schema". */
export const asyncapi3: TypeTable = {
  ...asyncapiShared,
  AsyncApi: {
    noun: 'document',
    fields: {
      asyncapi: 'string!',
      id: 'string',
      info: 'Info!',
      servers: '{&Server}',
      defaultContentType: 'string',
      channels: '{&Channel}',
      operations: '{&Operation}',
      components: 'Components',
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
      tags: '[&Tag]',
      externalDocs: '&ExternalDocumentation',
    },
  },
  Server: {
    fields: {
      ...documentation,
      host: 'string!',
      protocol: 'string!',
      protocolVersion: 'string',
      pathname: 'string',
      variables: '{&ServerVariable}',
      security: '[&SecurityScheme]',
      bindings: '&Bindings',
    },
  },
  Channel: {
    fields: {
      ...documentation,
      address: 'string|null',
      messages: '{&Message}',
      servers: '[=Server]',
      parameters: '{&Parameter}',
      bindings: '&Bindings',
    },
  },
  Operation: {
    fields: {
      ...documentation,
      action: 'one(send,receive)!',
      channel: '=Channel!',
      security: '[&SecurityScheme]',
      bindings: '&Bindings',
      traits: '[&OperationTrait]',
      messages: '[=Message]',
      reply: '&OperationReply',
    },
  },
  OperationTrait: { fields: { ...documentation, security: '[&SecurityScheme]', bindings: '&Bindings' } },
  OperationReply: { fields: { address: '&OperationReplyAddress', channel: '=Channel', messages: '[=Message]' } },
  OperationReplyAddress: { fields: { description: 'string', location: 'string!' } },
  Parameter: {
    fields: {
      enum: '[string]',
      default: 'string',
      description: 'string',
      examples: '[string]',
      location: 'string',
    },
  },
  Message: { fields: { ...messageFields, payload: '&MultiSchema', traits: '[&MessageTrait]' } },
  MessageTrait: { fields: messageFields },
  MultiSchema: { choose: { has: 'schemaFormat', withIt: 'MultiFormatSchema', otherwise: 'Schema' }, family: 'Schema' },
  MultiFormatSchema: { fields: { schemaFormat: 'string!', schema: 'any!' }, family: 'Schema' },
  Components: {
    fields: {
      schemas: '{&MultiSchema}',
      servers: '{&Server}',
      channels: '{&Channel}',
      operations: '{&Operation}',
      messages: '{&Message}',
      securitySchemes: '{&SecurityScheme}',
      serverVariables: '{&ServerVariable}',
      parameters: '{&Parameter}',
      correlationIds: '{&CorrelationId}',
      replies: '{&OperationReply}',
      replyAddresses: '{&OperationReplyAddress}',
      externalDocs: '{&ExternalDocumentation}',
      tags: '{&Tag}',
      operationTraits: '{&OperationTrait}',
      messageTraits: '{&MessageTrait}',
      serverBindings: '{&Bindings}',
      channelBindings: '{&Bindings}',
      operationBindings: '{&Bindings}',
      messageBindings: '{&Bindings}',
    },
  },
  Tag: { fields: { name: 'string~', description: 'string', externalDocs: '&ExternalDocumentation' } },
  ExternalDocumentation: { fields: { description: 'string', url: 'string~' } },
  Schema: asyncapiSchema,
  OAuthFlow: {
    noun: 'OAuth flow',
    fields: { authorizationUrl: 'string', tokenUrl: 'string', refreshUrl: 'string', availableScopes: '{string}' },
  },
};
