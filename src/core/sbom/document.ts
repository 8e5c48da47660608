/** What the readers of all formats work with. */
import type { Component } from './component.ts';
import type { Flaws } from './flaws.ts';
import type { JsonReader } from './json-reader.ts';

export interface SbomDocument {
  readonly reader: JsonReader;
  /** Where the values of the document's own members are, by their names. */
  readonly members: ReadonlyMap<string, number>;
  readonly flaws: Flaws;
  /** Takes a package. Throws {@link JsonProblem} where there are too many. */
  add(component: Component, offset: number): void;
}

/** Calls `visit` before each item of a list; passes over anything else. */
export function eachItem(reader: JsonReader, visit: () => void): void {
  if (reader.isArray()) reader.items(visit);
  else reader.skip();
}

/** Calls `visit` before the value of each member of an object; passes over anything else. */
export function eachMember(reader: JsonReader, visit: (name: string) => void): void {
  if (reader.isObject()) reader.members(visit);
  else reader.skip();
}

/** The texts among the members of an object that are asked for. Other values are passed over. */
export function textMembers<Name extends string>(
  reader: JsonReader,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  eachMember(reader, (name) => {
    const wanted = names.find((one) => one === name);
    const text = wanted === undefined ? reader.skip() : reader.text();
    if (wanted !== undefined && text !== undefined) found[wanted] = text;
  });
  return found;
}

/** The texts of a list, or the one text that stands in place of a list. */
export function textList(reader: JsonReader): string[] {
  const texts: string[] = [];
  const take = () => {
    const text = reader.text();
    if (text !== undefined) texts.push(text);
  };
  if (reader.isArray()) reader.items(take);
  else take();
  return texts;
}
