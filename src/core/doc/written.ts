/** How values are written into requests and responses, where that is not as everybody expects. */
import { isObject, type JsonObject, member } from '../json.ts';
import { valueText } from './text.ts';

/** By `style` (OpenAPI 3) and `collectionFormat` (2.0). */
const styles: Readonly<Record<string, string>> = {
  spaceDelimited: 'values with spaces between them',
  pipeDelimited: 'values with | between them',
  deepObject: 'keys in brackets behind the name',
  matrix: 'behind ; with its name',
  label: 'behind a dot',
  csv: 'values with commas between them',
  ssv: 'values with spaces between them',
  tsv: 'values with tabs between them',
  pipes: 'values with | between them',
};

/** Parts of a body that are told one by one. */
const maxParts = 50;

/** How a parameter or header is written, in words. @param mediaType the one that it has instead of a schema */
export function parameterSent(parameter: JsonObject, where: string, mediaType: string | undefined): string[] {
  const said: string[] = [];
  const style = member(parameter, 'style') ?? member(parameter, 'collectionFormat');
  const known = typeof style === 'string' && Object.hasOwn(styles, style) ? styles[style] : undefined;
  if (known !== undefined) said.push(known);
  const isForm = style === 'form' || (style === undefined && (where === 'query' || where === 'cookie'));
  if (isForm && member(parameter, 'explode') === false) said.push('values with commas between them');
  if (mediaType !== undefined && member(parameter, 'schema') === undefined) said.push(`as ${valueText(mediaType)}`);
  if (member(parameter, 'allowEmptyValue') === true) said.push('may be empty');
  return said;
}

/** How the parts of a form or multipart body are written, in words. */
export function contentSent(media: JsonObject): string[] {
  const encoding = member(media, 'encoding');
  const parts = isObject(encoding) ? Object.entries(encoding) : [];
  return parts.slice(0, maxParts).flatMap(([name, how]) => {
    const type = member(how, 'contentType');
    const headers = member(how, 'headers');
    const names = isObject(headers) ? Object.keys(headers).slice(0, maxParts) : [];
    const said = [
      ...(typeof type === 'string' ? [`as ${valueText(type)}`] : []),
      ...(names.length === 0 ? [] : [`with the headers ${names.join(' and ')}`]),
    ];
    return said.length === 0 ? [] : [`part ${valueText(name)} ${said.join(' ')}`];
  });
}
