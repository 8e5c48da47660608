/** Features of editions, and what the older syntaxes mean in their terms (protobuf documentation, "Feature Settings for Editions"). */
import type { ProtoField, ProtoFile, ProtoOption } from '../../interface/proto/model.ts';

export const featureNames = [
  'field_presence',
  'enum_type',
  'repeated_field_encoding',
  'utf8_validation',
  'message_encoding',
  'json_format',
] as const;
export type FeatureName = (typeof featureNames)[number];

/** A value for every feature: `EXPLICIT`, `CLOSED`. */
export type Features = Readonly<Record<FeatureName, string>>;

const proto2: Features = {
  field_presence: 'EXPLICIT',
  enum_type: 'CLOSED',
  repeated_field_encoding: 'EXPANDED',
  utf8_validation: 'NONE',
  message_encoding: 'LENGTH_PREFIXED',
  json_format: 'LEGACY_BEST_EFFORT',
};
const editions: Features = {
  field_presence: 'EXPLICIT',
  enum_type: 'OPEN',
  repeated_field_encoding: 'PACKED',
  utf8_validation: 'VERIFY',
  message_encoding: 'LENGTH_PREFIXED',
  json_format: 'ALLOW',
};
const defaults: Readonly<Record<ProtoFile['syntax'], Features>> = {
  proto2,
  proto3: { ...editions, field_presence: 'IMPLICIT' },
  editions,
};

/** What holds for everything in a file that does not say otherwise. */
export function fileFeatures(file: ProtoFile): Features {
  return inherit(defaults[file.syntax], file.options);
}

/** The features around a declaration, changed as its options say. */
export function inherit(around: Features, options: readonly ProtoOption[]): Features {
  if (options.length === 0) return around;
  let result = around;
  const set = (name: string, value: string): void => {
    const known = featureNames.find((feature) => feature === name);
    if (known !== undefined) result = { ...result, [known]: value };
  };
  for (const { name, value } of options) {
    if (name.text.startsWith('features.')) set(name.text.slice('features.'.length), value.text);
    else if (name.text === 'features') {
      for (const [, feature = '', given = ''] of value.text.matchAll(/(\w+)\s*:\s*(\w+)/g)) set(feature, given);
    }
  }
  return result;
}

/** Whether two declarations have the same features. */
export function sameFeatures(a: Features, b: Features): boolean {
  return a === b || featureNames.every((name) => a[name] === b[name]);
}

/** The features of a field: those around it, its options, and the keywords of older syntaxes that mean the same. */
export function fieldFeatures(around: Features, field: ProtoField): Features {
  const features = inherit(around, field.options);
  const packed = field.options.find(({ name }) => name.text === 'packed')?.value.text;
  const isOfSyntax = field.label === 'required' || field.label === 'optional' || field.group !== undefined;
  // Nearly all fields have what is around them.
  if (packed === undefined && !isOfSyntax) return features;
  return {
    ...features,
    ...(field.label === 'required' && { field_presence: 'LEGACY_REQUIRED' }),
    ...(field.label === 'optional' && { field_presence: 'EXPLICIT' }),
    ...(packed === undefined ? {} : { repeated_field_encoding: packed === 'true' ? 'PACKED' : 'EXPANDED' }),
    ...(field.group !== undefined && { message_encoding: 'DELIMITED' }),
  };
}
