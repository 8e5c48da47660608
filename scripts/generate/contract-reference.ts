/** The reference of every field, made from the contract schema. */

interface Field {
  readonly $ref?: string;
  readonly $defs?: Record<string, Field>;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly 'x-enum-descriptions'?: Record<string, string>;
  readonly 'x-derived'?: boolean;
  readonly properties?: Record<string, Field>;
  readonly required?: readonly string[];
  readonly items?: Field;
  readonly else?: Field;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly default?: unknown;
}

/** The text of `docs/reference/contract.md`. */
export function contractReference(schema: Field): string {
  const definitions = schema.$defs ?? {};
  const resolve = (field: Field): Field =>
    field.$ref === undefined ? field : { ...definitions[field.$ref.slice('#/$defs/'.length)], ...plain(field) };

  const sections: string[] = [];
  const walk = (path: string, field: Field): void => {
    const rows: string[] = [];
    const deeper: [string, Field][] = [];
    for (const [name, raw] of Object.entries(field.properties ?? {})) {
      const property = resolve(raw);
      if (property.deprecated === true) continue;
      const place = path === '' ? name : `${path}.${name}`;
      const required = field.required?.includes(name) ? 'yes' : 'no';
      rows.push(`| \`${name}\` | ${typeName(property, resolve)} | ${required} | ${describe(property)} |`);
      const item = property.items === undefined ? undefined : resolve(property.items);
      if (property.properties !== undefined) deeper.push([place, property]);
      if (item?.properties !== undefined) deeper.push([`${place}[]`, item]);
    }
    const title = path === '' ? 'The contract' : `\`${path}\``;
    sections.push(
      [
        `## ${title}`,
        '',
        field.description ?? '',
        '',
        '| Field | Type | Required | Meaning |',
        '|---|---|---|---|',
        ...rows,
        '',
      ].join('\n'),
    );
    for (const [place, property] of deeper) walk(place, property);
  };
  walk('', schema);

  return [
    '# Contract reference',
    '',
    'Generated from [`schema/pacto-v1.0.schema.json`](../../schema/pacto-v1.0.schema.json) by `npm run generate`.',
    'Unknown fields are errors everywhere except inside `metadata` and `values`.',
    '',
    ...sections,
    olderSpellings,
  ].join('\n');
}

function plain(field: Field): Field {
  const { $ref: _, ...rest } = field;
  return rest;
}

function typeName(field: Field, resolve: (field: Field) => Field): string {
  if (field.else !== undefined && field.type === undefined) return typeName(resolve(field.else), resolve);
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ');
  if (field.type === 'array')
    return field.items === undefined ? 'list' : `list of ${typeName(resolve(field.items), resolve)}`;
  return [field.type].flat().join(' or ');
}

function describe(field: Field): string {
  const limits = [
    field.minimum === undefined
      ? ''
      : field.maximum === undefined
        ? `At least ${field.minimum}.`
        : `${field.minimum} to ${field.maximum}.`,
    field.pattern === undefined ? '' : `Matches \`${field.pattern.replaceAll('|', '\\|')}\`.`,
    field.minItems === undefined ? '' : `At least ${field.minItems} item.`,
  ];
  const values = Object.entries(field['x-enum-descriptions'] ?? field.else?.['x-enum-descriptions'] ?? {});
  const meaning = values.map(([value, text]) => `<br>\`${value}\`: ${text}`).join('');
  return [field.description ?? '', ...limits].filter((part) => part !== '').join(' ') + meaning;
}

const olderSpellings = `## Older spellings

Format 1.0 was spelled in several ways over time. All of them are read; \`pacto fmt --upgrade\` rewrites those marked †.

| Older spelling | Means |
|---|---|
| † \`configuration: {schema}\`, \`{ref}\`, \`{values}\` | \`configurations: [{name: default, …}]\` |
| † \`configuration: {configs: […]}\` | \`configurations: […]\` |
| † \`policy: {…}\` | \`policies: [{name: default, …}]\` |
| † \`runtime.workload: {type: service}\` | \`runtime.workload: service\` |
| \`dependencies[].name\` missing | the last part of \`ref\`; where two would be equal, as much more as it takes |
| \`configurations[].name\`, \`policies[].name\` missing | \`default\`, then \`default-2\`, … |
| \`ref: registry.example.com/acme/auth\` | the same with \`oci://\` |
`;
