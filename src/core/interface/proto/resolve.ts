import { nearest } from '../../nearest.ts';
import type { InterfaceProblem } from '../model.ts';
import type { LoadedFile } from './load.ts';
import type { ProtoExtend, ProtoField, ProtoMessage, ProtoType, TypeName } from './model.ts';
import { join } from './symbols.ts';

/** What every type name means; names that mean nothing are problems, unless a file that may declare them is missing. */
export function resolveTypes(
  files: ReadonlyMap<string, LoadedFile>,
  types: ReadonlyMap<string, ProtoType>,
): { meanings: Map<TypeName, ProtoType>; problems: InterfaceProblem[] } {
  const meanings = new Map<TypeName, ProtoType>();
  const problems: InterfaceProblem[] = [];

  for (const [path, { file }] of files) {
    const { visible, complete } = visibleFrom(path, files);

    const resolve = (name: TypeName, scope: string, messageOnly: boolean): void => {
      if (name.scalar) {
        if (messageOnly) error(name, `${JSON.stringify(name.text)} is a scalar type, but a message is needed here`);
        return;
      }
      const type = lookUp(name.text, scope, types, visible);
      if (type !== undefined) {
        meanings.set(name, type);
        if (messageOnly && type.kind === 'enum') error(name, `"${name.text}" is an enum, but a message is needed here`);
        return;
      }
      if (!complete) return;
      const hidden = lookUp(name.text, scope, types, undefined);
      if (hidden !== undefined) {
        const message = `"${name.text}" is declared in ${JSON.stringify(hidden.file)}, which is not imported here`;
        error(name, message, `add: import ${JSON.stringify(hidden.file)};`);
      } else
        error(name, `there is no type ${JSON.stringify(name.text.slice(0, 200))}`, suggestion(name, types, visible));
    };

    const error = (name: TypeName, message: string, help?: string): void => {
      problems.push({
        severity: 'error',
        file: path,
        message,
        span: name.span,
        ...(help === undefined ? {} : { help }),
      });
    };

    const resolveFields = (fields: readonly ProtoField[], scope: string): void => {
      for (const field of fields) resolve(field.type, scope, false);
    };

    const resolveExtends = (extend: ProtoExtend, scope: string): void => {
      resolve(extend.extendee, scope, true);
      resolveFields(extend.fields, scope);
    };

    const resolveMessage = (message: ProtoMessage, scope: string): void => {
      const fullName = join(scope, message.name.text);
      resolveFields(message.fields, fullName);
      for (const extend of message.extends) resolveExtends(extend, fullName);
      for (const nested of message.messages) resolveMessage(nested, fullName);
    };

    for (const message of file.messages) resolveMessage(message, file.package);
    for (const extend of file.extends) resolveExtends(extend, file.package);
    for (const service of file.services) {
      const scope = join(file.package, service.name.text);
      for (const rpc of service.rpcs) {
        resolve(rpc.request, scope, true);
        resolve(rpc.response, scope, true);
      }
    }
  }
  return { meanings, problems };
}

/** What a name means in a scope: the innermost type that has it (language specification, "Type name resolution"). */
function lookUp(
  name: string,
  scope: string,
  types: ReadonlyMap<string, ProtoType>,
  visible: ReadonlySet<string> | undefined,
): ProtoType | undefined {
  const find = (fullName: string): ProtoType | undefined => {
    const type = types.get(fullName);
    return type !== undefined && (visible === undefined || visible.has(type.file)) ? type : undefined;
  };
  if (name.startsWith('.')) return find(name.slice(1));
  for (let around = scope; around !== ''; around = around.slice(0, Math.max(0, around.lastIndexOf('.')))) {
    const found = find(join(around, name));
    if (found !== undefined) return found;
  }
  return find(name);
}

/** The file, its imports, and what these import publicly; not complete where one of them is missing. */
function visibleFrom(
  path: string,
  files: ReadonlyMap<string, LoadedFile>,
): { visible: ReadonlySet<string>; complete: boolean } {
  const visible = new Set([path]);
  const open = [path];
  let complete = true;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { from, path: target } of files.get(next)?.imports ?? []) {
      if (next !== path && from.kind !== 'public') continue;
      if (target === undefined) complete = false;
      else if (!visible.has(target)) {
        visible.add(target);
        open.push(target);
      }
    }
  }
  return { visible, complete };
}

function suggestion(
  name: TypeName,
  types: ReadonlyMap<string, ProtoType>,
  visible: ReadonlySet<string>,
): string | undefined {
  const last = (full: string): string => full.slice(full.lastIndexOf('.') + 1);
  const known: string[] = [];
  for (const type of types.values()) {
    if (visible.has(type.file)) known.push(last(type.fullName));
    if (known.length === 500) break;
  }
  const scalars = ['double', 'float', 'int32', 'int64', 'uint32', 'uint64', 'bool', 'string', 'bytes'];
  const near = nearest(last(name.text), [...known, ...scalars]);
  return near === undefined || near === name.text ? undefined : `did you mean "${near}"?`;
}
