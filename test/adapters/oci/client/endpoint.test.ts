/** By which scheme a registry is talked to. */
import { describe, expect, it } from 'vitest';
import { createEndpoint, type Endpoint } from '../../../../src/adapters/oci/client/endpoint.ts';
import type { Failure, HttpRequest, Outcome } from '../../../../src/adapters/oci/client/http.ts';

interface World {
  readonly host?: string;
  readonly insecure?: readonly string[];
  readonly expectsTls?: boolean;
  readonly requiresTls?: boolean;
  /** What plain http and https meet. */
  readonly http?: Failure['kind'] | number | string;
  readonly https?: Failure['kind'] | number | string;
}

function outcome(request: HttpRequest, met: Failure['kind'] | number | string): Outcome {
  if (typeof met === 'string' && !met.includes(' ')) {
    return { kind: 'failure', failure: { kind: met as Failure['kind'], reason: 'x' } };
  }
  const body = new TextEncoder().encode(typeof met === 'string' ? met : '');
  const response = { status: typeof met === 'string' ? 400 : met, headers: {}, body, url: request.url };
  return { kind: 'response', response };
}

function scene({ host = 'localhost:5000', ...world }: World) {
  const sent: string[] = [];
  const endpoint = createEndpoint(host, {
    insecure: world.insecure ?? [],
    expectsTls: world.expectsTls ?? false,
    requiresTls: world.requiresTls ?? false,
    async send(request) {
      sent.push(request.url.href);
      return outcome(request, (request.url.protocol === 'http:' ? world.http : world.https) ?? 200);
    },
  });
  return { endpoint, sent };
}

const get = (endpoint: Endpoint, url = endpoint.url('/v2/')) =>
  endpoint.send({ method: 'GET', url, headers: {}, limit: 1 });

const schemes = (sent: readonly string[]) => sent.map((url) => url.split(':', 1)[0]);

describe('an endpoint', () => {
  it.each<[what: string, world: World, sent: string[]]>([
    ['elsewhere: https', { host: 'r.test' }, ['https', 'https']],
    ['elsewhere: nothing but https', { host: 'r.test', https: 'not-tls' }, ['https', 'https']],
    ['elsewhere and insecure: http', { host: 'r.test', insecure: ['r.test'] }, ['http', 'http']],
    ['insecure: nothing but http', { insecure: ['localhost:5000'], http: 'broken' }, ['http', 'http']],
    ['here: http', {}, ['http', 'http']],
    ['here, with an authority given: https', { expectsTls: true }, ['https', 'https']],
    ['here, where plain http meets a closed connection', { http: 'broken' }, ['http', 'https', 'https']],
    ['here, where plain http meets no HTTP', { http: 'not-http' }, ['http', 'https', 'https']],
    ['here, where Go answers', { http: 'Client sent an HTTP request to an HTTPS server.' }, ['http', 'https', 'https']],
    [
      'here, where nginx answers',
      { http: '<h1>The plain HTTP request was sent to HTTPS port</h1>' },
      ['http', 'https', 'https'],
    ],
    ['here, with an authority given, without TLS', { expectsTls: true, https: 'not-tls' }, ['https', 'http', 'http']],
    [
      'here, with a certificate of ours: nothing but https',
      { requiresTls: true, https: 'not-tls' },
      ['https', 'https'],
    ],
    ['here, with nobody there', { http: 'unreachable', https: 'unreachable' }, ['http', 'http']],
    ['here, broken either way', { http: 'broken', https: 'broken' }, ['http', 'https', 'http', 'https']],
    ['here, refusing', { http: 'Bad request' }, ['http', 'http']],
  ])('%s', async (_, world, expected) => {
    const { endpoint, sent } = scene(world);
    await get(endpoint);
    await get(endpoint);
    expect(schemes(sent)).toEqual(expected);
  });

  it('tells the failure of the scheme that was meant, or of a certificate', async () => {
    expect(await get(scene({ http: 'broken', https: 'not-tls' }).endpoint)).toMatchObject({
      failure: { kind: 'broken' },
    });
    expect(await get(scene({ http: 'broken', https: 'untrusted' }).endpoint)).toMatchObject({
      failure: { kind: 'untrusted' },
    });
  });

  it('sends requests to its host by the scheme that it found, and others as they are', async () => {
    const { endpoint, sent } = scene({ http: 'broken' });
    const before = endpoint.url('/v2/');
    await get(endpoint, before);
    await get(endpoint, before);
    await get(endpoint, new URL('http://127.0.0.1:9/x'));
    expect(sent.slice(2)).toEqual(['https://localhost:5000/v2/', 'http://127.0.0.1:9/x']);
    expect(endpoint.plainHttp).toBe(false);
    expect(endpoint.url('/v2/').href).toBe('https://localhost:5000/v2/');
  });

  it.each([
    ['r.test', 'https://r.test/x', true],
    ['r.test:443', 'https://r.test/x', true],
    ['r.test', 'https://r.test:444/x', false],
    ['r.test:5000', 'https://r.test:5000/x', true],
    ['r.test', 'https://r.test.evil/x', false],
  ])('%s owns %s: %s', (host, url, expected) => {
    expect(scene({ host }).endpoint.owns(new URL(url))).toBe(expected);
  });
});
