/** Changes of schemas that stand alone: those of configurations, and those of events. */

import { affected } from '../affected.ts';
import type { Change } from '../change.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { SchemaChange } from './schema-change.ts';
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
    .compare(old, fresh, 'reads', 'configuration', { uses: true })
    .map((change) => placed('configuration', change));
}

/** What differs between two schemas of an event, which the service writes; paths begin with `schema`. */
export function compareEventSchema(
  old: SchemaNode | undefined,
  fresh: SchemaNode | undefined,
  walker: SchemaWalker,
): readonly Change[] {
  return walker.compare(old, fresh, 'writes', 'event', { uses: true }).map((change) => placed('schema', change));
}

function placed(root: string, { below, cause: _, uses, ...change }: SchemaChange): Change {
  const paths = (uses?.paths ?? []).map((path) => root + path);
  return { ...change, path: root + below, ...(paths.length > 1 && affected(paths, uses?.count)) };
}
