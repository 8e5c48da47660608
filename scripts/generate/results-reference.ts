/** The reference of every JSON result, made from the result schemas. */

interface Shape {
  readonly title?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Record<string, Shape>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly $defs?: Record<string, Shape>;
}

/**
 * The text of `docs/reference/results.md`.
 *
 * @param schemas result schemas by command
 */
export function resultsReference(schemas: ReadonlyMap<string, Shape>): string {
  const parts = [
    '# JSON results',
    '',
    'Generated from `schema/output/` by `npm run generate`. `pacto schema --result NAME` prints one of these schemas.',
    '',
    'With `--output-format json` a command prints one JSON object on standard output, errors included:',
    '`{"schemaVersion": 1, "error": {"code", "message", "hint"}}`. Names are camelCase; the order is stable.',
    '',
  ];
  for (const [name, schema] of schemas) {
    parts.push(`## ${name}`, '', schema.description ?? '', '');
    for (const [place, shape] of objects('', schema, schema)) {
      if (place !== '') parts.push(`### \`${place}\``, '');
      parts.push('| Member | Type | Always | Meaning |', '|---|---|---|---|');
      for (const [key, raw] of Object.entries(shape.properties ?? {})) {
        const member = resolve(raw, schema);
        const always = shape.required?.includes(key) ? 'yes' : 'no';
        parts.push(`| \`${key}\` | ${typeName(member, schema)} | ${always} | ${member.description ?? ''} |`);
      }
      parts.push('');
    }
  }
  return parts.join('\n');
}

function resolve(shape: Shape, root: Shape): Shape {
  if (shape.$ref === undefined) return shape;
  const { $ref, ...own } = shape;
  return { ...root.$defs?.[$ref.slice('#/$defs/'.length)], ...own };
}

/** @param above the definitions that this one stands in: a tree is told once */
function* objects(place: string, shape: Shape, root: Shape, above: readonly string[] = []): Generator<[string, Shape]> {
  if (shape.properties === undefined) return;
  yield [place, shape];
  for (const [key, raw] of Object.entries(shape.properties)) {
    const member = resolve(raw, root);
    const path = place === '' ? key : `${place}.${key}`;
    const inside = [...above, raw.$ref ?? ''];
    if (raw.$ref === undefined || !above.includes(raw.$ref)) yield* objects(path, member, root, inside);
    const { items } = member;
    if (items === undefined || (items.$ref !== undefined && inside.includes(items.$ref))) continue;
    yield* objects(`${path}[]`, resolve(items, root), root, [...inside, items.$ref ?? '']);
  }
}

function typeName(shape: Shape, root: Shape): string {
  if (shape.const !== undefined) return `\`${JSON.stringify(shape.const)}\``;
  if (shape.enum !== undefined) return shape.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  if (shape.type === 'array' && shape.items !== undefined)
    return `list of ${typeName(resolve(shape.items, root), root)}`;
  return [shape.type ?? 'any'].flat().join(' or ');
}
