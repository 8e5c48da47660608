/** Edits of whole files. */
import { linesOf, replaced, type Source } from './source.ts';

const fileOptions = [
  'go_package = "other.example/other"',
  'java_package = "example.other"',
  'java_outer_classname = "OtherOuter"',
  'java_multiple_files = true',
  'java_generic_services = true',
  'csharp_namespace = "Other"',
  'objc_class_prefix = "OTH"',
  'php_class_prefix = "Oth"',
  'php_namespace = "Other"',
  'php_metadata_namespace = "Other"',
  'ruby_package = "Other"',
  'swift_prefix = "Oth"',
  'optimize_for = CODE_SIZE',
  'cc_enable_arenas = false',
  'cc_generic_services = true',
  'py_generic_services = true',
  'deprecated = true',
];
const fileFeatures = [
  'field_presence = EXPLICIT',
  'enum_type = CLOSED',
  'repeated_field_encoding = EXPANDED',
  'utf8_validation = NONE',
  'message_encoding = DELIMITED',
  'json_format = LEGACY_BEST_EFFORT',
];

export const fileEdits: Readonly<Record<string, (text: string) => string | undefined>> = {
  'package renamed': (text) => text.replace(/^package\s+([\w.]+);/m, 'package $1.next;'),
  'comment added': (text) => text.replace(/^package/m, '// Another comment.\npackage'),
  'import added': (text) => text.replace(/^package.*$/m, '$&\nimport "google/protobuf/struct.proto";'),
  'message added': (text) => `${text}\nmessage AddedMessage { }\n`,
  'enum added': (text) => `${text}\nenum AddedEnum { ADDED_ENUM_NONE = 0; }\n`,
  'service added': (text) =>
    `${text}\nmessage ForService { }\nservice AddedService { rpc Do(ForService) returns (ForService); }\n`,
  'as an edition': (text) => (text.includes('syntax =') ? asEdition(text) : undefined),
  ...Object.fromEntries(
    fileOptions.map((option) => [`option ${option}`, (text: string) => withFileOption(text, option)]),
  ),
  ...Object.fromEntries(
    fileFeatures.map((feature) => [
      `features ${feature}`,
      (text: string) => (text.includes('edition =') ? withFileOption(text, `features.${feature}`) : undefined),
    ]),
  ),
};

/** A file in proto2 or proto3 as one of the edition 2023 that means the same. */
export function asEdition(text: string): string {
  return text
    .replace('syntax = "proto3";', 'edition = "2023";\noption features.field_presence = IMPLICIT;')
    .replace('syntax = "proto2";', ['edition = "2023";', ...likeProto2].join('\noption features.'))
    .replaceAll('packed = true', 'features.repeated_field_encoding = PACKED')
    .replaceAll('packed=true', 'features.repeated_field_encoding = PACKED')
    .replace(/^(\s*reserved )("[^;]*);/gm, (_all, head, names) => `${head}${names.replaceAll('"', '')};`)
    .replace(/^(\s*)(optional|required) (.*?)(?:\s*\[(.*)\])?;/gm, (_all, indent, label, rest, options) => {
      const presence = `features.field_presence = ${label === 'required' ? 'LEGACY_REQUIRED' : 'EXPLICIT'}`;
      return `${indent}${rest} [${[presence, ...(options === undefined ? [] : [options])].join(', ')}];`;
    });
}

const likeProto2 = [
  'enum_type = CLOSED;',
  'repeated_field_encoding = EXPANDED;',
  'utf8_validation = NONE;',
  'json_format = LEGACY_BEST_EFFORT;',
];

function withFileOption(text: string, option: string): string {
  const name = option.split(' = ')[0] ?? '';
  const stated = new RegExp(`^option ${name} = .*;`, 'm');
  if (stated.test(text)) return text.replace(stated, `option ${option};`);
  return text.replace(/^package.*$/m, `$&\noption ${option};`);
}

/** A message that needs no other one, in a file of its own with the same head. */
export function movedOut(source: Source): { text: string; beside: { path: string; text: string } } | undefined {
  const { lines, statements } = source;
  const one = statements.find(
    ({ kind, parent, first, last }) =>
      kind === 'message' &&
      !parent &&
      statements
        .filter((it) => it.kind === 'field' && it.first > first && it.last < last)
        .every(({ type }) => /^(\w*int\d+|string|bool)$/.test(type)),
  );
  const at = lines.findIndex((line) => line.startsWith('package '));
  if (!one || at < 0) return undefined;
  const head = lines.slice(0, at + 1).filter((line) => /^(syntax|edition|option|package)\b/.test(line));
  const text = replaced(source, one, []).replace(/^package.*$/m, '$&\nimport "moved.proto";');
  return { text, beside: { path: 'moved.proto', text: [...head, ...linesOf(source, one), ''].join('\n') } };
}
