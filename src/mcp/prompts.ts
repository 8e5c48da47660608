import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemReason } from '../adapters/file-system.ts';
import { contractFile } from '../core/contract/bundle.ts';
import { nearest } from '../core/nearest.ts';
import { placeIn, type Roots } from './roots.ts';
import { ProtocolError, ProtocolErrorCode } from './sdk.ts';

interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** What may be meant, for completion. */
  readonly suggest?: (roots: Roots) => readonly string[];
}

interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  readonly text: (given: (name: string) => string | undefined) => string;
}

/** The longest value of an argument. UTF-16 units. */
const valueLimit = 10_000;

const rows: readonly Prompt[] = [
  {
    name: 'review_contract_change',
    title: 'Review a contract change',
    description: 'Compares two versions of a contract, says what breaks, for whom, and what to do about it',
    arguments: [
      {
        name: 'old',
        description: 'the contract as it was: git:origin/main, or a published version',
        required: true,
        suggest: () => ['git:main', 'git:origin/main', 'git:HEAD', 'git:HEAD~1'],
      },
      {
        name: 'new',
        description: 'the contract as it is; default: the working directory',
        required: false,
        suggest: contractsBelow,
      },
      {
        name: 'among',
        description: 'where its consumers are: a directory with their contracts; default: the working directory',
        required: false,
      },
    ],
    text: (given) => `Review a change of a Pacto contract.

The contract as it was (old): ${JSON.stringify(given('old') ?? '')}
The contract as it is (new): ${JSON.stringify(given('new') ?? '.')}

1. Call pacto_check on the contract as it is. Errors come first: until they are fixed, nothing else counts.
2. Call pacto_diff with these two. Take its classes as they are; each change has a rule, a path and often a witness.
3. If anything is BREAKING or POTENTIAL_BREAKING, call pacto_impact with these as ref and new, and with among
   ${JSON.stringify([given('among') ?? '.'])}, which is where consumers are.
4. Compare the version step with suggestedBump.

Then answer in this order: a verdict in one sentence; a table of what breaks, for whom, and how to avoid it; what is
harmless, in one line; the version it should have. Name paths and consumers exactly. Say what could not be found out.`,
  },
  {
    name: 'write_contract',
    title: 'Write a contract for a service',
    description: 'Writes a contract for an existing or a planned service, and has it checked',
    arguments: [
      { name: 'service', description: 'its name: lower-case letters, digits and hyphens', required: true },
      { name: 'description', description: 'what it does, what it exposes, what data it keeps', required: false },
      {
        name: 'path',
        description: 'the directory with its source; default: the working directory',
        required: false,
      },
    ],
    text: (given) => `Write a Pacto contract for the service ${given('service') ?? ''}.
${given('description') === undefined ? '' : `\nWhat its owner says: ${given('description')}\n`}
Its directory: ${JSON.stringify(given('path') ?? '.')}

1. Read the resource pacto://reference/contract.
2. Look at the source for facts: ports, OpenAPI, AsyncAPI or proto files, configuration keys and their defaults, what it
   stores and where, which services it calls, how it is deployed and scaled. Do not guess: leave out what you do not
   find, and list it at the end as questions.
3. Create it with pacto_create, or change what is there with pacto_edit; look at it with dry_run first.
4. Call pacto_check and follow its suggestions until it is valid without warnings.
5. Show the contract, and for each fact the file that says so.`,
  },
];

/** What a user may start with, as the protocol lists it. */
export const prompts = rows.map(({ name, title, description, arguments: own }) => ({
  name,
  title,
  description,
  arguments: own.map((argument) => ({
    name: argument.name,
    description: argument.description,
    required: argument.required,
  })),
}));

/** A prompt with its arguments put in. Throws a protocol error for one that there is not, and for wrong arguments. */
export function getPrompt(name: string, given: Readonly<Record<string, string>>) {
  const row = rows.find((prompt) => prompt.name === name);
  if (row === undefined) throw wrong(`there is no prompt ${JSON.stringify(name.slice(0, 100))}`, name, rows);
  for (const [key, value] of Object.entries(given)) {
    const isKnown = row.arguments.some((argument) => argument.name === key);
    if (!isKnown) throw wrong(`${name} has no argument ${JSON.stringify(key.slice(0, 100))}`, key, row.arguments);
    if (value.length > valueLimit) throw wrong(`${key} has more than ${valueLimit} characters`);
  }
  const givenValue = (key: string) => (Object.hasOwn(given, key) && given[key] !== '' ? given[key] : undefined);
  const missing = row.arguments.find((argument) => argument.required && givenValue(argument.name) === undefined);
  if (missing !== undefined) throw wrong(`${name} needs ${missing.name}: ${missing.description}`);
  const content = { type: 'text' as const, text: row.text(givenValue) };
  return { description: row.description, messages: [{ role: 'user' as const, content }] };
}

function wrong(message: string, word = '', known: readonly { readonly name: string }[] = []): ProtocolError {
  const meant = nearest(
    word,
    known.map(({ name }) => name),
  );
  const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `${message}${hint}`);
}

/** Completes an argument of a prompt. */
export function completePrompt(
  prompt: string,
  argument: { readonly name: string; readonly value: string },
  roots: Roots,
): string[] {
  const row = rows.find(({ name }) => name === prompt)?.arguments.find(({ name }) => name === argument.name);
  return (row?.suggest?.(roots) ?? []).filter((value) => value.startsWith(argument.value));
}

/** Directories that are looked into for completion: a user waits for it. */
const folderLimit = 200;

/** Contracts near the top of the roots, as paths from where relative ones start. */
function contractsBelow(roots: Roots): string[] {
  const found: string[] = [];
  const folders = ['.'];
  for (let looked = 0; looked < folders.length && looked < folderLimit; looked++) {
    const folder = folders[looked] ?? '.';
    for (const entry of entriesOf(folder, roots)) {
      if (entry.name === contractFile && entry.isFile()) found.push(folder);
      const isOwn = !entry.name.startsWith('.') && entry.name !== 'node_modules';
      if (entry.isDirectory() && isOwn) folders.push(join(folder, entry.name));
    }
  }
  return found.sort();
}

function entriesOf(folder: string, roots: Roots): Dirent[] {
  try {
    return readdirSync(placeIn(roots, folder), { withFileTypes: true });
  } catch (error) {
    // What may not or cannot be listed completes nothing.
    if (error instanceof Error && error.name !== 'PactoError') systemReason(error);
    return [];
  }
}
