import type { GeneratorOption } from '../generator.ts';

/** What a catalog wants to know and a contract does not say. */
export const backstageOptions: readonly GeneratorOption[] = [
  { name: 'name', value: 'NAME', about: 'name of the component; default: the service’s' },
  { name: 'namespace', value: 'NAMESPACE', about: 'namespace of all entities; default: none, which means `default`' },
  {
    name: 'owner',
    value: 'REF',
    about: 'who owns it, such as group:payments; default: the contract’s owner, its team as a group',
  },
  { name: 'system', value: 'NAME', about: 'the system that it is part of' },
  {
    name: 'type',
    value: 'TYPE',
    about: 'type of the component; default: service, job or library, by what the contract runs',
  },
  {
    name: 'lifecycle',
    value: 'STAGE',
    about: 'stage of its life; default: experimental below version 1.0.0 and for pre-releases, else production',
  },
];
