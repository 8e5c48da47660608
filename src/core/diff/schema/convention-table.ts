/** What is agreed where values alone say too much or too little; a change names the one that decided. */
export const conventionTable = {
  'another-draft': 'A schema of another draft may not be understood by programs that read it',
  'configuration-default-fills-in':
    'A key that became required asks nothing of anyone where it has a default, because loaders fill it in',
  'configuration-key-added': 'A new key of a configuration need not be set',
  'configuration-key-removed': 'A key of a configuration that is gone breaks who sets it, whether or not it is refused',
  'configuration-variable': 'Who sets the old environment variable (`x-env`) sets nothing any more',
  'content-form': 'What is inside a text (`contentEncoding`, `contentMediaType`) is read in one form only',
  'default-changed': 'A new default gives something else to whoever leaves the value out',
  'discriminator-added': 'Programs choose by a discriminator from now on',
  'discriminator-chooses':
    'A value is meant for the alternative that the discriminator names, also where it meets others',
  'discriminator-property': 'Programs look for the member that the discriminator names',
  'discriminator-removed': 'Programs do not choose by a discriminator any more',
  'discriminator-value': 'A value of the discriminator stands for one alternative, under one name',
  'enum-value-gained': 'A new value in what is read may be unknown to the reader, which may cope with it or not',
  'extensible-enum':
    '`x-extensible-enum` announces that the list grows, so that readers expect values they do not know',
  'format-asserted': 'Some programs hold values to a `format`, and some do not',
  'hidden-property': 'A member that is `readOnly` or `writeOnly` is no part of what is sent in the other direction',
  'optional-property-added': 'Nobody relies on an unknown member of that very name in an open object',
  'optional-property-removed':
    'An optional member that is gone is still accepted or was never promised, and may be missed',
  'property-left-out': 'A member that became `readOnly` or `writeOnly` is left out in the other direction',
  'schema-removed': 'What has no schema any more can be anything',
  'sunset-passed': 'What was deprecated may go when the day that was announced for it is over',
  'unstable-operation': 'An operation that is a draft or alpha (`x-stability-level`) may change',
  'xml-names': 'Elements and attributes of XML are found by their names',
} as const;

export type ConventionId = keyof typeof conventionTable;
