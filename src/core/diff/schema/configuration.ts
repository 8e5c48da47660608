/** Changes of configuration schemas, at their published paths. */

import type { Change } from '../change.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { SchemaWalker } from './walk.ts';

/**
 * What differs between two configuration schemas: paths are `configuration.properties[model_path]` and the like, and the
 * caller says of which scope.
 */
export function compareConfigurationSchema(
  old: SchemaNode | undefined,
  fresh: SchemaNode | undefined,
  walker: SchemaWalker,
): readonly Change[] {
  return walker
    .compare(old, fresh, 'reads', 'configuration')
    .map(({ below, cause: _, ...change }) => ({ ...change, path: `configuration${below}` }));
}
