/** Compares what files say about all that is in them. */
import type { ProtoFile } from '../../interface/proto/model.ts';
import { type Comparison, filePath, type Sided, spotAt, startOf } from './comparison.ts';
import { isImport, type Pair } from './match.ts';
import { compareOptions, optionOf, plainText } from './options.ts';

export function compareFiles(c: Comparison): void {
  const renamed = new Set<string>();
  for (const pair of c.match.files) {
    comparePackage(c, pair, renamed);
    compareSyntax(c, pair);
    compareFileOptions(c, pair);
  }
  compareMissing(c);
}

function comparePackage(c: Comparison, { old, fresh }: Pair<ProtoFile>, told: Set<string>): void {
  if (old.package === fresh.package || told.has(`${old.package} ${fresh.package}`)) return;
  // The statement may be what cannot be read.
  if (c.old.gaps.has(old) && old.packageSpan === undefined) return;
  if (c.fresh.gaps.has(fresh) && fresh.packageSpan === undefined) return;
  told.add(`${old.package} ${fresh.package}`);
  const spot = spotAt(c, `${filePath(c, old)}.package`, at(old, 'packageSpan'), at(fresh, 'packageSpan'));
  spot.modified('proto-package-changed', { oldValue: old.package, newValue: fresh.package });
}

function compareSyntax(c: Comparison, { old, fresh }: Pair<ProtoFile>): void {
  const [oldValue, newValue] = [old.edition ?? old.syntax, fresh.edition ?? fresh.syntax];
  if (oldValue === newValue) return;
  const spot = spotAt(c, `${filePath(c, old)}.syntax`, at(old, 'syntaxSpan'), at(fresh, 'syntaxSpan'));
  spot.modified('proto-syntax-changed', { oldValue, newValue });
}

function at(file: ProtoFile, what: 'packageSpan' | 'syntaxSpan'): Sided {
  return { file, span: file[what] ?? startOf };
}

/** Those that names in generated code follow from. */
const naming = new Set([
  'go_package',
  'java_package',
  'java_outer_classname',
  'java_multiple_files',
  'csharp_namespace',
  'php_class_prefix',
  'php_namespace',
  'php_metadata_namespace',
  'ruby_package',
  'swift_prefix',
  'objc_class_prefix',
]);

/** The others that are known (descriptor.proto, `FileOptions`), with what they are where they are not set. */
const others: Readonly<Record<string, string>> = {
  optimize_for: 'SPEED',
  cc_enable_arenas: 'true',
  cc_generic_services: 'false',
  java_generic_services: 'false',
  py_generic_services: 'false',
  php_generic_services: 'false',
  java_string_check_utf8: 'false',
};

function compareFileOptions(c: Comparison, { old, fresh }: Pair<ProtoFile>): void {
  const path = filePath(c, old);
  for (const name of [...naming, ...Object.keys(others)]) {
    const [before, after] = [optionOf(old.options, name), optionOf(fresh.options, name)];
    const preset = name === 'java_multiple_files' ? 'false' : Object.hasOwn(others, name) ? others[name] : undefined;
    const [oldValue, newValue] = [before, after].map((option) => option?.value.string ?? option?.value.text ?? preset);
    if (oldValue === newValue) continue;
    const places = [
      { file: old, span: before?.span ?? startOf },
      { file: fresh, span: after?.span ?? startOf },
    ] as const;
    const type = oldValue === undefined ? 'added' : newValue === undefined ? 'removed' : 'modified';
    spotAt(c, `${path}.options[${name}]`, ...places).add('proto-file-option-changed', {
      type,
      oldValue,
      newValue,
      ...classOf(name),
    });
  }
  const spot = spotAt(c, path, { file: old, span: startOf }, { file: fresh, span: startOf });
  compareLanguageFeatures(c, path, { old, fresh });
  compareOptions(spot, old.options, fresh.options);
}

function classOf(name: string) {
  if (naming.has(name)) {
    return { reason: 'Source: names in generated code follow from it' };
  }
  if (name === 'java_string_check_utf8') return { reason: 'Source: Java code checks strings, or no longer does' };
  const reason = 'Source: generated code changes, but no names that callers use and no messages';
  return { classification: 'NON_BREAKING' as const, reason };
}

/** Features of languages that hold for a whole file: `features.(pb.cpp).string_type`. */
function compareLanguageFeatures(c: Comparison, path: string, { old, fresh }: Pair<ProtoFile>): void {
  const [before, after] = [old, fresh].map(
    ({ options }) =>
      new Map(
        options.filter(({ name }) => name.text.startsWith('features.(')).map((option) => [option.name.text, option]),
      ),
  );
  for (const name of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
    const [one, other] = [before?.get(name), after?.get(name)];
    const [oldValue, newValue] = [one, other].map((option) => option && plainText(option.value.text));
    if (oldValue === newValue) continue;
    const places = [
      { file: old, span: one?.span ?? startOf },
      { file: fresh, span: other?.span ?? startOf },
    ] as const;
    const reason = 'Source: generated code of one language follows it. Wire: nothing changes';
    spotAt(c, `${path}.options[${name}]`, ...places).modified('proto-file-option-changed', {
      oldValue,
      newValue,
      reason,
    });
  }
}

/** Files that one side has and the other imports without having them. */
function compareMissing(c: Comparison): void {
  const sides = [
    { has: c.old, lacks: c.fresh, side: 'new' },
    { has: c.fresh, lacks: c.old, side: 'old' },
  ] as const;
  for (const { has, lacks, side } of sides) {
    for (const file of has.program.files.values()) {
      const path = lacks.program.missing.find((missing) => isImport(file, missing));
      if (path === undefined) continue;
      const place = { file, span: startOf };
      const spot = spotAt(
        c,
        `grpc.imports[${path}]`,
        side === 'new' ? place : undefined,
        side === 'old' ? place : undefined,
      );
      const reason = `${path} is imported on the ${side} side but not in its bundle, so that nothing can be said about what it declares`;
      spot.add('proto-import-missing', { type: 'modified', reason });
    }
  }
}
