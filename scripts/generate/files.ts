/** Every generated file of the repository. A row is all it takes to add one; a test fails where a file is stale. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bundle.mjs';
import { changesReference } from './changes-reference.ts';
import { commandsReference } from './commands-reference.ts';
import { contractReference } from './contract-reference.ts';
import { findingsReference } from './findings-reference.ts';
import { contractModel } from './model.ts';
import { platformReference } from './platform-reference.ts';
import { resultsReference } from './results-reference.ts';
import { thirdParty } from './third-party.ts';

export interface GeneratedFile {
  /** Relative to the checkout. */
  readonly file: string;
  /** The text that the file should have. */
  readonly make: () => string | Promise<string>;
}

export const generatedFiles: readonly GeneratedFile[] = [
  {
    file: 'src/core/contract/model.generated.ts',
    make: () => contractModel(schema('pacto-v1.0')),
  },
  { file: 'docs/reference/contract.md', make: () => contractReference(schema('pacto-v1.0')) },
  { file: 'docs/reference/findings.md', make: findingsReference },
  { file: 'docs/reference/changes.md', make: changesReference },
  { file: 'docs/reference/commands.md', make: commandsReference },
  { file: 'docs/reference/platform.md', make: platformReference },
  { file: 'docs/reference/results.md', make: () => resultsReference(resultSchemas()) },
  { file: 'THIRD-PARTY.md', make: thirdParty },
];

function schema(name: string) {
  return JSON.parse(readFileSync(path.join(root, 'schema', `${name}.schema.json`), 'utf8'));
}

/** The published result schemas by command. */
function resultSchemas() {
  const files = readdirSync(path.join(root, 'schema/output')).sort();
  const names = files.map((file) => file.slice(0, -'.schema.json'.length));
  return new Map(names.map((name) => [name, schema(`output/${name}`)]));
}
