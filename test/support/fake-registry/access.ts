/** Who may do what, and the token service (Docker's "Token Authentication", RFC 6749 section 6, RFC 7617). */
import { randomUUID } from 'node:crypto';
import { type Answer, errorAnswer, type Incoming, jsonAnswer } from './exchange.ts';

export type Action = 'pull' | 'push' | 'delete';
/** Actions by repository, `*` for every other one. */
export type Grants = Readonly<Record<string, readonly Action[]>>;

export interface User {
  readonly password: string;
  /** Default: everything. */
  readonly grants?: Grants;
  /** What `docker login` would keep instead of the password. */
  readonly identityToken?: string;
}

export interface BasicAuth {
  readonly kind: 'basic';
  readonly users: Readonly<Record<string, User>>;
}

export interface TokenAuth {
  readonly kind: 'token';
  readonly users: Readonly<Record<string, User>>;
  /** What nobody in particular may do. Default: nothing. */
  readonly anonymous?: Grants;
  /** Which name the token has in an answer. Default `both`. */
  readonly tokenName?: 'token' | 'access_token' | 'both';
  /** Seconds, as told; `absent` leaves it out. Default 300. */
  readonly expiresIn?: number | 'absent';
  /** A token is refused as expired after that many requests. */
  readonly uses?: number;
  /** A wrong password is refused, or gets a token that allows nothing, not even `/v2/`, as Harbor's. Default `refused`. */
  readonly wrongPassword?: 'refused' | 'empty-scope';
  /** What the token service answers to. Default both. */
  readonly methods?: readonly ('GET' | 'POST')[];
  /** Whether it looks at every `scope`, or at the first only. Default `all`. */
  readonly scopes?: 'all' | 'first';
  /** Whether the challenge names the scope. Default true. */
  readonly challengeScope?: boolean;
  /** Default `fake-registry`. */
  readonly service?: string | 'absent';
  /** Whether the token service has a host of its own. Default `here`. */
  readonly realm?: 'here' | 'elsewhere';
}

/** A registry that takes one fixed token. */
export interface BearerAuth {
  readonly kind: 'bearer';
  readonly token: string;
}

export type Auth = BasicAuth | TokenAuth | BearerAuth;

interface Issued {
  readonly grants: ReadonlyMap<string, readonly Action[]>;
  /** Whether it was given for a wrong password. */
  readonly forNobody: boolean;
  uses: number;
}

export interface Access {
  /** The answer that refuses a request, or undefined where it may pass. */
  refuse(incoming: Incoming, needs: Need | undefined): Answer | undefined;
  /** Whether a request's credential also allows something else. */
  allows(incoming: Incoming, needs: Need): boolean;
  token(incoming: Incoming): Answer;
  /** Every token that was given out: nobody should ever see them. */
  readonly issued: readonly string[];
}

export interface Need {
  readonly repository: string;
  readonly actions: readonly Action[];
}

const everything: Grants = { '*': ['pull', 'push', 'delete'] };

