/** Tokens of one run: asked for once, shared where their scopes allow, asked for together where many are wanted. */
import type { Attempt } from './error.ts';
import { createFlights } from './flights.ts';
import type { HttpResponse } from './http.ts';
import { covers } from './scope.ts';
import type { TokenAnswer, TokenRequest } from './token.ts';

export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
  /** Whether it was asked for together with the scopes of others, which not every service grants. */
  readonly shared: boolean;
}

export type Granted =
  | { readonly kind: 'token'; readonly token: Token /** Not from an earlier request. */; readonly fresh: boolean }
  | { readonly kind: 'denied'; readonly response: HttpResponse; readonly attempt: Attempt };

export interface TokenCache {
  /** @param alone not together with others, and not one that was */
  get(request: TokenRequest, operation: string, alone: boolean): Promise<Granted>;
  /** Never gives this token again. */
  drop(token: Token): void;
  /** Asks this service for every repository alone from now on. */
  stopSharing(request: TokenRequest): void;
}

interface Want {
  readonly request: TokenRequest;
  readonly operation: string;
  readonly resolve: (granted: Granted | Promise<Granted>) => void;
}

/** Everything that one credential may get from one service. */
interface Group {
  tokens: { readonly token: Token; readonly staleAt: number }[];
  readonly pending: Want[];
  readonly alone: ReturnType<typeof createFlights<Granted>>;
  busy: boolean;
  sharing: boolean;
}

/** Scopes in one request, and their length in characters, so that the URL stays within what servers take. */
const mostScopes = 20;
const mostCharacters = 3000;
/** A token is not used in the last fifth of its life, or the last 30 seconds: requests take time. */
const margin = (lifetime: number) => Math.min(30_000, lifetime / 5);
/** Tokens kept for one group; the oldest go first. */
const mostTokens = 1000;

export function createTokenCache(
  fetch: (request: TokenRequest, operation: string) => Promise<TokenAnswer>,
  clock: () => number,
): TokenCache {
  const groups = new Map<string, Group>();

  function groupOf({ service, credential }: TokenRequest): Group {
    const key = JSON.stringify([service.realm.href, service.service ?? null, credential ?? null]);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group: Group = { tokens: [], pending: [], alone: createFlights(), busy: false, sharing: true };
    groups.set(key, group);
    return group;
  }

  async function ask(group: Group, request: TokenRequest, operation: string, shared: boolean): Promise<Granted> {
    const asked = clock();
    const answer = await fetch(request, operation);
    if (answer.kind === 'denied') return answer;
    const token: Token = { text: answer.text, scopes: request.scopes, shared };
    group.tokens.push({ token, staleAt: asked + answer.lifetime - margin(answer.lifetime) });
    if (group.tokens.length > mostTokens) group.tokens.shift();
    return { kind: 'token', token, fresh: true };
  }

  function kept(group: Group, { scopes }: TokenRequest, alone: boolean): Granted | undefined {
    const now = clock();
    group.tokens = group.tokens.filter(({ staleAt }) => staleAt > now);
    const found = group.tokens.find(({ token }) => !(alone && token.shared) && covers(token.scopes, scopes));
    return found && { kind: 'token', token: found.token, fresh: false };
  }

  /** One request for the same scopes serves all who want them at this moment. */
  function askAlone(group: Group, { request, operation }: Pick<Want, 'request' | 'operation'>): Promise<Granted> {
    return group.alone(JSON.stringify(request.scopes), () => ask(group, request, operation, false));
  }

  /** While one request is under way the wishes gather, and the next request is for all of them. */
  async function serve(group: Group): Promise<void> {
    if (group.busy) return;
    group.busy = true;
    try {
      // Whoever asks in the same turn is served together.
      await Promise.resolve();
      for (let batch = takeBatch(group); batch.length > 0; batch = takeBatch(group)) await serveBatch(group, batch);
    } finally {
      group.busy = false;
    }
  }

  async function serveBatch(group: Group, batch: readonly Want[]): Promise<void> {
    const open = batch.filter((want) => {
      const token = kept(group, want.request, false);
      if (token !== undefined) want.resolve(token);
      return token === undefined;
    });
    const [first] = open;
    if (first === undefined) return;
    const scopes = [...new Set(open.flatMap(({ request }) => request.scopes))];
    if (group.sharing && !covers(first.request.scopes, scopes)) {
      const asking = ask(group, { ...first.request, scopes }, first.operation, true);
      const [result] = await Promise.allSettled([asking]);
      if (result.status === 'rejected' || result.value.kind === 'token') {
        for (const want of open) want.resolve(asking);
        return;
      }
      // Refused for all may mean refused for one, or that several at once are not understood.
      group.sharing = false;
    }
    const asking = open.map((want) => {
      const alone = askAlone(group, want);
      want.resolve(alone);
      return alone;
    });
    await Promise.allSettled(asking);
  }

  return {
    async get(request, operation, alone) {
      const group = groupOf(request);
      const token = kept(group, request, alone);
      if (token !== undefined) return token;
      if (alone || !group.sharing || request.scopes.length === 0) return askAlone(group, { request, operation });
      return new Promise<Granted>((resolve, reject) => {
        group.pending.push({ request, operation, resolve });
        serve(group).catch(reject);
      });
    },
    drop(token) {
      for (const group of groups.values()) group.tokens = group.tokens.filter((kept) => kept.token !== token);
    },
    stopSharing(request) {
      groupOf(request).sharing = false;
    },
  };
}

/** The first wants, as many as one request can be for. */
function takeBatch({ pending }: Group): Want[] {
  const scopes = new Set<string>();
  let characters = 0;
  let count = 0;
  for (const { request } of pending) {
    const more = request.scopes.filter((scope) => !scopes.has(scope));
    characters += more.reduce((sum, scope) => sum + scope.length, 0);
    if (count > 0 && (scopes.size + more.length > mostScopes || characters > mostCharacters)) break;
    for (const scope of more) scopes.add(scope);
    count++;
  }
  return pending.splice(0, count);
}
