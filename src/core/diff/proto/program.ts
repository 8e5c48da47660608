/** One side of a comparison: every declaration by its full name, with what it inherits. */
import type {
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoProgram,
  ProtoService,
  TypeName,
} from '../../interface/proto/model.ts';
import { join } from '../../interface/proto/symbols.ts';
import { type Features, fileFeatures, inherit } from './features.ts';

interface Declared<T> {
  readonly fullName: string;
  /** The full name of the message around it. */
  readonly parent: string | undefined;
  readonly file: ProtoFile;
  readonly features: Features;
  readonly declared: T;
}
export type MessageNode = Declared<ProtoMessage>;
export type EnumNode = Declared<ProtoEnum>;
export type ServiceNode = Declared<ProtoService>;

/** A field of an extension. Its name is the full one, as JSON has it in brackets. */
export interface ExtensionField {
  readonly field: ProtoField;
  readonly file: ProtoFile;
  readonly features: Features;
}

export interface Program {
  readonly program: ProtoProgram;
  readonly main: ProtoFile;
  readonly features: ReadonlyMap<ProtoFile, Features>;
  readonly messages: ReadonlyMap<string, MessageNode>;
  readonly enums: ReadonlyMap<string, EnumNode>;
  readonly services: ReadonlyMap<string, ServiceNode>;
  /** By the full name of what they extend. */
  readonly extensions: ReadonlyMap<string, readonly ExtensionField[]>;
  /** Files that may declare more than could be read. */
  readonly gaps: ReadonlySet<ProtoFile>;
}

export function indexProgram(program: ProtoProgram, gaps: ReadonlySet<ProtoFile>): Program {
  const features = new Map<ProtoFile, Features>();
  const messages = new Map<string, MessageNode>();
  const enums = new Map<string, EnumNode>();
  const services = new Map<string, ServiceNode>();
  const extensions = new Map<string, ExtensionField[]>();

  // The first declaration of a name wins, as it does where names are resolved.
  function put<T>(into: Map<string, Declared<T>>, node: Declared<T>): void {
    if (!into.has(node.fullName)) into.set(node.fullName, node);
  }

  function addAll(
    body: Pick<ProtoMessage, 'messages' | 'enums' | 'extends'>,
    file: ProtoFile,
    around: Features,
    parent: string | undefined,
  ): void {
    const scope = parent ?? file.package;
    for (const declared of body.enums) {
      const own = inherit(around, declared.options);
      put(enums, { fullName: join(scope, declared.name.text), parent, file, features: own, declared });
    }
    for (const extend of body.extends) addExtend(extend, file, around, scope);
    for (const declared of body.messages) {
      const own = inherit(around, declared.options);
      const fullName = join(scope, declared.name.text);
      put(messages, { fullName, parent, file, features: own, declared });
      addAll(declared, file, own, fullName);
    }
  }

  function addExtend({ extendee, fields }: ProtoExtend, file: ProtoFile, around: Features, scope: string): void {
    const target = fullNameOf(program, extendee);
    const all = extensions.get(target) ?? [];
    extensions.set(target, all);
    for (const field of fields) {
      const name = { ...field.name, text: join(scope, field.name.text) };
      all.push({ field: { ...field, name }, file, features: around });
    }
  }

  for (const file of program.files.values()) {
    const own = fileFeatures(file);
    features.set(file, own);
    addAll(file, file, own, undefined);
    for (const declared of file.services) {
      const fullName = join(file.package, declared.name.text);
      put(services, { fullName, parent: undefined, file, features: own, declared });
    }
  }
  return { program, main: program.main, features, messages, enums, services, extensions, gaps };
}

/** The full name of a type; as written, without a leading dot, where the file that declares it is not there. */
export function fullNameOf(program: ProtoProgram, name: TypeName): string {
  return program.typeOf(name)?.fullName ?? name.text.replace(/^\./, '');
}
