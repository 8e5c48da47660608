/** What the tools that write contracts give, as types that clients can read. */

import { z } from '../../sdk.ts';

const position = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  endLine: z.int(),
  endColumn: z.int(),
});

const finding = z.looseObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  layer: z.string(),
  path: z.string().describe('where in the contract, such as interfaces[0].port'),
  pointer: z.string(),
  message: z.string(),
  help: z.string().optional(),
  at: position,
});

const decision = z.object({
  path: z.string().describe('where in the contract'),
  value: z.json(),
  because: z.string(),
});

const name = z.string();

const draft = {
  schemaVersion: z.literal(1),
  name,
  version: name,
  valid: z.boolean(),
  contract: z.string().describe('the text of pacto.yaml'),
  files: z.array(z.object({ path: name, content: z.string() })).describe('the files that it names'),
  decisions: z.array(decision).describe('what nobody asked for in these words, and why it is as it is'),
  questions: z.array(z.string()).describe('what only somebody who knows the service can say'),
  findings: z.array(finding).describe('what validation says of it'),
};

export const draftOutput = z.object(draft);

export const createOutput = z.object({ ...draft, directory: name, written: z.boolean() });

export const editOutput = z.object({
  schemaVersion: z.literal(1),
  ref: name,
  path: name.describe('the file of the contract'),
  name,
  version: name,
  valid: z.boolean(),
  changed: z.boolean(),
  written: z.boolean(),
  changes: z.array(
    z.object({
      path: name,
      action: z.enum(['set', 'added', 'removed']),
      from: z.json().optional(),
      to: z.json().optional(),
    }),
  ),
  unchanged: z.array(z.string()).describe('what was asked for and was so already'),
  decisions: z.array(decision),
  removedComments: z.array(z.string()).describe('comments that went with what they were about'),
  files: z.array(
    z.object({ path: name, status: z.enum(['added', 'changed']), diff: z.string().describe('as diff -u shows it') }),
  ),
  findings: z.array(finding).describe('what validation says of the result'),
});
