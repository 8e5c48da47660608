/** A whole contract from an intent. */

import { formatVersion, parseVersion } from '../contract/version.ts';
import { memberLines } from '../edit/print.ts';
import { PactoError } from '../error.ts';
import type { Json, JsonObject } from '../json.ts';
import { dependencyOf, refuseSameReference } from './dependencies.ts';
import type { ContractIntent, Decision, Stub } from './intent.ts';
import { configurationSchema, interfaceOf, scalingOf } from './parts.ts';
import { schemaComment } from './starters.ts';
import { stateOf } from './state.ts';

export interface Draft {
  readonly contract: JsonObject;
  /** Interface descriptions that have to be made. */
  readonly stubs: readonly Stub[];
  /** The schema of the configuration, where one was asked for, and its bundle path. */
  readonly schema?: { readonly path: string; readonly value: JsonObject };
  readonly decisions: readonly Decision[];
}

export interface DraftContext {
  /** The version of the contract that a local reference leads to. */
  readonly versionOf?: (ref: string) => string | undefined;
}

const schemaPath = 'configuration/schema.json';
/** The path that a made description of an HTTP interface has. */
const stubHealthPath = '/health';

/** The contract that the intent describes; every value that it does not name is a decision. Throws USAGE. */
export function draftContract(intent: ContractIntent, context: DraftContext = {}): Draft {
  const { name, version, owner, configuration = [], metadata } = intent;
  const decisions: Decision[] = [];
  checkVersion(version);
  if (version === undefined) {
    decisions.push({ path: 'service.version', value: '0.1.0', because: 'a new contract begins there' });
  }
  const taken = { names: new Set<string>(), ports: new Set<number>(), files: new Set<string>() };
  for (const { name: named, port, contract } of intent.interfaces ?? []) {
    if (named !== undefined) taken.names.add(named);
    if (port !== undefined) taken.ports.add(port);
    if (contract !== undefined) taken.files.add(contract);
  }
  const interfaces = (intent.interfaces ?? []).map((one, i) => interfaceOf(one, `interfaces[${i}]`, taken));
  refuseSameReference(
    [],
    (intent.dependencies ?? []).map(({ ref }) => ref),
  );
  const versionOf = context.versionOf ?? (() => undefined);
  const dependencies = (intent.dependencies ?? []).map((one, i) => dependencyOf(one, `dependencies[${i}]`, versionOf));
  decisions.push(...[...interfaces, ...dependencies].flatMap((part) => part.decisions));
  const runtime = runtimeOf(intent, interfaces, decisions);
  const scaling = scalingOf(intent.scaling ?? {});
  const contract: JsonObject = {
    pactoVersion: '1.0',
    service: { name, version: version ?? '0.1.0', ...(owner === undefined ? {} : { owner: ownerJson(owner) }) },
    ...(interfaces.length === 0 ? {} : { interfaces: interfaces.map(({ declared }) => declared) }),
    ...(configuration.length === 0 ? {} : { configurations: [{ name: 'app', schema: schemaPath }] }),
    ...(dependencies.length === 0 ? {} : { dependencies: dependencies.map(({ declared }) => declared) }),
    runtime,
    ...(scaling === undefined ? {} : { scaling }),
    ...(metadata === undefined || Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
  return {
    contract,
    stubs: interfaces.flatMap(({ stub }) => stub ?? []),
    ...(configuration.length === 0
      ? {}
      : { schema: { path: schemaPath, value: configurationSchema(name, configuration) } }),
    decisions,
  };
}

/** A contract that is there may have a version of another form; a new one has no reason to. Throws USAGE. */
function checkVersion(version: string | undefined): void {
  const parsed = version === undefined ? undefined : parseVersion(version);
  const canonical = parsed && formatVersion(parsed);
  if (version === canonical) return;
  throw new PactoError('USAGE', `${JSON.stringify(version)} is no semantic version`, {
    hint: canonical === undefined ? 'Write three numbers, as in 0.1.0.' : `Did you mean ${canonical}?`,
  });
}

/** An owner as plain data. */
export function ownerJson(owner: NonNullable<ContractIntent['owner']>): Json {
  if (typeof owner === 'string') return owner;
  const { team, dri, contacts } = owner;
  return {
    ...(team === undefined ? {} : { team }),
    ...(dri === undefined ? {} : { dri }),
    ...(contacts === undefined
      ? {}
      : {
          contacts: contacts.map(({ type, value, purpose }) => ({
            type,
            value,
            ...(purpose === undefined ? {} : { purpose }),
          })),
        }),
  };
}

function runtimeOf(
  intent: ContractIntent,
  interfaces: readonly ReturnType<typeof interfaceOf>[],
  decisions: Decision[],
): JsonObject {
  const workload = intent.workload ?? 'service';
  if (intent.workload === undefined) {
    decisions.push({ path: 'runtime.workload', value: workload, because: 'nothing was said of a job' });
  }
  const { state, decisions: ofState } = stateOf(intent.data ?? {});
  decisions.push(...ofState);
  const health = healthOf(interfaces);
  if (health !== undefined) {
    decisions.push({ path: 'runtime.health', value: health, because: 'the interface that is made can be asked' });
  }
  return {
    workload,
    state: { type: state.type, persistence: { ...state.persistence }, dataCriticality: state.dataCriticality },
    ...(health === undefined ? {} : { health }),
  };
}

/** Only of what is made here it is known how to ask. */
function healthOf(interfaces: readonly ReturnType<typeof interfaceOf>[]): JsonObject | undefined {
  const http = interfaces.find(({ stub }) => stub?.type === 'http');
  if (http !== undefined) return { interface: http.declared.name ?? '', path: stubHealthPath };
  const grpc = interfaces.find(({ declared }) => declared.type === 'grpc');
  return grpc === undefined ? undefined : { interface: grpc.declared.name ?? '' };
}

const style = { indent: 2, listIndent: 2, isJson: false } as const;
const unprintable = /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/g;

/** The text of a contract, a blank line between its sections, and what it is about in a comment above the service. */
export function draftText(contract: JsonObject, description?: string): string {
  const sections = Object.entries(contract).map(([name, value]) => {
    const about = name === 'service' ? commentLines(description ?? '') : [];
    return `${[...about, ...memberLines(name, value, 0, style)].join('\n')}\n`;
  });
  return `${schemaComment}${sections.join('\n')}`;
}

/** A text as comment lines of at most 100 characters. */
function commentLines(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .replace(unprintable, ' ')
    .split(/\s+/)
    .filter((one) => one !== '')) {
    if (line !== '' && line.length + word.length > 97) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, ...(line === '' ? [] : [line])].map((one) => `# ${one}`);
}
