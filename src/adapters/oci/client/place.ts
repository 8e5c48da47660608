/** One repository of one registry, as the operations on it see it. */
import type { RegistryReference } from '../../../core/contract/reference.ts';
import { canonicalRegistry } from '../../../core/contract/registry-name.ts';
import type { PactoError } from '../../../core/error.ts';
import { type Attempt, responseError } from './error.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Runtime } from './runtime.ts';
import { type Actions, repositoryScope } from './scope.ts';
import type { Session } from './session.ts';

export interface Place {
  /** `host/repository`, as the reference spells it, for messages. */
  readonly label: string;
  readonly host: string;
  readonly runtime: Runtime;
  /** The name that the registry has for one of its repositories: on Docker Hub, `library/x` for `x`. */
  readonly inRegistry: (repository: string) => string;
  /** A URL of this repository: `manifests/1.0` is `https://host/v2/NAME/manifests/1.0`. */
  url(rest: string): URL;
  /** Whether a host may be talked to by plain http. */
  readonly allowsPlain: (host: string) => boolean;
  /** The response, whatever its status, unless who asks is refused. */
  send(request: PlaceRequest): Promise<HttpResponse>;
  /** The error for a response that is not what the request was for. */
  refuse(request: PlaceRequest, response: HttpResponse): PactoError;
}

export interface PlaceRequest extends Pick<HttpRequest, 'method' | 'url' | 'body'> {
  /** As in "to …". */
  readonly operation: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The most bytes of a successful answer; 0 where only its headers matter. */
  readonly limit?: number;
  /** Whether the beginning of a longer answer is of use. */
  readonly cut?: boolean;
  readonly actions?: Actions;
  /** Another repository of this registry that is read as well. */
  readonly alsoPull?: string;
  /** Sent once, whatever comes back. */
  readonly once?: true;
}

/** The most that is read of an answer whose body nobody looks at. Bytes. */
const unread = 64 * 1024;

/** @param writes whether it is to be written to */
export function createPlace(
  reference: RegistryReference,
  writes: boolean,
  session: Session,
  runtime: Runtime,
  allowsPlain: (host: string) => boolean,
): Place {
  const { registry, repository } = reference;
  const inRegistry = (name: string) => canonicalRegistry(registry, name).repository;
  const name = inRegistry(repository);
  return {
    label: `${registry}/${repository}`,
    host: session.endpoint.host,
    runtime,
    allowsPlain,
    inRegistry,
    url: (rest) => session.endpoint.url(`/v2/${name}/${rest}`),
    async send({ operation, method, url, body, headers, limit, cut, actions, alsoPull, once }) {
      const also = alsoPull === undefined ? [] : [repositoryScope(alsoPull, 'pull')];
      const { response } = await session.call({
        operation,
        method,
        url,
        headers: { ...headers },
        limit: limit ?? unread,
        cut: cut ?? limit === undefined,
        visitor: { registry, repository, writes, scopes: [repositoryScope(name, actions ?? 'pull'), ...also] },
        ...(body === undefined ? {} : { body }),
        ...(once === undefined ? {} : { once }),
      });
      return response;
    },
    refuse: ({ operation, method, url }, response) =>
      responseError({ operation, method, url, about: { registry, repository, writes } }, response, runtime.clock()),
  };
}

/** What was being done, for an error of its own. */
export function attemptOf({ operation, method, url }: PlaceRequest): Attempt {
  return { operation, method, url };
}
