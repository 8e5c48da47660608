import type { Report } from '../../finding.ts';
import type { Json } from '../../json.ts';
import { valueAt } from '../../pointer.ts';
import { type SchemaError, validate } from '../../schema/evaluate.ts';
import { messageWithPlace } from '../../schema/message.ts';
import type { SchemaFile } from '../bundle-files.ts';
import type { Rule, RuleContext } from '../rule.ts';

/** Rules about the schemas of `configurations`, which need the schema engine. */
export const configurationSchemaRules: readonly Rule[] = [
  {
    code: 'INVALID_CONFIG_SCHEMA',
    layer: 'cross-field',
    severity: 'error',
    where: 'configurations[].schema',
    when: 'the file is not JSON or YAML, or not a JSON Schema that can be used',
    why: 'Nothing can be checked against it.',
    *check(context) {
      for (const { i, file } of schemaFiles(context)) {
        if (file.ok) continue;
        for (const { message, help, place } of file.problems) {
          const report: Report = { pointer: `/configurations/${i}/schema`, elsewhere: place, message };
          yield help === undefined ? report : { ...report, help };
        }
      }
    },
  },
  {
    code: 'UNSUPPORTED_PATTERN',
    layer: 'cross-field',
    severity: 'warning',
    where: 'configurations[].schema',
    when: 'a pattern uses lookaround or backreferences, which cannot be matched in bounded time',
    why: 'The pattern is not enforced. In a policy it is an error, because a policy must not be passed over.',
    *check(context) {
      for (const { i, file } of schemaFiles(context)) {
        for (const { message, help, place } of file.ok ? file.warnings : []) {
          const report: Report = { pointer: `/configurations/${i}/schema`, elsewhere: place, message };
          yield help === undefined ? report : { ...report, help };
        }
      }
    },
  },
  {
    code: 'CONFIG_VALUES_INVALID',
    layer: 'cross-field',
    severity: 'error',
    where: 'configurations[].values',
    when: 'the values do not satisfy the schema; secret://… and ${…} are filled in later and satisfy any',
    why: 'The service would refuse to start with them, or misbehave.',
    *check(context) {
      for (const { i, file } of schemaFiles(context)) {
        const { name, values } = context.contract.configurations?.[i] ?? {};
        if (values === undefined || !file.ok) continue;
        const { errors } = validate(file.schema, values);
        for (const error of withoutPlaceholders(errors, values)) {
          yield {
            pointer: `/configurations/${i}/values${error.instance}`,
            ...(error.onKey === true || error.keyword === 'required' ? { onKey: true } : {}),
            message: `configuration "${name}": ${messageWithPlace(error, 'values')}`,
            keyword: error.keyword,
            ...(error.help === undefined ? {} : { help: error.help }),
          };
        }
      }
    },
  },
];

function* schemaFiles({ contract, files }: RuleContext): Generator<{ i: number; file: SchemaFile }> {
  for (const [i, { schema: path }] of (contract.configurations ?? []).entries()) {
    if (path === undefined || files?.source(path).state !== 'file') continue;
    yield { i, file: files.schemaFile(path, 'configuration') };
  }
}

/** Leaves out what `secret://…` and `${…}` cause: they will be other values when they are checked for real. */
function withoutPlaceholders(errors: readonly SchemaError[], values: Json): SchemaError[] {
  return errors.flatMap((error) => {
    if (isPlaceholder(valueAt(values, error.instance))) return [];
    if (error.branches === undefined) return [error];
    const branches = error.branches.map((branch) => withoutPlaceholders(branch, values));
    return error.keyword === 'anyOf' && branches.some((branch) => branch.length === 0) ? [] : [{ ...error, branches }];
  });
}

function isPlaceholder(value: Json | undefined): boolean {
  return typeof value === 'string' && (value.startsWith('secret://') || /^\$\{[^}]*\}$/.test(value));
}