/** @param realmUrl where the token service is, for the challenge */
export function accessOf(auth: Auth | undefined, realmUrl: () => string): Access {
  const tokens = new Map<string, Issued>();
  const issued: string[] = [];

  function granted(incoming: Incoming): ((need: Need) => boolean) | undefined {
    if (auth === undefined) return () => true;
    const header = incoming.headers.authorization;
    if (auth.kind === 'bearer') return header === `Bearer ${auth.token}` ? () => true : undefined;
    if (auth.kind === 'basic') {
      const user = basicUser(header, auth.users);
      return user === undefined ? undefined : (need) => covers(user.grants ?? everything, need);
    }
    const token = tokens.get(/^Bearer (.+)$/.exec(header ?? '')?.[1] ?? '');
    return token === undefined || token.uses <= 0
      ? undefined
      : (need) => covers(Object.fromEntries(token.grants), need);
  }

  return {
    issued,
    allows: (incoming, need) => granted(incoming)?.(need) === true,
    refuse(incoming, need) {
      const may = granted(incoming);
      const token = tokens.get((incoming.headers.authorization ?? '').replace(/^Bearer /, ''));
      if (token !== undefined) token.uses -= 1;
      const allowed = need === undefined ? token?.forNobody !== true : may?.(need) === true;
      if (may !== undefined && allowed) return undefined;
      if (auth?.kind === 'basic' && may !== undefined)
        return errorAnswer(403, 'DENIED', 'requested access to the resource is denied');
      const because =
        incoming.headers.authorization === undefined ? undefined : may ? 'insufficient_scope' : 'invalid_token';
      return errorAnswer(401, 'UNAUTHORIZED', 'authentication required', {
        'www-authenticate': challenge(auth, need, because, realmUrl()),
      });
    },
    token(incoming) {
      if (auth?.kind !== 'token') return errorAnswer(404, 'UNSUPPORTED', 'no token service');
      const { methods = ['GET', 'POST'], scopes = 'all', expiresIn = 300, tokenName = 'both' } = auth;
      if (!methods.some((method) => method === incoming.method))
        return jsonAnswer(405, { details: 'method not allowed' });
      const asked = incoming.method === 'POST' ? formRequest(incoming, auth) : queryRequest(incoming, auth);
      if (asked === 'refused') return jsonAnswer(401, { details: 'incorrect username or password' });
      const grants = new Map<string, readonly Action[]>();
      for (const scope of scopes === 'first' ? asked.scopes.slice(0, 1) : asked.scopes) {
        const [type, repository, actions] = scopeParts(scope);
        if (type !== 'repository') continue;
        const own = asked.grants[repository] ?? asked.grants['*'] ?? [];
        grants.set(
          repository,
          own.filter((action) => actions.includes(action) || actions.includes('*')),
        );
      }
      const token = `secret-token-${randomUUID()}`;
      issued.push(token);
      tokens.set(token, { grants, forNobody: asked.forNobody === true, uses: auth.uses ?? Infinity });
      return jsonAnswer(200, {
        ...(tokenName === 'access_token' ? {} : { token }),
        ...(tokenName === 'token' ? {} : { access_token: token }),
        ...(expiresIn === 'absent' ? {} : { expires_in: expiresIn, issued_at: new Date().toISOString() }),
      });
    },
  };
}

type TokenRequest =
  | { readonly grants: Grants; readonly scopes: readonly string[]; readonly forNobody?: true }
  | 'refused';

function queryRequest(incoming: Incoming, auth: TokenAuth): TokenRequest {
  const scopes = incoming.query.getAll('scope').flatMap((scope) => scope.split(' '));
  if (incoming.headers.authorization === undefined) return { grants: auth.anonymous ?? {}, scopes };
  const user = basicUser(incoming.headers.authorization, auth.users);
  if (user !== undefined) return { grants: user.grants ?? everything, scopes };
  return auth.wrongPassword === 'empty-scope' ? { grants: {}, scopes, forNobody: true } : 'refused';
}

function formRequest(incoming: Incoming, auth: TokenAuth): TokenRequest {
  const form = new URLSearchParams(incoming.body.toString());
  const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const user =
    form.get('grant_type') === 'refresh_token'
      ? Object.values(auth.users).find(
          ({ identityToken }) => identityToken && identityToken === form.get('refresh_token'),
        )
      : namedUser(auth.users, form.get('username') ?? '', form.get('password') ?? '');
  return user === undefined || form.get('client_id') === null
    ? 'refused'
    : { grants: user.grants ?? everything, scopes };
}

function challenge(auth: Auth | undefined, need: Need | undefined, because: string | undefined, realm: string): string {
  if (auth?.kind === 'basic') return 'Basic realm="fake registry"';
  const { service = 'fake-registry', challengeScope = true } = auth?.kind === 'token' ? auth : {};
  const scope = need === undefined ? undefined : `repository:${need.repository}:${need.actions.join(',')}`;
  return [
    `Bearer realm="${realm}"`,
    ...(service === 'absent' ? [] : [`service="${service}"`]),
    ...(scope === undefined || !challengeScope ? [] : [`scope="${scope}"`]),
    ...(because === undefined ? [] : [`error="${because}"`]),
  ].join(',');
}

function basicUser(header: string | undefined, users: Readonly<Record<string, User>>): User | undefined {
  const encoded = /^basic (.+)$/i.exec(header ?? '')?.[1];
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  return name === undefined || password === undefined ? undefined : namedUser(users, name, password);
}

function namedUser(users: Readonly<Record<string, User>>, name: string, password: string): User | undefined {
  const user = Object.hasOwn(users, name) ? users[name] : undefined;
  return user?.password === password ? user : undefined;
}

function scopeParts(scope: string): [type: string, repository: string, actions: readonly string[]] {
  const [type = '', ...rest] = scope.split(':');
  return [type, rest.slice(0, -1).join(':'), rest.at(-1)?.split(',') ?? []];
}

function covers(grants: Grants, { repository, actions }: Need): boolean {
  const own = grants[repository] ?? grants['*'] ?? [];
  return actions.every((action) => own.includes(action));
}
