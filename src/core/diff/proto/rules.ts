/** What is reported about protobuf. */
import type { DiffRule } from '../rule.ts';

/** The first of its classes is the usual one. */
export interface Row extends Omit<DiffRule, 'id'> {
  readonly classes: readonly [DiffRule['classes'][number], ...DiffRule['classes']];
}

const [N, P, B] = ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'] as const;

export const rules = {
  // Files
  'proto-package-changed': {
    when: 'a package has another name',
    why: 'Wire: the paths of calls (`/package.Service/Method`) and the type URLs of `Any` have the package in them.',
    classes: [B],
  },
  'proto-syntax-changed': {
    when: 'a file changes between proto2, proto3 and editions',
    why: 'Source: generated code follows other rules; what else that means for its declarations is reported apart.',
    classes: [P],
  },
  'proto-import-missing': {
    when: 'a file that is imported is in the bundle of one side only',
    why: 'What it declares cannot be compared.',
    classes: [P],
  },
  'proto-file-option-changed': {
    when: 'an option of a file changes, such as `go_package`',
    why: 'Source: names in generated code follow from some options; the others change neither names nor messages.',
    classes: [P, N],
  },
  // Services
  'proto-service-removed': {
    when: 'a service is removed',
    why: 'Wire: callers of its methods get UNIMPLEMENTED.',
    classes: [B],
  },
  'proto-service-added': { when: 'a service is added', why: 'Nobody calls it yet.', classes: [N] },
  'proto-rpc-removed': {
    when: 'a method of a service is removed',
    why: 'Wire: callers get UNIMPLEMENTED.',
    classes: [B],
  },
  'proto-rpc-added': { when: 'a method is added to a service', why: 'Nobody calls it yet.', classes: [N] },
  'proto-rpc-request-changed': {
    when: 'a method takes another message',
    why: 'Wire: the message that callers send is read as another one. Where both have the same fields, only its name changed.',
    classes: [B, P],
  },
  'proto-rpc-response-changed': {
    when: 'a method answers with another message',
    why: 'Wire: callers read the message as another one. Where both have the same fields, only its name changed.',
    classes: [B, P],
  },
  'proto-rpc-client-streaming-changed': {
    when: 'a method begins or ceases to take a stream',
    why: 'Wire: a caller sends one message where the service waits for many, or many where it takes one.',
    classes: [B],
  },
  'proto-rpc-server-streaming-changed': {
    when: 'a method begins or ceases to answer with a stream',
    why: 'Wire: a caller takes one message where many come, or waits for many where one comes.',
    classes: [B],
  },
  'proto-rpc-idempotency-changed': {
    when: 'the idempotency level of a method changes',
    why: 'Clients may have retried or cached calls that they now must not, or send them another way.',
    classes: [P],
  },
  'proto-rpc-http-changed': {
    when: 'the HTTP mapping (`google.api.http`) of a method changes',
    why: 'JSON: callers over HTTP may find the method elsewhere, or not at all.',
    classes: [P, B, N],
  },
  // Messages
  'proto-message-removed': {
    when: 'a message is removed',
    why: 'Source: code that names it no longer compiles. Wire: a call that used it now carries something else.',
    classes: [B, P],
  },
  'proto-message-added': { when: 'a message is added', why: 'Nobody uses it yet.', classes: [N] },
  'proto-message-set-changed': {
    when: '`message_set_wire_format` of a message changes',
    why: 'Wire: extensions of the message are encoded another way.',
    classes: [B],
  },
  'proto-descriptor-accessor-changed': {
    when: '`no_standard_descriptor_accessor` of a message changes',
    why: 'Source: generated code has or lacks the accessor `descriptor()`.',
    classes: [P],
  },
  'proto-json-format-changed': {
    when: 'the feature `json_format` of messages or enums changes',
    why: 'JSON: what was promised to work is only tried, or the other way round, which breaks nothing.',
    classes: [P, N],
  },
  'proto-reserved-removed': {
    when: 'reserved numbers or names are no longer reserved',
    why: 'Wire: they were used once, and can now be given another meaning, which old data and old programs do not know.',
    classes: [P],
  },
  'proto-reserved-added': {
    when: 'numbers or names are reserved',
    why: 'It changes no message; nothing new can take them.',
    classes: [N],
  },
  // Fields
  'proto-field-removed': {
    when: 'a field is removed, or its number is given to another field',
    why: 'Wire: what is sent in it is lost; without a reservation its number or name can come back with another meaning.',
    classes: [B, P],
  },
  'proto-field-added': {
    when: 'a field is added',
    why: 'Wire: who does not know it skips it. A required one is waited for.',
    classes: [N, B],
  },
  'proto-field-number-changed': {
    when: 'a field has another number',
    why: 'Wire: each side takes the field of the other for an unknown one, or for another field.',
    classes: [B],
  },
  'proto-field-number-reused': {
    when: 'the number of a field now belongs to another one, of a type that is encoded in another way',
    why: 'Wire: what one side sends in the field is misread or rejected by the other.',
    classes: [B],
  },
  'proto-field-renamed': {
    when: 'a field has another name',
    why: 'JSON and source: the field is found by its name there. Wire: nothing changes.',
    classes: [P, B],
  },
  'proto-field-json-name-changed': {
    when: 'the name of a field in JSON changes, but not its own',
    why: 'JSON: the field is found by this name. Wire and source: nothing changes.',
    classes: [P, B],
  },
  'proto-field-type-changed': {
    when: 'a field has another type',
    why: 'Wire: types of other encoding are misread. JSON: types may be encoded alike and written differently. Source: code has another type.',
    classes: [B, P],
  },
  'proto-field-cardinality-changed': {
    when: 'a field becomes or ceases to be repeated, a map or required',
    why: 'Wire: several values are read as one, or a message is rejected for what it lacks.',
    classes: [B, P],
  },
  'proto-field-presence-changed': {
    when: 'it changes whether a field that is not set can be told from one that has its default value',
    why: 'Source: generated code gains or loses the question. Wire: both read what the other writes.',
    classes: [P],
  },
  'proto-field-oneof-changed': {
    when: 'a field that stays goes into a oneof, out of it, or into another one',
    why: 'Wire: setting one field of a oneof clears the others, so that what was sent together no longer arrives together.',
    classes: [B, P],
  },
  'proto-field-default-changed': {
    when: 'the default value of a field changes',
    why: 'Wire: a value that was left out is read as another one by each side.',
    classes: [B],
  },
  'proto-field-packed-changed': {
    when: 'a repeated field is packed or no longer packed',
    why: 'Wire: every parser has to read both.',
    classes: [N],
  },
  'proto-field-utf8-changed': {
    when: 'it changes whether strings are checked to be UTF-8',
    why: 'Wire: strings that were accepted are rejected, or strings arrive that were never sent before.',
    classes: [B, P],
  },
  'proto-field-language-option-changed': {
    when: 'an option of a field changes that is for one language: `ctype`, `jstype`, `features.(pb.cpp)`',
    why: 'Source: the field has another type in generated code. Wire: nothing changes.',
    classes: [P],
  },
  // Oneofs
  'proto-oneof-removed': {
    when: 'a oneof is removed and its fields stay',
    why: 'Wire: several of its fields can now be set together, which the other side does not expect.',
    classes: [B, P],
  },
  'proto-oneof-added': {
    when: 'fields that were there are put into a new oneof',
    why: 'Wire: of fields that were sent together only the last one stays. One field alone is not affected.',
    classes: [B, P],
  },
  'proto-oneof-renamed': {
    when: 'a oneof has another name and the same fields',
    why: 'Source: generated code has another name. Wire and JSON: its name is not sent.',
    classes: [P],
  },
  // Enums
  'proto-enum-removed': {
    when: 'an enum is removed',
    why: 'Source: code that names it no longer compiles. Wire: a call that used it now carries something else.',
    classes: [B, P],
  },
  'proto-enum-added': { when: 'an enum is added', why: 'Nobody uses it yet.', classes: [N] },
  'proto-enum-openness-changed': {
    when: 'an enum changes between open and closed',
    why: 'Wire: unknown numbers are values of open enums and unknown fields of closed ones.',
    classes: [B, P],
  },
  'proto-enum-first-value-changed': {
    when: 'another value of an enum comes first',
    why: 'Wire: the first value is what is read where none was sent.',
    classes: [B],
  },
  'proto-enum-value-removed': {
    when: 'a value of an enum is removed',
    why: 'Wire: a number that is still sent has no meaning any more, and without a reservation it can get another one.',
    classes: [B, P],
  },
  'proto-enum-value-added': {
    when: 'a value is added to an enum',
    why: 'Wire: who receives it may not know it: nobody where only callers send it, callers where the service sends it.',
    classes: [P, N, B],
  },
  'proto-enum-value-number-changed': {
    when: 'a value of an enum has another number',
    why: 'Wire: each side takes the value of the other for an unknown one, or for another value.',
    classes: [B],
  },
  'proto-enum-value-renamed': {
    when: 'a value of an enum has another name',
    why: 'JSON and source: the value is found by its name there. Wire: nothing changes.',
    classes: [P, B],
  },
  'proto-enum-alias-removed': {
    when: 'one of several names of a value is removed',
    why: 'JSON and source: who uses this name no longer finds it. Wire: nothing changes.',
    classes: [P, B],
  },
  'proto-enum-alias-added': {
    when: 'a value of an enum gets one more name',
    why: 'Wire: nothing changes, and nobody has relied on the name.',
    classes: [N],
  },
  // Extensions
  'proto-extension-range-removed': {
    when: 'a message no longer keeps numbers for extensions that it kept',
    why: 'Source: extensions with these numbers no longer compile. Wire: they are unknown fields to others.',
    classes: [P],
  },
  'proto-extension-range-added': {
    when: 'a message keeps more numbers for extensions',
    why: 'No extension has them yet.',
    classes: [N],
  },
  'proto-extension-removed': {
    when: 'an extension is removed',
    why: 'Source: code that names it no longer compiles. Wire: what is sent in it is kept as an unknown field.',
    classes: [P],
  },
  'proto-extension-added': { when: 'an extension is added', why: 'Wire: who does not know it skips it.', classes: [N] },
  // Anything
  'proto-deprecated-changed': {
    when: 'something becomes deprecated, or no longer is',
    why: 'It still works; compilers may warn.',
    classes: [N],
  },
  'proto-custom-option-changed': {
    when: 'a custom option changes',
    why: 'What it means, such as a stricter validation, is only known to the programs that read it. Options for documentation mean nothing.',
    classes: [P, N],
  },
} satisfies Record<string, Row>;

export type RuleName = keyof typeof rules;

export const protoRules: readonly DiffRule[] = Object.entries(rules).map(([id, row]) => ({ id, ...row }));
