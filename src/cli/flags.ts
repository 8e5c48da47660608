import type { Flag } from './command.ts';

/** Flags of every command. */
export const globalFlags: readonly Flag[] = [
  {
    name: 'output-format',
    type: 'string',
    value: 'FORMAT',
    about: 'what to print',
    variable: 'PACTO_OUTPUT_FORMAT',
    setting: 'outputFormat',
    group: 'global',
  },
  {
    name: 'config',
    type: 'string',
    value: 'FILE',
    about: "your settings, instead of config.yaml in pacto's config directory",
    completes: 'file',
    variable: 'PACTO_CONFIG',
    group: 'global',
  },
  {
    name: 'verbose',
    short: 'v',
    type: 'boolean',
    about: 'log to standard error what is read and written; show the stack of a bug',
    variable: 'PACTO_VERBOSE',
    group: 'global',
  },
  { name: 'help', short: 'h', type: 'boolean', about: 'explain the command', group: 'global' },
];

/** Flags that change a contract before the command looks at it. */
export const overrideFlags: readonly Flag[] = [
  {
    name: 'values',
    short: 'f',
    type: 'strings',
    value: 'FILE',
    about: 'merge this YAML file into the contract; may be repeated',
    completes: 'file',
    group: 'overrides',
  },
  {
    name: 'set',
    type: 'strings',
    value: 'PATH=VALUE',
    about: 'set one value, read by the type that the contract format gives it; may be repeated',
    group: 'overrides',
  },
  {
    name: 'set-string',
    type: 'strings',
    value: 'PATH=TEXT',
    about: 'set one value to a string; may be repeated',
    group: 'overrides',
  },
  {
    name: 'set-json',
    type: 'strings',
    value: 'PATH=JSON',
    about: 'set one value to JSON; may be repeated',
    group: 'overrides',
  },
];

/** Flags about how a registry is reached. */
export const connectionFlags: readonly Flag[] = [
  {
    name: 'insecure-registry',
    type: 'strings',
    value: 'HOST',
    about: 'speak to this registry without TLS; may be repeated',
    variable: 'PACTO_INSECURE_REGISTRIES',
    setting: 'insecureRegistries',
    group: 'registry',
  },
  {
    name: 'ca-file',
    type: 'strings',
    value: 'FILE',
    about: 'trust the certificates in this PEM file too; may be repeated',
    completes: 'file',
    variable: 'PACTO_CA_FILES',
    group: 'registry',
  },
];

/** Flags of every command that may fetch something from a registry. */
export const registryFlags: readonly Flag[] = [
  {
    name: 'offline',
    type: 'boolean',
    about: 'use only what is cached or local, and say what was missing',
    variable: 'PACTO_OFFLINE',
    setting: 'offline',
    group: 'registry',
  },
  {
    name: 'no-cache',
    type: 'boolean',
    about: 'ask for everything again, and write nothing to the cache',
    variable: 'PACTO_NO_CACHE',
    group: 'registry',
  },
  {
    name: 'mirror',
    type: 'strings',
    value: 'PREFIX=TARGET',
    about: 'read what begins with PREFIX from TARGET, a registry with a path or oci-layout:DIR; may be repeated',
    variable: 'PACTO_MIRRORS',
    group: 'registry',
  },
  ...connectionFlags,
  {
    name: 'username',
    type: 'string',
    value: 'NAME',
    about: 'the user name for the registries that this command line names; with --password-stdin',
    group: 'registry',
  },
  {
    name: 'password-stdin',
    type: 'boolean',
    about: 'read the password or token that goes with --username from standard input',
    group: 'registry',
  },
];
