/** From a request to what answers it: the paths of the distribution specification. */
import type { Access, Action } from './access.ts';
import { deleteBlob, getBlob, getStored, type Surroundings, startUpload, uploadStep } from './blobs.ts';
import { type Answer, answer, errorAnswer, type Incoming, jsonAnswer } from './exchange.ts';
import { deleteManifest, getManifest, listReferrers, listTags, putManifest } from './manifests.ts';

interface Row {
  readonly pattern: RegExp;
  readonly methods: Readonly<Record<string, Handler>>;
}
type Handler = (incoming: Incoming, name: string, rest: string, around: Surroundings, access: Access) => Answer;

const rows: readonly Row[] = [
  {
    pattern: /^\/v2\/(.+)\/blobs\/uploads\/?()$/,
    methods: {
      POST: (incoming, name, _, around, access) =>
        startUpload(incoming, name, around, (repository) => access.allows(incoming, { repository, actions: ['pull'] })),
    },
  },
  {
    pattern: /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/,
    methods: { GET: uploadStep, PATCH: uploadStep, PUT: uploadStep, DELETE: uploadStep },
  },
  {
    pattern: /^\/v2\/(.+)\/blobs\/([^/]+)$/,
    methods: {
      GET: getBlob,
      HEAD: getBlob,
      DELETE: (_, name, digest, around) => deleteBlob(name, digest, around),
    },
  },
  {
    pattern: /^\/v2\/(.+)\/manifests\/([^/]+)$/,
    methods: {
      GET: getManifest,
      HEAD: getManifest,
      PUT: putManifest,
      DELETE: (_, name, reference, around) => deleteManifest(name, reference, around),
    },
  },
  {
    pattern: /^\/v2\/(.+)\/tags\/list()$/,
    methods: { GET: (incoming, name, _, around) => listTags(incoming, name, around) },
  },
  { pattern: /^\/v2\/(.+)\/referrers\/([^/]+)$/, methods: { GET: listReferrers } },
];

const repositoryName = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

const actionsOf: Readonly<Record<string, readonly Action[]>> = {
  GET: ['pull'],
  HEAD: ['pull'],
  POST: ['pull', 'push'],
  PUT: ['pull', 'push'],
  PATCH: ['pull', 'push'],
  DELETE: ['delete'],
};

/** The true answer to a request of any of the servers. */
export function respond(incoming: Incoming, around: Surroundings, access: Access): Answer {
  if (incoming.server === 'blobs') return getStored(incoming, around);
  if (incoming.server === 'tokens' || incoming.path === '/token') return access.token(incoming);
  return access.refuse(incoming, needOf(incoming)) ?? route(incoming, around, access);
}

function route(incoming: Incoming, around: Surroundings, access: Access): Answer {
  if (incoming.path === '/v2/' || incoming.path === '/v2') return jsonAnswer(200, {});
  if (incoming.path.startsWith('/storage/')) return getStored({ ...incoming, headers: {} }, around);
  const found = matchRow(incoming.path);
  if (found === undefined) return answer(404, { 'content-type': 'text/plain' }, Buffer.from('404 page not found\n'));
  const { row, name, rest } = found;
  const handler = row.methods[incoming.method];
  if (handler === undefined || (incoming.method === 'HEAD' && !around.behaviour.head)) return answer(405);
  if (name.length > 255 || !repositoryName.test(name))
    return errorAnswer(400, 'NAME_INVALID', 'invalid repository name');
  return handler(incoming, name, rest, around, access);
}

function needOf({ path, method }: Incoming) {
  const found = matchRow(path);
  return found === undefined ? undefined : { repository: found.name, actions: actionsOf[method] ?? ['pull'] };
}

function matchRow(path: string): { row: Row; name: string; rest: string } | undefined {
  for (const row of rows) {
    const [whole, name = '', rest = ''] = row.pattern.exec(path) ?? [];
    if (whole !== undefined) return { row, name, rest: decodeURIComponent(rest) };
  }
  return undefined;
}
