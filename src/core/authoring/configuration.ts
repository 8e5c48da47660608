/** Values that are added to what can be configured. */

import { normalisePath, staysInside } from '../contract/bundle.ts';
import type { ContractDocument } from '../contract/read.ts';
import type { Edit } from '../edit/edit.ts';
import { PactoError } from '../error.ts';
import { type Json, member } from '../json.ts';
import { child } from '../pointer.ts';
import type { PropertyIntent } from './intent.ts';
import { propertySchema } from './parts.ts';
import { addItem, items, type PlanDraft, refuseTwice } from './plan.ts';

/** Where the values of a configuration are described, and what is to come there. */
export interface PropertyPlan {
  /** Bundle path of the schema. */
  readonly file: string;
  /** Whether the contract names it already. */
  readonly exists: boolean;
  readonly added: readonly PropertyIntent[];
}

const schemaPath = 'configuration/schema.json';

/** Plans where the values are described, and the section that names that file. Throws USAGE. */
export function changeConfiguration(
  document: ContractDocument,
  added: readonly PropertyIntent[],
  draft: PlanDraft,
): PropertyPlan | undefined {
  if (added.length === 0) return undefined;
  refuseTwice(
    'value',
    added.map(({ name }) => name),
  );
  const local = items(document.value, 'configurations').flatMap((item) => {
    const schema = member(item, 'schema');
    if (typeof schema !== 'string') return [];
    return [staysInside(schema) ? normalisePath(schema) : schema];
  });
  const [file] = local;
  if (file !== undefined) return { file, exists: true, added };
  if (member(document.authored, 'configuration') !== undefined) {
    throw new PactoError('USAGE', 'configuration is in an older spelling, to which nothing can be added', {
      hint: 'Run `pacto fmt --upgrade` first.',
    });
  }
  const count = items(document.value, 'configurations').length;
  addItem('configurations', `configurations[${count}]`, { name: 'app', schema: schemaPath }, draft);
  return { file: schemaPath, exists: false, added };
}

/** Edits of a configuration's schema that add values. Throws USAGE for a value that it describes already. */
export function propertyEdits(schema: Json, file: string, added: readonly PropertyIntent[]): Edit[] {
  const known = member(schema, 'properties');
  return added.flatMap((property) => {
    if (member(known, property.name) !== undefined) {
      throw new PactoError('USAGE', `${file} describes ${JSON.stringify(property.name)} already`, {
        hint: 'Change its description there.',
      });
    }
    const edits: Edit[] = [
      { kind: 'set', pointer: child('/properties', property.name), value: propertySchema(property) },
    ];
    if (property.required === true) edits.push({ kind: 'append', pointer: '/required', value: property.name });
    return edits;
  });
}
