import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Contract } from '../../../src/core/contract/model.generated.ts';
import { readContract } from '../../../src/core/contract/read.ts';
import type { GeneratedFile } from '../../../src/core/generate/protocol.ts';
import { soundContract } from '../../../src/core/validate/validate.ts';
import { generate } from '../../../src/generators/kubernetes/generate.ts';
import { root } from '../../support/run.ts';

/** The contract of an example. */
export function exampleContract(name: string): Contract {
  const file = path.join(root, 'examples', name, 'pacto.yaml');
  const contract = soundContract(readContract(readFileSync(file), 'pacto.yaml'));
  if (contract === undefined) throw new Error(`${file} is no contract`);
  return contract;
}

/** What the generator answers; `text` joins the files, each below its name. */
export function manifests(contract: Contract, options: Readonly<Record<string, string>> = {}) {
  const nothing = () => undefined;
  const { files, message } = generate({
    protocolVersion: '1',
    contract,
    options,
    readFile: nothing,
    readNamedFile: nothing,
  });
  return { files, message, text: files.map(withName).join('') };
}

function withName({ path: name, content }: GeneratedFile): string {
  return `---\n# ${name}\n${content}`;
}
