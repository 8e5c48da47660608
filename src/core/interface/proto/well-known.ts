import { nearest } from '../../nearest.ts';
import type { ProtoType } from './model.ts';

/** The files that come with every protobuf compiler: their messages, and their enums behind `|`. */
const files: Readonly<Record<string, string>> = {
  any: 'Any',
  api: 'Api Method Mixin',
  descriptor:
    'FileDescriptorSet FileDescriptorProto DescriptorProto DescriptorProto.ExtensionRange DescriptorProto.ReservedRange ' +
    'ExtensionRangeOptions ExtensionRangeOptions.Declaration FieldDescriptorProto OneofDescriptorProto ' +
    'EnumDescriptorProto EnumDescriptorProto.EnumReservedRange EnumValueDescriptorProto ServiceDescriptorProto ' +
    'MethodDescriptorProto FileOptions MessageOptions FieldOptions FieldOptions.EditionDefault ' +
    'FieldOptions.FeatureSupport OneofOptions EnumOptions EnumValueOptions ServiceOptions MethodOptions ' +
    'UninterpretedOption UninterpretedOption.NamePart FeatureSet FeatureSet.VisibilityFeature FeatureSetDefaults ' +
    'FeatureSetDefaults.FeatureSetEditionDefault SourceCodeInfo SourceCodeInfo.Location GeneratedCodeInfo ' +
    'GeneratedCodeInfo.Annotation|Edition SymbolVisibility ExtensionRangeOptions.VerificationState ' +
    'FieldDescriptorProto.Type FieldDescriptorProto.Label FileOptions.OptimizeMode FieldOptions.CType ' +
    'FieldOptions.JSType FieldOptions.OptionRetention FieldOptions.OptionTargetType MethodOptions.IdempotencyLevel ' +
    'FeatureSet.FieldPresence FeatureSet.EnumType FeatureSet.RepeatedFieldEncoding FeatureSet.Utf8Validation ' +
    'FeatureSet.MessageEncoding FeatureSet.JsonFormat FeatureSet.EnforceNamingStyle ' +
    'FeatureSet.VisibilityFeature.DefaultSymbolVisibility GeneratedCodeInfo.Annotation.Semantic',
  duration: 'Duration',
  empty: 'Empty',
  field_mask: 'FieldMask',
  source_context: 'SourceContext',
  struct: 'Struct Value ListValue|NullValue',
  timestamp: 'Timestamp',
  type: 'Type Field Enum EnumValue Option|Syntax Field.Kind Field.Cardinality',
  wrappers: 'DoubleValue FloatValue Int64Value UInt64Value Int32Value UInt32Value BoolValue StringValue BytesValue',
  cpp_features: '',
  java_features: '',
  go_features: '',
  'compiler/plugin': '',
};

const prefix = 'google/protobuf/';

/** The types of a well-known file by its import path, or undefined where it is none. */
export function wellKnownTypes(path: string): readonly ProtoType[] | undefined {
  const name = path.startsWith(prefix) && path.endsWith('.proto') ? path.slice(prefix.length, -'.proto'.length) : '';
  if (!Object.hasOwn(files, name)) return undefined;
  const [messages = '', enums = ''] = (files[name] ?? '').split('|');
  const typesOf = (names: string, kind: ProtoType['kind']): ProtoType[] =>
    names
      .split(' ')
      .filter((type) => type !== '')
      .map((type) => ({ kind, fullName: `google.protobuf.${type}`, file: path }));
  return [...typesOf(messages, 'message'), ...typesOf(enums, 'enum')];
}

/**
 * The well-known file that an import of none was probably meant to be. Every compiler has the same files below
 * `google/protobuf/`, but those for the features of one language each: more of them come with new languages.
 */
export function meantWellKnown(path: string): string | undefined {
  if (!path.startsWith(prefix) || !path.endsWith('.proto')) return undefined;
  const known = Object.keys(files).filter((name) => !name.endsWith('_features'));
  const near = nearest(path.slice(prefix.length, -'.proto'.length), known);
  return near === undefined ? undefined : `${prefix}${near}.proto`;
}

/** Imports of annotations and shared types that projects leave to their build: not having them is no mistake. */
export function isUsuallyExternal(path: string): boolean {
  return /^google\/(?:api|rpc|type|longrunning|iam|logging|cloud)\//.test(path);
}
