/** What protocol 1 asks of a plugin. `pacto plugins check` goes through the rows, docs/plugins.md lists them. */

export const protocolRules = {
  runs: 'It can be started, without arguments.',
  'ends-well': 'It ends with status 0; any other status is a failure, whose reason is on standard error.',
  'in-time': 'It ends within the time limit.',
  'output-size': 'It prints at most 64 MiB.',
  json: 'It prints one JSON object in UTF-8, and nothing else, on standard output.',
  response: 'The object has `files`, a list, and where there is something to say `message`, a text.',
  file: 'Each file is an object with `path` and `content`, both texts.',
  encoding: '`encoding` is left out, or is `base64` and the content is.',
  mode: '`mode` is left out, or is permission bits: a number, or a text of octal digits such as "0755".',
  'path-inside': 'Paths are relative, separated by `/`, and stay inside the output directory.',
  'paths-distinct': 'No path occurs twice, also where case is ignored, and none is a folder of another.',
  'path-portable': 'Paths have no names that Windows reserves.',
  'writes-nothing': 'It leaves the output directory and the bundle alone: pacto writes the files.',
  'no-interfaces': 'It also answers for a contract whose `interfaces` is null.',
  'same-answer': 'The same request gives the same answer.',
} as const;

export type ProtocolRule = keyof typeof protocolRules;

/** A way in which a plugin does not keep to a rule. A warning harms nobody yet. */
export interface ProtocolProblem {
  readonly rule: ProtocolRule;
  readonly severity: 'error' | 'warning';
  /** What is wrong, as the end of "the plugin …" or about a quoted path. */
  readonly message: string;
}
