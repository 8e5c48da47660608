import type { NamedSchema } from '../../../core/doc/interface-model.ts';
import type { SchemaNode, SchemaProperty } from '../../../core/doc/schema-model.ts';
import { given, type Html, html, joined, type Part, when } from './markup.ts';
import type { Writer } from './writer.ts';

/** Writes the schemas of one interface: named ones stand once, and uses link to them. */
export interface SchemaWriter {
  /** The type in words, as a link where it has a name. */
  readonly type: (node: SchemaNode) => Html;
  /** Everything that is said of a value beside its type and name. */
  readonly details: (node: SchemaNode) => Part;
  /** All named schemas, each to be opened. */
  readonly named: () => Part;
}

/**
 * Ids come from the interface's name, so that links to a schema last.
 *
 * @param scope id of the interface's section
 * @param file bundle path of the description, from which its links are meant
 */
export function createSchemaWriter(
  schemas: readonly NamedSchema[],
  scope: string,
  writer: Writer,
  file: string | undefined,
): SchemaWriter {
  const anchors = new Map(schemas.map(({ id, name }) => [id, writer.ids(scope, 'schema', name)]));

  function type({ type: words, ref, items }: SchemaNode): Html {
    const anchor = anchorOf(ref);
    if (anchor !== undefined) return html`<a class="type" href="#${anchor}">${words}</a>`;
    const [before, after] = items === undefined ? [] : words.split(`list of ${items.type}`);
    if (items === undefined || anchorOf(items.ref) === undefined || after === undefined)
      return html`<span class="type">${words}</span>`;
    return html`<span class="type">${before}list of ${type(items)}${after}</span>`;
  }

  function anchorOf(ref: string | undefined): string | undefined {
    return ref === undefined ? undefined : anchors.get(ref);
  }

  /** Items with more to say than the type of their list does. */
  function saysMore(item: SchemaNode): boolean {
    return anchorOf(item.ref) === undefined || Object.keys(item).some((key) => key !== 'type' && key !== 'ref');
  }

  function details(node: SchemaNode): Part {
    const { description, constraints, values, choices, properties, others, items, cut, unreadable } = node;
    return [
      when(node.title !== undefined && description === undefined, () => html`<p>${node.title}</p>`),
      given(description, (text) => writer.prose(text, file)),
      when(values !== undefined && values.length > 0, () => valueList(values ?? [])),
      facts(node, constraints ?? []),
      given(unreadable, (reason) => html`<p class="bad">Could not be read: ${reason}</p>`),
      when(properties !== undefined || others !== undefined, () => fields(properties ?? [], others)),
      given(items, (item) =>
        when(
          saysMore(item),
          () => html`<p class="k">Each item: ${type(item)}</p><div class="in">${details(item)}</div>`,
        ),
      ),
      (choices ?? []).map(
        ({ of, schemas: list }) =>
          html`<p class="k">${of.charAt(0).toUpperCase() + of.slice(1)}</p><ul class="choice">${list.map((one) => html`<li>${type(one)}${details(one)}</li>`)}</ul>`,
      ),
      given(cut, (reason) => html`<p class="quiet">Left out: ${reason}</p>`),
    ];
  }

  function fields(list: readonly SchemaProperty[], others: SchemaNode | undefined): Part {
    return html`<dl class="fields">${list.map(({ name, required, schema }) => field(html`<code>${name}</code>`, required, schema))}${given(others, (schema) => field(html`<em>any other key</em>`, false, schema))}</dl>`;
  }

  function field(name: Part, required: boolean, schema: SchemaNode): Part {
    const tags = [
      required ? html` <span class="req">required</span>` : '',
      schema.deprecated ? html` <span class="old">deprecated</span>` : '',
    ];
    return html`<div><dt>${name} ${type(schema)}${tags}</dt><dd>${details(schema)}</dd></div>`;
  }

  return {
    type,
    details,
    named: () =>
      schemas.map(
        ({ id, name, schema }) =>
          html`<details class="item" id="${anchors.get(id)}"><summary><code>${name}</code> <span class="type">${schema.type === name ? '' : schema.type}</span></summary><div class="body">${details(schema)}</div></details>\n`,
      ),
  };
}

/** Default, example and constraints in one line. */
function facts({ default: byDefault, example }: SchemaNode, constraints: readonly string[]): Part {
  const isLong = example !== undefined && (example.length > 60 || example.includes('\n'));
  const parts: Part[] = [
    ...constraints.map(constraint),
    ...(byDefault === undefined ? [] : [html`default <code>${byDefault}</code>`]),
    ...(example === undefined || isLong ? [] : [html`for example <code>${example}</code>`]),
  ];
  return [
    when(parts.length > 0, () => html`<p class="quiet">${joined(parts, ' · ')}</p>`),
    when(isLong, () => exampleBlock(example ?? '')),
  ];
}

/** A constraint or requirement in words; the pattern that some end with is code. */
export function constraint(text: string): Part {
  const [, words, pattern] = /^((?:each key )?matches |.*? of the form )(.*)$/s.exec(text) ?? [];
  return words === undefined ? text : html`${words}<code>${pattern}</code>`;
}

/** An example over several lines, to be opened. */
export function exampleBlock(text: string): Html {
  return html`<details class="example"><summary>Example</summary><pre tabindex="0"><code>${text}</code></pre></details>`;
}

function valueList(values: NonNullable<SchemaNode['values']>): Part {
  if (values.every(({ meaning }) => meaning === undefined)) {
    return html`<p class="quiet">one of ${joined(
      values.map(({ value }) => html`<code>${value}</code>`),
      ' ',
    )}</p>`;
  }
  return html`<ul class="quiet">${values.map(({ value, meaning }) => html`<li><code>${value}</code>${meaning === undefined ? '' : ` ${meaning}`}</li>`)}</ul>`;
}
