/** What an application sends and receives, in one form for AsyncAPI 2 and 3. Everything keeps its place. */
import type { Json } from '../../json.ts';
import type { Template } from '../address-template.ts';
import type { At, Located, Opened } from '../opened.ts';
import type { SchemaFormat } from './schema-format.ts';

/** What the application itself does: what others `publish` in AsyncAPI 2, it receives. */
export type Action = 'receive' | 'send';

/** One address; all channels with this address are one. */
export interface Channel {
  /** Names under which it is listed: keys in 3.x, the address itself in 2.x. */
  readonly ids: readonly string[];
  /** Absent where the address is not known before run time. */
  readonly template?: Template;
  /** Among the channels of the document, and not only referred to by an operation. */
  readonly listed: boolean;
  /** The address, or the name where there is none. */
  readonly label: string;
  readonly at: At;
  readonly parameters: ReadonlyMap<string, Located>;
  /** Names of servers; undefined: all of them. */
  readonly servers?: ReadonlySet<string>;
  /** References to servers that cannot be followed. */
  readonly unknownServers: readonly Opened[];
  readonly messages: Messages;
  readonly bindings: readonly Located[];
  /** Those that cannot be read. */
  readonly opaque: readonly Opened[];
}

export interface Messages {
  readonly known: readonly Message[];
  /** Those that cannot be read. */
  readonly opaque: readonly Opened[];
}

export interface Operation {
  /** As written; what nobody named has none. */
  readonly id?: string;
  /** The id, or what it does: `send order.placed`. */
  readonly label: string;
  readonly action: Action;
  readonly channel: Channel;
  readonly messages: Messages;
  readonly security?: Located;
  readonly bindings?: Located;
  readonly reply?: Reply;
  readonly at: At;
  /** Traits that cannot be read. */
  readonly opaque: readonly Opened[];
}

export interface Reply {
  readonly at: At;
  /** Where the address of the reply is found. */
  readonly location?: Located;
  readonly channel?: Channel;
  readonly messages: Messages;
  /** What cannot be read, instead of all that. */
  readonly opaque?: Opened;
}

export interface Message {
  /** What people know it by. */
  readonly label: string;
  /** As written. */
  readonly name?: string;
  /** `messageId` (2.4 to 2.6). */
  readonly id?: string;
  /** Names under which it is listed, which are not sent. */
  readonly keys: ReadonlySet<string>;
  /** Before its traits are merged into it. */
  readonly written: Json;
  readonly payload?: Content;
  readonly headers?: Content;
  readonly contentType?: Located;
  /** The `location` of the correlation id. */
  readonly correlation?: Located;
  readonly bindings?: Located;
  readonly at: At;
  /** Traits that cannot be read. */
  readonly opaque: readonly Opened[];
}

/** A payload or headers. */
export interface Content {
  readonly format: SchemaFormat;
  readonly schema: Located;
}

export interface Api {
  /** Those that are listed, and then those that are only referred to. */
  readonly channels: readonly Channel[];
  readonly operations: readonly Operation[];
  /** What is there and means nothing that is known, by its path. */
  readonly opaque: ReadonlyMap<string, Opened>;
}
