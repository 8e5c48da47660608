/** One setting that several places of a schema tell of. */
import type { DocSetting } from './model.ts';
import { elsewhere } from './schema-model.ts';

/** A setting as one place of a schema tells it. */
export interface Told {
  readonly setting: DocSetting;
  /** Whether that place holds in some cases only. */
  readonly isAlternative: boolean;
}

/** What two places say of one key: both hold, or each in its cases. */
export function together(one: Told, other: Told): Told {
  if (one.isAlternative && other.isAlternative) return { ...one, setting: either(one.setting, other.setting) };
  const [main, beside] = one.isAlternative ? [other.setting, one.setting] : [one.setting, other.setting];
  const required = stronger(main.required, beside.required);
  const isVague = main.type === 'anything' || main.type === elsewhere;
  if (other.isAlternative || one.isAlternative)
    return { isAlternative: false, setting: { ...(isVague ? beside : main), required } };
  const constraints = [...new Set([...main.constraints, ...beside.constraints])];
  return {
    isAlternative: false,
    setting: { ...beside, ...main, required, constraints, ...(isVague ? { type: beside.type } : {}) },
  };
}

/** A key that alternatives describe, each in its own way. */
function either(one: DocSetting, other: DocSetting): DocSetting {
  const types = [...new Set([one.type, other.type].filter((type) => type !== elsewhere))];
  const common = one.constraints.filter((it) => other.constraints.includes(it));
  const isSame = common.length === one.constraints.length && common.length === other.constraints.length;
  const { values: _, default: _d, ...rest } = one;
  const values = one.values && other.values && [...new Set([...one.values, ...other.values])];
  return {
    ...rest,
    type: types.join(' or ') || 'anything',
    required: one.required === other.required ? one.required : 'sometimes',
    constraints: isSame ? common : [...common, 'more in some cases'],
    ...(values === undefined ? {} : { values }),
    ...(one.default === undefined || one.default !== other.default ? {} : { default: one.default }),
  };
}

const strength: readonly DocSetting['required'][] = ['no', 'sometimes', 'within', 'always'];

function stronger(one: DocSetting['required'], other: DocSetting['required']): DocSetting['required'] {
  return strength.indexOf(one) > strength.indexOf(other) ? one : other;
}
