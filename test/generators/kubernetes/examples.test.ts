import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { casesDirectory, foldersIn } from '../../support/cases.ts';
import { root } from '../../support/run.ts';
import { exampleContract, manifests } from './ask.ts';
import { hasSchemas, problemsOf } from './openapi.ts';

const directory = path.join(casesDirectory, 'kubernetes');
const examples = foldersIn(path.join(root, 'examples')).filter((name) =>
  existsSync(path.join(root, 'examples', name, 'pacto.yaml')),
);

/** What the examples' platform says besides the contracts. */
const options = { schedule: '0 3 * * *', namespace: 'harbour' };
const more = {
  ...options,
  monitoring: 'servicemonitor',
  networkPolicy: 'true',
  cpu: '250m',
  memory: '1Gi',
  storage: '20Gi',
  storageClass: 'fast',
  pullSecret: 'registry',
  ingressClass: 'nginx',
  tlsSecret: 'certificate',
  runAsUser: '1000',
};

describe.each(examples)('%s', (name) => {
  const { files, text, message } = manifests(exampleContract(name), options);
  const said = message === undefined ? '' : `${message.replace(/^/gm, '# ')}\n`;
  const file = path.join(directory, `${name}.yaml`);

  it('has the manifests that people have read', () => {
    if (process.env.PACTO_CASES_WRITE === '1') {
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, said + text);
    }
    expect(said + text).toBe(readFileSync(file, 'utf8'));
  });

  it.skipIf(!hasSchemas)('keeps to the schemas of Kubernetes', () => {
    for (const set of [files, manifests(exampleContract(name), more).files]) {
      for (const { path: place, content } of set) {
        const [document] = parseAllDocuments(content, { version: '1.1' });
        expect(document?.errors).toEqual([]);
        expect(problemsOf(document?.toJS()), place).toEqual([]);
      }
    }
  });
});

it.skipIf(!hasSchemas)('the schemas find what is misspelled or of another type', () => {
  const service = { apiVersion: 'v1', kind: 'Service', spec: { selektor: {}, ports: [{ port: '80' }] } };
  expect(problemsOf(service)).toEqual([
    '/spec must NOT have additional properties {"additionalProperty":"selektor"}',
    '/spec/ports/0/port must be integer {"type":"integer"}',
  ]);
  const endpoints = [{ port: 80, adress: 'shop' }];
  const monitor = { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor', spec: { selector: {}, endpoints } };
  expect(problemsOf(monitor)).toEqual([
    '/spec/endpoints/0 must NOT have additional properties {"additionalProperty":"adress"}',
    '/spec/endpoints/0/port must be string {"type":"string"}',
  ]);
});

it('there is a case for every example, and none for anything else', () => {
  expect(readdirSync(directory).sort()).toEqual(examples.map((name) => `${name}.yaml`));
});
