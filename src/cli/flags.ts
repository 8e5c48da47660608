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
