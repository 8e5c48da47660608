/** What `plugins check` gives a plugin to work with: a contract that has everything, and one that has next to nothing. */

import { contractFile, memoryBundle } from '../../core/contract/bundle.ts';
import { readContract } from '../../core/contract/read.ts';
import { soundContract } from '../../core/validate/validate.ts';

const full: Readonly<Record<string, string>> = {
  [contractFile]: `pactoVersion: "1.0"
service:
  name: sample-api
  version: 1.2.3
  owner: team/samples
  image:
    ref: registry.example/sample-api:1.2.3
interfaces:
  - name: rest
    type: http
    port: 8080
    visibility: public
    contract: interfaces/openapi.yaml
configurations:
  - name: default
    schema: configuration/schema.json
    values:
      logLevel: info
dependencies:
  - name: postgresql
    ref: oci://registry.example/postgresql-pacto:16.2.0
    required: true
    compatibility: ^16.0.0
runtime:
  workload: service
  state:
    type: stateless
    persistence:
      scope: local
      durability: ephemeral
    dataCriticality: low
  lifecycle:
    upgradeStrategy: rolling
    gracefulShutdownSeconds: 30
  health:
    interface: rest
    path: /health
    initialDelaySeconds: 5
  metrics:
    interface: rest
    path: /metrics
scaling:
  min: 2
  max: 10
metadata:
  tier: sample
`,
  'interfaces/openapi.yaml': `openapi: 3.1.0
info:
  title: Sample
  version: 1.2.3
paths:
  /health:
    get:
      responses:
        "200":
          description: It is well
`,
  'configuration/schema.json': `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": { "logLevel": { "enum": ["debug", "info", "warn"] } }
}
`,
  'configuration/sample.yaml': `logLevel: info
`,
};

/** The files are the same: an option may name one. */
const bare: Readonly<Record<string, string>> = {
  ...full,
  [contractFile]: `pactoVersion: "1.0"
service:
  name: sample-worker
  version: 0.1.0
`,
};

/** A sample: its files, the bundle of them, and the contract. */
export type Sample = ReturnType<typeof sampleOf>;

/** The contract that has everything. */
export function fullSample() {
  return sampleOf(full);
}

/** The contract without interfaces, and without anything else that it need not have. */
export function bareSample() {
  return sampleOf(bare);
}

function sampleOf(texts: Readonly<Record<string, string>>) {
  const utf8 = new TextEncoder();
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, utf8.encode(text)]));
  const bundle = memoryBundle(files, { kind: 'memory', label: 'the sample', contractPath: contractFile });
  const contract = soundContract(readContract(files.get(contractFile) ?? new Uint8Array(), contractFile));
  if (contract === undefined) throw new Error('the sample is no contract');
  return { files, bundle, contract };
}
