/** Compares two AsyncAPI documents of any versions. */
import { isObject } from '../../json.ts';
import type { Change } from '../change.ts';
import { at, opaque } from '../opened.ts';
import { createReport } from '../report.ts';
import { rememberSchemas } from '../schema/remember.ts';
import type { SchemaWalker } from '../schema/walk.ts';
import { securityRules } from '../security-rules.ts';
import { compareChannels, matchChannels } from './channels.ts';
import { type Context, compareOpaque } from './context.ts';
import { type AsyncapiSide, type EventDocument, openDocument } from './document.ts';
import type { Api } from './model.ts';
import { compareOperations } from './operations.ts';
import { rememberPrograms } from './protobuf.ts';
import { readVersion2 } from './read-2.ts';
import { readVersion3 } from './read-3.ts';
import { readServers } from './read-servers.ts';
import { rules } from './rules.ts';
import { compareServers, matchServers } from './servers.ts';

export type { AsyncapiSide };

export interface AsyncapiOptions {
  readonly walker: SchemaWalker;
  /** The name of the interface. */
  readonly element: string;
  /** Leave conventions out: only what can be proved or witnessed decides. */
  readonly pure?: boolean | undefined;
}

/** What changed, each cause once. Never throws; what cannot be compared is a change. */
export function compareAsyncapi(
  before: AsyncapiSide,
  after: AsyncapiSide,
  options: AsyncapiOptions,
): readonly Change[] {
  const [old, fresh] = [openDocument(before), openDocument(after)];
  const { element, walker, pure = false } = options;
  const all = { ...rules, ...securityRules };
  const report = createReport({ rules: all, element, pure, oldPlace: old.place, newPlace: fresh.place });
  const [oldApi, newApi] = [read(old), read(fresh)];
  const channels = matchChannels(oldApi, newApi);
  const servers = matchServers(readServers(old), readServers(fresh));
  const cx: Context = {
    old,
    fresh,
    report,
    schemas: rememberSchemas(walker, 'event'),
    protobuf: rememberPrograms(element),
    channels: channels.pairs,
    servers: servers.names,
  };
  for (const path of new Set([...oldApi.opaque.keys(), ...newApi.opaque.keys()])) {
    compareOpaque(cx, { path }, oldApi.opaque.get(path), newApi.opaque.get(path));
  }
  // What seems to be missing from a section that cannot be read is not told again.
  const [hasServers, hasChannels, hasOperations] = sections.map((name) => compareSection(cx, name));
  if (hasServers) compareServers(cx, servers);
  if (hasChannels) compareChannels(cx, channels);
  if (hasChannels && hasOperations) compareOperations(cx, oldApi, newApi);
  return report.changes();
}

const sections = ['servers', 'channels', 'operations'] as const;

/** Whether both sides have a mapping there, or nothing; says so where one has something else. */
function compareSection(cx: Context, name: (typeof sections)[number]): boolean {
  const [old, fresh] = [cx.old, cx.fresh].map(({ root }) => {
    const place = at(root, name);
    return place === undefined || place.value === null || isObject(place.value)
      ? undefined
      : opaque(place, 'it is no mapping, as it should be');
  });
  return !compareOpaque(cx, { path: `asyncapi.${name}` }, old, fresh);
}

function read(document: EventDocument): Api {
  return document.major === 2 ? readVersion2(document) : readVersion3(document);
}
