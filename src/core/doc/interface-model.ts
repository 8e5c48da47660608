/** What an interface offers, as documentation tells it. Every text is as the file has it. */

import type { SchemaNode } from './schema-model.ts';

export interface DocInterface {
  readonly name: string;
  readonly type: 'http' | 'grpc' | 'event';
  readonly port?: number;
  readonly visibility: 'public' | 'internal';
  /** Bundle path of the file that describes it. */
  readonly file?: string;
  /** `OpenAPI 3.1.0`, `Protobuf (proto3)`. */
  readonly format?: string;
  /** The title that the file gives itself. */
  readonly title?: string;
  /** Markdown. */
  readonly description?: string;
  /** The version that the file gives itself. */
  readonly version?: string;
  readonly content: DocContent;
  /** What `ref` in any schema of this interface leads to, by `id`; sorted by name. */
  readonly schemas: readonly NamedSchema[];
  /** Why something could not be read, the first reasons; the rest is in `content` all the same. */
  readonly problems: readonly string[];
  /** What was left out, and why. */
  readonly cut?: string;
}

export interface NamedSchema {
  /** Unique in its interface: `#/components/schemas/Order`, `orders.v1.Order`. */
  readonly id: string;
  /** Unique in its interface, for people: `Order`. */
  readonly name: string;
  readonly schema: SchemaNode;
}

export type DocContent =
  /** OpenAPI. */
  | {
      readonly kind: 'http';
      readonly servers: readonly DocServer[];
      readonly endpoints: readonly DocEndpoint[];
      readonly schemes: readonly DocSecurityScheme[];
    }
  /** AsyncAPI. */
  | {
      readonly kind: 'events';
      readonly servers: readonly DocServer[];
      readonly channels: readonly DocChannel[];
    }
  /** Protobuf. Messages are among the interface's `schemas`. */
  | { readonly kind: 'rpc'; readonly services: readonly DocRpcService[] }
  /** One JSON Schema. */
  | { readonly kind: 'schema'; readonly schema: SchemaNode }
  /** No file describes it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly reason: string };

export interface DocServer {
  /** As the file has it, variables in braces. */
  readonly url: string;
  /** Markdown. */
  readonly description?: string;
  /** What may stand in the braces; absent where there is none. */
  readonly variables?: readonly {
    readonly name: string;
    /** Where they are listed. */
    readonly values?: readonly string[];
    readonly default?: string;
  }[];
}

export interface DocEndpoint {
  /** Webhooks and callbacks are what the service itself calls. */
  readonly kind: 'endpoint' | 'webhook' | 'callback';
  /** `GET`. */
  readonly method: string;
  /** The path; the name of a webhook; the expression that says where a callback goes. */
  readonly path: string;
  readonly id?: string;
  readonly summary?: string;
  /** Markdown. */
  readonly description?: string;
  readonly deprecated: boolean;
  readonly tags: readonly string[];
  /** Of a callback: the endpoint whose callers are called, `POST /orders`. */
  readonly of?: string;
  /** Where it is at other servers than those of the interface. */
  readonly servers?: readonly DocServer[];
  readonly parameters: readonly DocParameter[];
  readonly body?: DocBody;
  /** By status as the file has it. */
  readonly responses: readonly DocResponse[];
  /** Alternatives in words: `bearerAuth`, `apiKey and oauth (read, write)`, `nothing`. Empty where nothing is asked for. */
  readonly security: readonly string[];
}

export interface DocParameter {
  readonly name: string;
  /** `path`, `query`, `header`, `cookie`, `querystring`; `address` of a channel. */
  readonly in: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  /** Markdown. */
  readonly description?: string;
  readonly schema?: SchemaNode;
  readonly example?: string;
  readonly unreadable?: string;
}

export interface DocBody {
  readonly required: boolean;
  /** Markdown. */
  readonly description?: string;
  readonly contents: readonly DocMedia[];
  readonly unreadable?: string;
}

export interface DocResponse {
  /** `200`, `4XX`, `default`. */
  readonly status: string;
  /** Its summary and description: Markdown. */
  readonly description?: string;
  readonly headers: readonly DocParameter[];
  readonly contents: readonly DocMedia[];
  /** What can be called next. */
  readonly links?: readonly { readonly name: string; readonly to: string; readonly description?: string }[];
  readonly unreadable?: string;
}

export interface DocMedia {
  /** `application/json`; empty where the file says nothing. */
  readonly mediaType: string;
  readonly schema?: SchemaNode;
  /** As text: JSON laid out over several lines, or what the file has as a string. Cut where it is long. */
  readonly example?: string;
}

export interface DocSecurityScheme {
  readonly name: string;
  /** In words: `HTTP bearer (JWT)`, `API key in the header X-Api-Key`. */
  readonly kind: string;
  /** Markdown. */
  readonly description?: string;
  /** Where the provider of OpenID Connect, or the authorization server of OAuth, says what it can do. */
  readonly metadataUrl?: string;
  /** The ways to a token of OAuth 2.0; absent for everything else. */
  readonly flows?: readonly DocOAuthFlow[];
}

export interface DocOAuthFlow {
  /** In words: `authorization code`, `client credentials`. */
  readonly name: string;
  /** As the file has them. */
  readonly authorizationUrl?: string;
  readonly deviceAuthorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  readonly scopes: readonly {
    readonly name: string;
    /** Markdown by custom. */
    readonly description?: string;
  }[];
}

export interface DocChannel {
  /** The address; its name where it has none. */
  readonly address: string;
  readonly title?: string;
  /** Markdown. */
  readonly description?: string;
  readonly parameters: readonly DocParameter[];
  /** Empty where nobody says what is done with the channel; `messages` then has what goes through it. */
  readonly operations: readonly DocChannelOperation[];
  /** What goes through it where no operation says so. */
  readonly messages: readonly DocMessage[];
  readonly unreadable?: string;
}

export interface DocChannelOperation {
  /** What the service itself does. */
  readonly action: 'send' | 'receive';
  readonly id?: string;
  readonly summary?: string;
  /** Markdown. */
  readonly description?: string;
  readonly deprecated: boolean;
  readonly messages: readonly DocMessage[];
  /** Where the answer goes or comes from, and what it is. */
  readonly reply?: { readonly address?: string; readonly messages: readonly DocMessage[] };
}

export interface DocMessage {
  readonly name: string;
  readonly title?: string;
  readonly summary?: string;
  /** Markdown. */
  readonly description?: string;
  readonly contentType?: string;
  readonly headers?: SchemaNode;
  readonly payload?: SchemaNode;
  /** A payload in a language other than JSON Schema, as it is written. */
  readonly source?: { readonly language: string; readonly text: string };
  readonly example?: string;
  readonly unreadable?: string;
}

export interface DocRpcService {
  /** With its package: `orders.v1.Orders`. */
  readonly name: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly rpcs: readonly DocRpc[];
}

export interface DocRpc {
  readonly name: string;
  /** `unary`, `client stream`, `server stream`, `bidirectional stream`. */
  readonly action: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly request: SchemaNode;
  readonly response: SchemaNode;
}
