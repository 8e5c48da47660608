import { isTag } from '../../../core/contract/registry-name.ts';
import { isArray, member } from '../../../core/json.ts';
import { parseJson } from '../json.ts';
import { protocolError } from './error.ts';
import { readPages } from './pages.ts';
import type { Place } from './place.ts';

/** ECR refuses more, and most registries give no more. */
const pageSize = 1000;
/** Registries with very many tags have some hundred thousand. */
const mostTags = 1_000_000;

/** Every tag of the repository, in the order in which they came. */
export async function readTags(place: Place): Promise<string[]> {
  const tags = new Set<string>();
  const operation = `list the tags of ${place.label}`;
  await readPages(place, { operation, url: place.url(`tags/list?n=${pageSize}`) }, (response, attempt) => {
    const list = member(parseJson(response.body), 'tags');
    // Registries written in Go say null for none.
    if (list === null) return;
    if (!isArray(list)) throw protocolError(attempt, 'answered without a list of tags');
    for (const tag of list) if (typeof tag === 'string' && isTag(tag)) tags.add(tag);
    if (tags.size > mostTags) throw protocolError(attempt, `lists more than ${mostTags} tags`);
  });
  return [...tags];
}
