/** Where an interface is reached. */
import type { At } from '../diff/opened.ts';
import type { ServerVariable } from '../diff/server-variable.ts';
import { stepsTo } from '../interface/shape/place.ts';
import { isArray, type Json, member } from '../json.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import type { DocServer } from './interface-model.ts';
import { prose } from './text.ts';

/** Values of one variable that are told. */
const maxValues = 100;

/** What may stand in the braces of a URL. */
export function serverVariables(
  all: Iterable<readonly [name: string, variable: ServerVariable]>,
): Pick<DocServer, 'variables'> {
  const variables = [...all].map(([name, { values, byDefault }]) => {
    const told = values?.slice(0, maxValues).flatMap((value) => prose(value) ?? []);
    return {
      name,
      ...(told === undefined ? {} : { values: told }),
      ...(byDefault === undefined ? {} : { default: byDefault }),
    };
  });
  return variables.length === 0 ? {} : { variables };
}

/** What stands at a place of the files; undefined where nothing does. */
export function valueAtPlace(source: BundleFiles['source'], place: At): Json | undefined {
  const found = source(place.file);
  const parsed = found.state === 'file' ? found.document() : undefined;
  let value: Json | undefined = parsed?.ok === true ? parsed.document.value : undefined;
  for (const step of stepsTo(place)) value = isArray(value) ? value[Number(step)] : member(value, String(step));
  return value;
}
