import type { InterfaceProblem } from '../model.ts';
import type { LoadedFile } from './load.ts';
import type { Name, ProtoEnum, ProtoField, ProtoMessage, ProtoType } from './model.ts';
import { wellKnownTypes } from './well-known.ts';

/** Every type by its full name; every name that is declared twice is a problem. */
export function collectTypes(files: ReadonlyMap<string, LoadedFile>): {
  types: Map<string, ProtoType>;
  problems: InterfaceProblem[];
} {
  const types = new Map<string, ProtoType>();
  const problems: InterfaceProblem[] = [];
  const scopes = new Map<string, Map<string, { file: string; name: Name }>>();

  function declare(file: string, scope: string, name: Name, help?: string): void {
    const names = scopes.get(scope) ?? new Map<string, { file: string; name: Name }>();
    if (names.size === 0) scopes.set(scope, names);
    const first = names.get(name.text);
    if (first === undefined) names.set(name.text, { file, name });
    else {
      const place = scope === '' ? 'the file' : JSON.stringify(scope);
      const where = first.file === file ? `in ${place}` : `, also in ${JSON.stringify(first.file)}`;
      problems.push({
        severity: 'error',
        file,
        message: `${JSON.stringify(name.text)} is declared twice ${where}`.replace(' ,', ','),
        span: name.span,
        ...(help === undefined ? {} : { help }),
        related: [{ file: first.file, span: first.name.span, message: 'the first one' }],
      });
    }
  }

  function addMessage(file: string, scope: string, message: ProtoMessage): void {
    declare(file, scope, message.name);
    const fullName = join(scope, message.name.text);
    if (!types.has(fullName)) types.set(fullName, { kind: 'message', fullName, file, message });
    addAll(file, fullName, message);
    for (const field of message.fields) declare(file, fullName, field.name);
    for (const oneof of message.oneofs) declare(file, fullName, oneof.name);
  }

  function addEnum(file: string, scope: string, declared: ProtoEnum): void {
    declare(file, scope, declared.name);
    const fullName = join(scope, declared.name.text);
    if (!types.has(fullName)) types.set(fullName, { kind: 'enum', fullName, file, enum: declared });
    const help = 'the values of an enum are names of the scope around it; prefix them with the name of the enum';
    for (const value of declared.values) declare(file, scope, value.name, help);
  }

  function addAll(
    file: string,
    scope: string,
    body: {
      readonly messages: readonly ProtoMessage[];
      readonly enums: readonly ProtoEnum[];
      readonly extends: readonly { readonly fields: readonly ProtoField[] }[];
    },
  ): void {
    for (const message of body.messages) addMessage(file, scope, message);
    for (const declared of body.enums) addEnum(file, scope, declared);
    for (const extend of body.extends) for (const field of extend.fields) declare(file, scope, field.name);
  }

  for (const [path, { file, imports }] of files) {
    addAll(path, file.package, file);
    for (const service of file.services) {
      declare(path, file.package, service.name);
      const fullName = join(file.package, service.name.text);
      for (const rpc of service.rpcs) declare(path, fullName, rpc.name);
    }
    for (const { path: target } of imports) {
      if (target === undefined || files.has(target)) continue;
      for (const type of wellKnownTypes(target) ?? []) types.set(type.fullName, type);
    }
  }
  return { types, problems };
}

/** A name below a scope; the scope of a file without package is empty. */
export function join(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}
