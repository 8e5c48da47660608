/** The rules of schemas: each once for requests, responses, configuration and events. */

import type { Classification } from '../change.ts';
import type { DiffRule } from '../rule.ts';
import type { Setting } from './schema-change.ts';

/** What the rule is called, when it is reported, and why that matters. */
interface Row {
  readonly when: string;
  readonly why: string;
  /** Classes by convention; absent: what values are valid decides. */
  readonly classes?: readonly Classification[];
  /** Where it can be; absent: everywhere. */
  readonly of?: readonly RulePrefix[];
}

const bound = 'A tighter bound rejects values that were fine; a looser one lets values through that nobody expects.';
const branches = 'Every alternative is a kind of value that somebody sends or expects.';
const sentAlong = 'What the wire carries is written in another way.';

const http: readonly RulePrefix[] = ['request', 'response'];
/** What an interface carries may have no schema. */
const interfaces: readonly RulePrefix[] = [...http, 'event'];

const rows = {
  'schema-added': {
    when: 'a schema is given where there was none',
    why: 'What could be anything is now described.',
    of: interfaces,
  },
  'schema-removed': {
    when: 'there is no schema any more',
    why: 'What was described can now be anything.',
    of: interfaces,
  },
  'values-changed': {
    when: 'values are gained or lost in a way that no single keyword accounts for',
    why: 'Keywords that work together accept other values than before.',
  },
  'schema-closed': {
    when: 'a schema that accepts nothing takes the place of another, or gives way',
    why: 'Nothing is valid under the schema `false`.',
  },
  'type-changed': { when: 'other types are allowed than before', why: 'A value of another type is another value.' },
  'became-nullable': { when: 'null is allowed now', why: 'Whoever receives null must expect it.' },
  'became-not-nullable': { when: 'null is not allowed any more', why: 'Whoever sends null is refused.' },
  'enum-added': { when: 'values are listed where any were allowed', why: 'Every other value is lost.' },
  'enum-removed': { when: 'a list of values is gone', why: 'Values that nobody knows can appear.' },
  'enum-value-added': {
    when: 'a list of values grows',
    why: 'Who reads the values meets one that is new; by convention programs are expected to cope, and whether they do is not known.',
    classes: ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'],
  },
  'enum-value-removed': { when: 'a list of values shrinks', why: 'Whoever sends the value is refused.' },
  'minimum-changed': { when: '`minimum` or `exclusiveMinimum` is added, changed or removed', why: bound },
  'maximum-changed': { when: '`maximum` or `exclusiveMaximum` is added, changed or removed', why: bound },
  'multiple-of-changed': {
    when: '`multipleOf` is added, changed or removed',
    why: 'Numbers between the steps are lost or gained.',
  },
  'min-length-changed': { when: '`minLength` is added, changed or removed', why: bound },
  'max-length-changed': { when: '`maxLength` is added, changed or removed', why: bound },
  'pattern-changed': {
    when: '`pattern` is added, changed or removed',
    why: 'The languages of both patterns are compared as automata.',
  },
  'format-changed': {
    when: '`format` is added, changed or removed',
    why: 'Some programs hold values to a format and some do not; ranges of numbers are compared, and everything else is open.',
    classes: ['POTENTIAL_BREAKING', 'NON_BREAKING', 'BREAKING'],
  },
  'min-items-changed': { when: '`minItems` is added, changed or removed', why: bound },
  'max-items-changed': { when: '`maxItems` is added, changed or removed', why: bound },
  'unique-items-changed': {
    when: '`uniqueItems` is set or unset',
    why: 'Lists in which a value stands twice are lost or gained.',
  },
  'items-changed': {
    when: 'a schema for items is added or removed',
    why: 'Items that were fine are refused, or others appear.',
  },
  'contains-changed': { when: '`contains`, `minContains` or `maxContains` is added, changed or removed', why: bound },
  'unevaluated-items-changed': {
    when: '`unevaluatedItems` is added, changed or removed',
    why: 'Items that no other keyword looks at are lost or gained.',
  },
  'property-added': {
    when: 'a property is described that was not',
    why: 'By convention nobody relies on an unknown member of that very name in an open object. A closed object did not allow the member.',
    classes: ['NON_BREAKING', 'BREAKING'],
  },
  'required-property-added': {
    when: 'a property is added and required at once',
    why: 'Whoever leaves it out, as everybody does, is refused.',
    of: ['request'],
  },
  'property-removed': {
    when: 'a property is not described any more',
    why: 'An open object still accepts the member and nobody reads it; a closed one refuses it; a response no longer promises it.',
    classes: ['POTENTIAL_BREAKING', 'BREAKING', 'NON_BREAKING'],
  },
  'property-became-required': { when: 'a property is required now', why: 'Whoever leaves it out is refused.' },
  'property-became-optional': {
    when: 'a property is not required any more',
    why: 'Whoever relies on it may not find it.',
  },
  'read-only-changed': {
    when: '`readOnly` is set or unset on a property',
    why: 'Requests leave a read-only property out.',
    classes: ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'],
  },
  'write-only-changed': {
    when: '`writeOnly` is set or unset on a property',
    why: 'Responses leave a write-only property out.',
    classes: ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'],
  },
  'additional-properties-changed': {
    when: '`additionalProperties` is added, changed or removed',
    why: 'Members that are not described are lost or gained.',
  },
  'pattern-properties-changed': {
    when: 'a pattern is added to `patternProperties` or removed',
    why: 'Members with such names are lost or gained.',
  },
  'property-names-changed': {
    when: '`propertyNames` is added, changed or removed',
    why: 'Members with some names are lost or gained.',
  },
  'min-properties-changed': { when: '`minProperties` is added, changed or removed', why: bound },
  'max-properties-changed': { when: '`maxProperties` is added, changed or removed', why: bound },
  'dependent-required-changed': {
    when: 'what one member asks for beside it changes',
    why: 'Objects without what is asked for are lost or gained.',
  },
  'dependent-schemas-changed': {
    when: 'the schema that comes with a member changes',
    why: 'Objects with that member are lost or gained.',
  },
  'unevaluated-properties-changed': {
    when: '`unevaluatedProperties` is added, changed or removed',
    why: 'Members that no other keyword looks at are lost or gained.',
  },
  'any-of-changed': { when: '`anyOf` is added or removed, or its alternatives cannot be told apart', why: branches },
  'any-of-branch-added': { when: 'an alternative is added to `anyOf`', why: branches },
  'any-of-branch-removed': { when: 'an alternative of `anyOf` is gone', why: branches },
  'one-of-changed': {
    when: '`oneOf` is added or removed, or values meet more of its alternatives than one',
    why: branches,
  },
  'one-of-branch-added': {
    when: 'an alternative is added to `oneOf`',
    why: `${branches} What meets two of them is refused.`,
  },
  'one-of-branch-removed': { when: 'an alternative of `oneOf` is gone', why: branches },
  'not-changed': {
    when: '`not` is added, changed or removed',
    why: 'Excluding more loses values, excluding less gains some.',
  },
  'condition-changed': {
    when: '`if`, `then` or `else` is added, changed or removed',
    why: 'Values on either side of the condition are lost or gained.',
  },
  'reference-changed': {
    when: 'a reference that leads out of the bundle, or nowhere, changes',
    why: 'What stands behind it is not known, and nothing is fetched.',
  },
  'keyword-unreadable': {
    when: 'a keyword means nothing on one side, such as `type: str`, or something stands there that is no schema',
    why: 'What it was meant to allow is not known.',
    classes: ['POTENTIAL_BREAKING'],
  },
  'default-changed': {
    when: '`default` is added, changed or removed',
    why: 'What happens to whoever leaves the value out changes, without a change of theirs.',
    classes: ['POTENTIAL_BREAKING', 'NON_BREAKING'],
  },
  'deprecated-changed': {
    when: '`deprecated` is set or unset',
    why: 'It announces something, and works as before.',
    classes: ['NON_BREAKING'],
  },
  'content-encoding-changed': {
    when: '`contentEncoding` (or `format: byte`) is added, changed or removed',
    why: sentAlong,
    classes: ['BREAKING', 'NON_BREAKING'],
  },
  'content-media-type-changed': {
    when: '`contentMediaType` (or `format: binary`) is added, changed or removed',
    why: sentAlong,
    classes: ['BREAKING', 'NON_BREAKING'],
  },
  'xml-changed': {
    when: 'names or the form of an XML element change',
    why: sentAlong,
    classes: ['BREAKING'],
    of: http,
  },
  'discriminator-added': {
    when: 'a discriminator is added',
    why: 'Programs begin to choose by a member that did not matter.',
    classes: ['POTENTIAL_BREAKING'],
    of: interfaces,
  },
  'discriminator-removed': {
    when: 'a discriminator is removed',
    why: 'Programs that choose by the member have nothing to go by.',
    classes: ['POTENTIAL_BREAKING'],
    of: interfaces,
  },
  'discriminator-property-changed': {
    when: 'another member chooses between the alternatives',
    why: 'Programs look for the old member.',
    classes: ['BREAKING'],
    of: interfaces,
  },
  'discriminator-value-added': {
    when: 'a value of a discriminator is added; POTENTIAL_BREAKING where a response may hold it and no alternatives are written',
    why: 'It stands for an alternative that is reported itself, or for a schema that takes in the one with the discriminator.',
    classes: ['NON_BREAKING', 'POTENTIAL_BREAKING'],
    of: interfaces,
  },
  'discriminator-value-removed': {
    when: 'a value of a discriminator is gone',
    why: 'Whoever sends the value is refused; whoever reads never meets it again.',
    classes: ['BREAKING', 'POTENTIAL_BREAKING'],
    of: interfaces,
  },
  'discriminator-value-renamed': {
    when: 'an alternative gets another value of the discriminator, as renaming its component does where no mapping is written',
    why: 'Both sides know it by the old value.',
    classes: ['BREAKING'],
    of: interfaces,
  },
  'discriminator-value-retargeted': {
    when: 'a value of a discriminator leads to another schema',
    why: 'The same value means something else.',
    classes: ['BREAKING'],
    of: interfaces,
  },
  'dialect-changed': {
    when: '`$schema` names another draft',
    why: 'The programs that read the schema may not know the draft.',
    classes: ['POTENTIAL_BREAKING'],
    of: ['configuration'],
  },
  'variable-changed': {
    when: '`x-env` names another variable',
    why: 'Who sets the old variable sets nothing any more.',
    classes: ['POTENTIAL_BREAKING'],
    of: ['configuration'],
  },
} as const satisfies Readonly<Record<string, Row>>;

export type RuleName = keyof typeof rows;

const readers = ['request', 'configuration', 'event', 'response'] as const;
export type RulePrefix = (typeof readers)[number];

const subjects: Readonly<Record<RulePrefix, string>> = {
  request: 'In what a service reads',
  response: 'In what a service answers',
  configuration: 'In the schema of a configuration',
  event: 'In a message',
};

const byProof: readonly Classification[] = ['BREAKING', 'NON_BREAKING', 'POTENTIAL_BREAKING'];

/** The id of a rule: `request-property-became-required`. */
export function ruleId({ use, role }: Setting, name: RuleName): string {
  return `${use === 'http' ? (role === 'reads' ? 'request' : 'response') : use}-${name}`;
}

const names = Object.keys(rows) as RuleName[];

export const schemaRules: readonly DiffRule[] = readers.flatMap((prefix) =>
  names.flatMap((name): DiffRule[] => {
    const row: Row = rows[name];
    if (row.of?.includes(prefix) === false) return [];
    return [
      {
        id: `${prefix}-${name}`,
        when: `${subjects[prefix].replace('In', 'in')} ${row.when}`,
        why: row.why,
        classes: row.classes ?? byProof,
        ...(row.classes && { convention: true as const }),
      },
    ];
  }),
);
