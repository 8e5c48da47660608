import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Finding } from '../../core/finding.ts';
import type { JsonObject } from '../../core/json.ts';
import { openContract } from '../../operations/ports.ts';
import type { ValidateResult } from '../../operations/results.ts';
import { validate } from '../../operations/validate.ts';
import { z } from '../sdk.ts';
import { defineTool, readOnlyOpen, type ToolCall } from '../tool.ts';
import { type ContractArguments, contract, contractAliases, inputOf, overrides, resultSchema } from './inputs.ts';
import { type OnDisk, type Suggestion, suggestionsFor } from './suggestions.ts';

/** Validation as CI does it. */
export const validateTool = defineTool({
  name: 'pacto_validate',
  title: 'Validate a contract',
  description:
    'Checks a contract in four layers (structure, cross-references, meaning, policies) exactly as `pacto validate` does in CI. Every finding has a code, a path, a line and often help.',
  input: {
    ref: contract,
    all: z.boolean().optional().describe('go on after a layer with errors'),
    ignore: z.array(z.string().max(100)).max(100).optional().describe('codes of warnings and infos to leave out'),
    ...overrides,
  },
  aliases: contractAliases,
  outputSchema: resultSchema('validate'),
  annotations: readOnlyOpen,
  run: (call, given) => validated(call, given),
});

interface CheckResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly name?: string;
  readonly version?: string;
  readonly valid: boolean;
  readonly summary: string;
  readonly errors: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly infos: readonly Finding[];
  readonly suggestions: readonly Suggestion[];
  readonly error?: ValidateResult['error'];
}

/** Validation for a model that goes on: all findings by severity, and what to call next. */
export const checkTool = defineTool({
  name: 'pacto_check',
  title: 'Check a contract and get next steps',
  description:
    'Validates a contract in all layers and suggests what to do next, with ready tool calls. Call it after every change of a contract; the verdict is the one of CI.',
  input: { ref: contract, ...overrides },
  aliases: contractAliases,
  outputSchema: checkSchema,
  annotations: readOnlyOpen,
  async run(call, given): Promise<CheckResult> {
    const result = await validated(call, { ...given, all: true });
    const { ref, name, version, valid, findings, error } = result;
    const bySeverity = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity);
    return {
      schemaVersion: 1,
      ref,
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
      valid,
      summary: summary(result),
      errors: bySeverity('error'),
      warnings: bySeverity('warning'),
      infos: bySeverity('info'),
      suggestions: suggestionsFor(result, await onDisk(call, given)),
      ...(error === undefined ? {} : { error }),
    };
  },
});

/** The contract as it stands in a file of this machine: what an edit could change, and where git has it. */
async function onDisk({ ports, cwd }: ToolCall, given: ContractArguments): Promise<OnDisk> {
  const { bundle, read } = await openContract(ports, inputOf({ ref: given.ref }));
  const { kind, base } = bundle.origin;
  if (kind !== 'directory' || base === undefined) return {};
  const path = relative(cwd, base).replaceAll(sep, '/');
  // Revisions are looked for in the repository of the working directory alone.
  const isBelow = path !== '..' && !path.startsWith('../') && !isAbsolute(path) && isInRepository(cwd);
  return { ...(read.ok ? { contract: read.contract.value } : {}), ...(isBelow ? { path } : {}) };
}

/** Whether git knows anything here; without it there is no version of before to name. */
function isInRepository(directory: string): boolean {
  const above = dirname(directory);
  return existsSync(join(directory, '.git')) || (above !== directory && isInRepository(above));
}

interface ValidateArguments extends ContractArguments {
  readonly all?: boolean | undefined;
  readonly ignore?: readonly string[] | undefined;
}

function validated({ ports }: ToolCall, given: ValidateArguments): Promise<ValidateResult> {
  return validate(ports, { ...inputOf(given), all: given.all ?? false, ignore: given.ignore ?? [] });
}

function summary({ name, ref, valid, findings, error }: ValidateResult): string {
  const count = (severity: Finding['severity'], word: string) => {
    const found = findings.filter((one) => one.severity === severity).length;
    return found === 0 ? [] : [`${found} ${word}${found === 1 ? '' : 's'}`];
  };
  const counts = [...count('error', 'error'), ...count('warning', 'warning'), ...count('info', 'note')];
  const verdict = valid ? 'is valid' : 'is invalid';
  const unknown = error === undefined ? '' : `; not everything could be found out: ${error.message}`;
  return `${name ?? ref} ${verdict}${counts.length === 0 ? '' : ` (${counts.join(', ')})`}${unknown}`;
}

/** Findings and errors as `validate` has them, sorted into severities. */
async function checkSchema(): Promise<JsonObject> {
  const { $defs = {}, properties, ...rest } = await resultSchema('validate')();
  const own = properties as Readonly<Record<string, JsonObject>>;
  const findings = own.findings ?? {};
  return {
    ...rest,
    title: 'Result of pacto_check',
    description: 'What validating one contract gives, and what to do next.',
    required: ['schemaVersion', 'ref', 'valid', 'summary', 'errors', 'warnings', 'infos', 'suggestions'],
    properties: {
      ...Object.fromEntries(Object.entries(own).filter(([name]) => kept.has(name))),
      summary: { type: 'string', description: 'The verdict in one sentence.' },
      errors: findings,
      warnings: findings,
      infos: findings,
      suggestions: {
        type: 'array',
        description: 'What to do next, the most pressing first.',
        items: {
          type: 'object',
          required: ['why'],
          additionalProperties: false,
          properties: {
            code: { type: 'string', description: 'The finding that it is about.' },
            path: { type: 'string', description: 'Where that is.' },
            why: { type: 'string', description: 'What to do, and why.' },
            call: {
              type: 'object',
              description: 'A tool call that is ready to be made.',
              required: ['tool', 'arguments'],
              additionalProperties: false,
              properties: { tool: { type: 'string' }, arguments: { type: 'object' } },
            },
          },
        },
      },
    },
    $defs,
  };
}

/** What a check says in the same words. */
const kept = new Set(['schemaVersion', 'ref', 'name', 'version', 'valid', 'error']);
