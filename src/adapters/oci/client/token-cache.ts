/** Tokens of one run: asked for once, shared where their scopes allow, asked for together where many are wanted. */
import type { Attempt } from './error.ts';
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
  readonly resolve: (granted: Promise<Granted>) => void;
}

/** Everything that one credential may get from one service. */
interface Group {
  tokens: { readonly token: Token; readonly staleAt: number }[];
  readonly pending: Want[];
  readonly alone: Map<string, Promise<Granted>>;
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
    const group: Group = { tokens: [], pending: [], alone: new Map(), busy: false, sharing: true };
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

  /** One request for the same scopes serves all who want them at this moment. */
  function askAlone(group: Group, { request, operation }: Pick<Want, 'request' | 'operation'>): Promise<Granted> {
    const key = JSON.stringify(request.scopes);
    const running = group.alone.get(key);
    if (running !== undefined) return running;
    const asking = ask(group, request, operation, false).finally(() => group.alone.delete(key));
    group.alone.set(key, asking);
    return asking;
  }

  /** While one request is under way the wishes gather, and the next request is for all of them. */
  async function serve(group: Group): Promise<void> {
    if (group.busy) return;
    group.busy = true;
    try {
      // Whoever asks in the same turn is served together.
      await Promise.resolve();
      while (group.pending.length > 0) {
        const batch = takeBatch(group);
        const [first] = batch;
        if (first === undefined) return;
        const scopes = [...new Set(batch.flatMap(({ request }) => request.scopes))];
        if (!group.sharing || covers(first.request.scopes, scopes)) {
          const asking = batch.map((want) => askAlone(group, want));
          for (const [i, want] of batch.entries()) want.resolve(asking[i] ?? askAlone(group, want));
          await Promise.allSettled(asking);
          continue;
        }
        const asking = ask(group, { ...first.request, scopes }, first.operation, true);
        const [result] = await Promise.allSettled([asking]);
        // Refused for all may mean refused for one, or that several at once are not understood.
        if (result.status === 'fulfilled' && result.value.kind === 'denied') group.sharing = false;
        for (const want of batch) want.resolve(group.sharing ? asking : askAlone(group, want));
      }
    } finally {
      group.busy = false;
    }
  }

  return {
    async get(request, operation, alone) {
      const group = groupOf(request);
      const now = clock();
      group.tokens = group.tokens.filter(({ staleAt }) => staleAt > now);
      const kept = group.tokens.find(({ token }) => !(alone && token.shared) && covers(token.scopes, request.scopes));
      if (kept !== undefined) return { kind: 'token', token: kept.token, fresh: false };
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

function takeBatch({ pending }: Group): Want[] {
  let characters = 0;
  let count = 0;
  for (const { request } of pending.slice(0, mostScopes)) {
    characters += request.scopes.reduce((sum, scope) => sum + scope.length, 0);
    if (count > 0 && characters > mostCharacters) break;
    count++;
  }
  return pending.splice(0, count);
}
