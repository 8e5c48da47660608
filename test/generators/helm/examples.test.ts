import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { casesDirectory, foldersIn } from '../../support/cases.ts';
import { root } from '../../support/run.ts';
import { exampleContract } from '../kubernetes/ask.ts';
import { chartOf, exampleFiles } from './ask.ts';

const directory = path.join(casesDirectory, 'helm');
const examples = foldersIn(path.join(root, 'examples')).filter((name) =>
  existsSync(path.join(root, 'examples', name, 'pacto.yaml')),
);
/** Their schemas are read too: one of each draft, and one with a file of YAML. */
const withSchema = new Set(['payments-api', 'legacy-reporting', 'search-api', 'rabbitmq']);

describe.each(examples)('%s', (name) => {
  const { files, message } = chartOf(exampleContract(name), {}, exampleFiles(name));
  const shown = Object.entries(files).filter(([file]) => file !== 'values.schema.json' || withSchema.has(name));
  const said = message === undefined ? '' : `${message.replace(/^/gm, '# ')}\n`;
  const text = said + shown.map(([file, content]) => `==== ${file} ====\n${content}`).join('');
  const golden = path.join(directory, `${name}.txt`);

  it('has the chart that people have read', () => {
    if (process.env.PACTO_CASES_WRITE === '1') {
      mkdirSync(directory, { recursive: true });
      writeFileSync(golden, text);
    }
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });
});

it('there is a case for every example, and none for anything else', () => {
  expect(readdirSync(directory).sort()).toEqual(examples.map((name) => `${name}.txt`));
});
