import { type DiffRule, type RuleRow, rulesIn } from '../rule.ts';

const [N, P, B] = ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'] as const;

/** What is reported about the surface of an event interface. Schemas have rules of their own, and so has security. */
export const rules = {
  // Channels
  'asyncapi-channel-removed': {
    when: 'there is no channel with an address any more',
    why: 'Who sends there or listens there does so in vain.',
    classes: [B],
  },
  'asyncapi-channel-added': { when: 'a channel is added', why: 'Nobody uses it yet.', classes: [N] },
  'asyncapi-channel-address-changed': {
    when: 'a channel that is otherwise the same has another address',
    why: 'Who sends to the old address or listens there does so in vain.',
    classes: [B],
  },
  'asyncapi-channel-server-removed': {
    when: 'a channel is no longer on a server that is still there',
    why: 'Who uses it there finds nothing.',
    classes: [B],
  },
  'asyncapi-channel-server-added': {
    when: 'a channel is on a further server',
    why: 'It still is on the others.',
    classes: [N],
  },
  'asyncapi-parameter-renamed': {
    when: 'a parameter of the address of a channel has another name',
    why: 'Names in braces are not sent, but subscriptions and generated code are written with them.',
    classes: [B],
    convention: true,
  },
  'asyncapi-parameter-location-changed': {
    when: 'the value of a parameter is found at another place of the message',
    why: 'Who computes the address from the message gets another one.',
    classes: [P],
    convention: true,
  },
  // Operations
  'asyncapi-operation-removed': {
    when: 'an operation is removed (BREAKING), or one of several that do the same on a channel (NON_BREAKING)',
    why: 'What was sent does not come any more, or what is sent is not read.',
    classes: [B, N],
  },
  'asyncapi-operation-added': {
    when: 'an operation is added',
    why: 'Nobody counts on it yet.',
    classes: [N],
  },
  'asyncapi-operation-action-changed': {
    when: 'an operation sends what it received, or receives what it sent',
    why: 'Both sides wait for each other, or both talk.',
    classes: [B],
  },
  'asyncapi-operation-channel-changed': {
    when: 'an operation uses another channel',
    why: 'The other side still uses the old one.',
    classes: [B],
  },
  'asyncapi-operation-id-changed': {
    when: 'an operation has another id or none',
    why: 'It is not sent, but generated code names its functions after it.',
    classes: [P],
    convention: true,
  },
  'asyncapi-operation-id-added': {
    when: 'an operation gets an id',
    why: 'It is not sent, and nobody can have relied on it.',
    classes: [N],
  },
  // Messages
  'asyncapi-received-message-removed': {
    when: 'a message that was received is not received any more',
    why: 'Who still sends it is not understood.',
    classes: [B, P],
  },
  'asyncapi-received-message-added': {
    when: 'a further message is received',
    why: 'Nobody has to send it.',
    classes: [N, P],
  },
  'asyncapi-sent-message-removed': {
    when: 'a message that was sent is not sent any more',
    why: 'Nothing unknown arrives, but somebody may wait for it.',
    classes: [P],
    convention: true,
  },
  'asyncapi-sent-message-added': {
    when: 'a further message is sent',
    why: 'Who listens meets a kind of message that is new, and whether that is ignored is not known.',
    classes: [P],
  },
  'asyncapi-message-name-changed': {
    when: 'the name of a message is another one or is gone',
    why: 'Generated code is named after it, and messages may be told apart by it.',
    classes: [P],
    convention: true,
  },
  'asyncapi-message-name-added': {
    when: 'a message gets a name',
    why: 'Nobody can have relied on it.',
    classes: [N],
  },
  'asyncapi-message-id-changed': {
    when: 'the messageId of a message is another one or is gone',
    why: 'Generated code is named after it.',
    classes: [P],
    convention: true,
  },
  'asyncapi-correlation-id-changed': {
    when: 'the id by which messages belong together is at another place, is gone, or is new (POTENTIAL_BREAKING where it is read, NON_BREAKING where it is sent)',
    why: 'Who looks for it at the old place finds nothing.',
    classes: [B, P, N],
  },
  'asyncapi-content-type-changed': {
    when: 'a message has another media type; POTENTIAL_BREAKING where one side does not say which',
    why: 'What is sent is written in another way.',
    classes: [B, P, N],
  },
  'asyncapi-default-content-type-changed': {
    when: 'the media type of messages that state none is another one',
    why: 'What is sent is written in another way.',
    classes: [B, P, N],
  },
  'asyncapi-schema-format-changed': {
    when: 'a payload or headers are described in another language (BREAKING), in another version of it (POTENTIAL_BREAKING), or in another dialect of JSON Schema, which is compared (NON_BREAKING)',
    why: 'What is described in another language is usually encoded in another way.',
    classes: [B, P, N],
  },
  'asyncapi-payload-changed': {
    when: 'the schema of a payload changed that is in a language which is compared by its content alone, such as Avro or RAML',
    why: 'What changed in it, and for whom, is not known.',
    classes: [P],
  },
  // Servers
  'asyncapi-server-removed': {
    when: 'a server is removed',
    why: 'Who is connected to it finds nothing there.',
    classes: [B],
  },
  'asyncapi-server-added': { when: 'a server is added', why: 'The others are still there.', classes: [N] },
  'asyncapi-server-host-changed': {
    when: 'the host or the port of a server changes',
    why: 'Clients connect to the old one.',
    classes: [B],
  },
  'asyncapi-server-path-changed': {
    when: 'the path of the URL of a server changes',
    why: 'Clients connect to the old one, which may be another virtual host.',
    classes: [B],
  },
  'asyncapi-server-protocol-changed': {
    when: 'a server speaks another protocol',
    why: 'Clients speak the old one.',
    classes: [B],
  },
  'asyncapi-server-protocol-version-changed': {
    when: 'a server speaks another version of its protocol',
    why: 'Whether clients of the old version are understood is for the protocol to say.',
    classes: [P],
  },
  'asyncapi-server-variable-changed': {
    when: 'a variable of the URL of a server loses values or has another default',
    why: 'Clients may use the old URL.',
    classes: [P],
  },
  'asyncapi-server-variable-widened': {
    when: 'a variable of the URL of a server has more values',
    why: 'The old URLs still work.',
    classes: [N],
  },
  // Bindings
  'asyncapi-binding-address-changed': {
    when: 'a binding names another topic, exchange, queue or other destination; POTENTIAL_BREAKING where one side does not say which',
    why: 'Who uses the old one sends or listens in vain.',
    classes: [B, P],
  },
  'asyncapi-binding-changed': {
    when: 'anything else in a binding changes, also of a protocol that is not known; NON_BREAKING for its version',
    why: 'What it means to others is for the protocol to say.',
    classes: [P, N],
  },
  // Replies
  'asyncapi-reply-removed': {
    when: 'requests are not answered any more (BREAKING), or no answer is awaited any more (NON_BREAKING)',
    why: 'Who asked waits for an answer that does not come.',
    classes: [B, N],
  },
  'asyncapi-reply-added': {
    when: 'requests are answered (NON_BREAKING), or an answer is awaited (POTENTIAL_BREAKING)',
    why: 'Who never answered may have to now.',
    classes: [N, P],
  },
  'asyncapi-reply-address-changed': {
    when: 'the address of the answer is found at another place of the request',
    why: 'The answer does not get where it is awaited.',
    classes: [B],
  },
  'asyncapi-reply-channel-changed': {
    when: 'the answer goes through another channel',
    why: 'It is awaited in the old one.',
    classes: [B],
  },
  // What cannot be compared
  'asyncapi-part-not-comparable': {
    when: 'a reference leads nowhere or out of the bundle, or a part of the document is malformed, and the sides differ in it',
    why: 'What it said, or says, is not known.',
    classes: [P],
  },
} as const satisfies Record<string, RuleRow>;

export const asyncapiRules: readonly DiffRule[] = rulesIn(rules);
