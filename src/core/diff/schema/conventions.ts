/** What decides where the question of valid values says too much or too little. */

import type { ConventionId } from './convention-table.ts';
import type { Convention } from './difference.ts';
import type { Setting } from './schema-change.ts';

export const propertyAddedToOpenObject: Convention = {
  id: 'optional-property-added',
  classification: 'NON_BREAKING',
  reason: 'nobody is taken to rely on an unknown member of that very name',
  applies: 'broken',
};

/** Published: `configuration.properties[x]` added is NON_BREAKING, removed is BREAKING. */
export const configurationKeyAdded: Convention = {
  id: 'configuration-key-added',
  classification: 'NON_BREAKING',
  reason: 'a key that can be set now need not be set',
  applies: 'always',
  published: true,
};

export const configurationKeyRemoved: Convention = {
  id: 'configuration-key-removed',
  classification: 'BREAKING',
  reason: 'who sets the key sets nothing any more',
  applies: 'always',
  published: true,
};

export const requestPropertyRemoved: Convention = {
  id: 'optional-property-removed',
  classification: 'POTENTIAL_BREAKING',
  reason: 'the member is still accepted, and nothing says any more that it has an effect',
  applies: 'contained',
};

export const responsePropertyRemoved: Convention = {
  id: 'optional-property-removed',
  classification: 'POTENTIAL_BREAKING',
  reason: 'it was optional, and who reads it may never find it again',
  applies: 'always',
};

export const defaultFillsIn: Convention = {
  id: 'configuration-default-fills-in',
  classification: 'NON_BREAKING',
  reason: 'it has a default, which is taken where a configuration leaves it out',
  applies: 'always',
};

export const enumValueGained: Convention = {
  id: 'enum-value-gained',
  classification: 'POTENTIAL_BREAKING',
  reason: 'whoever reads the value may not know what to do with it',
  applies: 'broken',
};

export const extensibleEnum: Convention = {
  id: 'extensible-enum',
  classification: 'NON_BREAKING',
  reason: '`x-extensible-enum` announces that the list grows',
  applies: 'broken',
};

export const formatAlone: Convention = {
  id: 'format-asserted',
  classification: 'POTENTIAL_BREAKING',
  reason: 'some programs hold values to the format, and some do not',
  applies: 'broken',
};

export const defaultChanged: Convention = {
  id: 'default-changed',
  classification: 'POTENTIAL_BREAKING',
  reason: 'whoever leaves the value out gets something else, without a change of theirs',
  applies: 'always',
};

export const schemaRemovedFromResponse: Convention = {
  id: 'schema-removed',
  classification: 'POTENTIAL_BREAKING',
  reason: 'what was described can be anything now',
  applies: 'broken',
};

export const discriminatorChooses: Convention = {
  id: 'discriminator-chooses',
  classification: 'NON_BREAKING',
  reason: 'the discriminator says which alternative a value is meant for, also where it meets others',
  applies: 'broken',
};

export const sunsetPassed: Convention = {
  id: 'sunset-passed',
  classification: 'NON_BREAKING',
  reason: 'it was deprecated, and the day that was announced for its removal is over',
  applies: 'always',
};

/** What is written in another way on the wire: neither side can read the other. */
export function wireForm(id: ConventionId, reason: string): Convention {
  return { id, classification: 'BREAKING', reason, applies: 'always' };
}

export function potential(id: ConventionId, reason: string): Convention {
  return { id, classification: 'POTENTIAL_BREAKING', reason, applies: 'always' };
}

export function harmless(id: ConventionId, reason: string): Convention {
  return { id, classification: 'NON_BREAKING', reason, applies: 'always' };
}

/** Those for a property that is gone, optional as it was. */
export function propertyRemoved({ use, role }: Setting): Convention {
  if (use === 'configuration') return configurationKeyRemoved;
  return role === 'reads' ? requestPropertyRemoved : responsePropertyRemoved;
}
