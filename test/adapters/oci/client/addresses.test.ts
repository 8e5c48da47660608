/** Where requests may go: hosts, proxies, redirects, token services; and how addresses are shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../../../src/adapters/oci/client/challenge.ts';
import { problemOf, responseError } from '../../../../src/adapters/oci/client/error.ts';
import { isForbidden, isListed, isLoopback } from '../../../../src/adapters/oci/client/host.ts';
import { isExempt, proxyFor } from '../../../../src/adapters/oci/client/proxy.ts';
import { readRealm } from '../../../../src/adapters/oci/client/realm.ts';
import { redact, secretsOf, shown, shownOf } from '../../../../src/adapters/oci/client/redact.ts';
import { headersFor, resolveTarget } from '../../../../src/adapters/oci/client/redirect.ts';
import type { Credential } from '../../../../src/adapters/oci/credential.ts';

describe('hosts of this machine', () => {
  it.each([
    'localhost',
    'LOCALHOST:5000',
    'a.localhost',
    '127.0.0.1',
    '127.9.8.7:1',
    '[::1]',
    '[::1]:5000',
    'localhost.',
  ])('%s is one', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['localhost.example.com', '127.0.0.1.nip.io', 'notlocalhost', '10.0.0.1', '[::2]', '1270.0.0.1', '0.0.0.0'])(
    '%s is none',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});

describe('addresses that no registry may send to', () => {
  it.each([
    'http://169.254.169.254/latest',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://metadata.google.internal/',
    'http://metadata.google.internal./',
    'http://METADATA.google.internal:8080/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://[::]/',
  ])('%s', (url) => expect(isForbidden(new URL(url).host)).toBe(true));
  it.each(['http://169.253.0.1/', 'http://10.0.0.1/', 'http://example.com/', 'http://[fd00::1]/', 'http://[fec0::1]/'])(
    'not %s',
    (url) => expect(isForbidden(new URL(url).host)).toBe(false),
  );
});

describe('the list of insecure hosts', () => {
  it.each([
    [['registry.test:5000'], 'registry.test:5000', true],
    [['registry.test:5000'], 'registry.test', false],
    [['registry.test:5000'], 'registry.test:5001', false],
    [['registry.test'], 'registry.test:5001', true],
    [['Registry.Test'], 'registry.test', true],
    [['test'], 'registry.test', false],
    [['[::2]:80'], '[::2]:80', true],
    [[], 'registry.test', false],
  ])('%j has %s: %s', (list, host, expected) => expect(isListed(list, host)).toBe(expected));
});

describe('NO_PROXY', () => {
  it.each([
    ['', 'https://a.example.com/', false],
    ['*', 'https://a.example.com/', true],
    ['example.com', 'https://example.com/', true],
    ['example.com', 'https://a.example.com/', true],
    ['example.com', 'https://notexample.com/', false],
    ['.example.com', 'https://a.example.com/', true],
    ['*.example.com', 'https://a.b.example.com/', true],
    ['EXAMPLE.com', 'https://Example.COM/', true],
    ['example.com:443', 'https://example.com/', true],
    ['example.com:8443', 'https://example.com/', false],
    ['example.com:8443', 'https://example.com:8443/', true],
    ['example.com:80', 'http://example.com/', true],
    ['other, example.com', 'https://example.com/', true],
    ['other example.com', 'https://example.com/', true],
    ['10.0.0.1', 'https://10.0.0.1/', true],
    ['0.0.1', 'https://10.0.0.1/', false],
    ['10.0.0.0/8', 'https://10.1.2.3:5000/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/8', 'https://10.example.com/', false],
    ['10.0.0.0/33', 'https://10.0.0.0/', false],
    ['fd00::/8', 'https://[fd12::1]:5000/', true],
    ['fd00::/8', 'https://10.0.0.1/', false],
    ['[::2]', 'https://[::2]/', true],
    ['::2', 'https://[::2]/', true],
    ['[::2]:5000', 'https://[::2]:5000/', true],
    ['[::2]:5000', 'https://[::2]/', false],
    [',, ,', 'https://example.com/', false],
    ['.', 'https://example.com/', false],
  ])('%j exempts %s: %s', (list, url, expected) => expect(isExempt(new URL(url), list)).toBe(expected));
});

describe('the proxy', () => {
  const url = (text: string) => new URL(text);
  it.each([
    ['none', 'https://r.test/', {}, undefined],
    ['for https', 'https://r.test/', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
    ['for http only', 'https://r.test/', { HTTP_PROXY: 'http://p:3128' }, 'http://p:3128/'],
    ['not for http', 'http://r.test/', { HTTPS_PROXY: 'http://p:3128' }, undefined],
    ['lower case first', 'https://r.test/', { HTTPS_PROXY: 'http://b', https_proxy: 'http://a' }, 'http://a/'],
    ['empty is none', 'https://r.test/', { https_proxy: ' ', HTTPS_PROXY: 'http://b' }, 'http://b/'],
    ['without a scheme', 'https://r.test/', { HTTPS_PROXY: 'p:3128' }, 'http://p:3128/'],
    ['exempt', 'https://r.test/', { HTTPS_PROXY: 'http://p', NO_PROXY: 'r.test' }, undefined],
    ['never to this machine', 'https://localhost:5000/', { HTTPS_PROXY: 'http://p' }, undefined],
  ])('%s', (_, target, env, expected) => expect(proxyFor(url(target), env)?.url.href).toBe(expected));

  it('is told user and password in a header, and nobody else is', () => {
    const proxy = proxyFor(url('https://r.test/'), { HTTPS_PROXY: 'http://ada:p%40ss%ZZ@p:3128/x' });
    expect(proxy?.url.href).toBe('http://p:3128/');
    expect(proxy?.authorization).toBe(`Basic ${Buffer.from('ada:p%40ss%ZZ').toString('base64')}`);
    const escaped = proxyFor(url('https://r.test/'), { HTTPS_PROXY: 'http://ada:p%40ss@p:3128' });
    expect(escaped?.authorization).toBe(`Basic ${Buffer.from('ada:p@ss').toString('base64')}`);
  });

  it.each(['socks5://user:secret@p:1080', 'http://user:secret@', 'file:///secret'])('cannot be %s', (value) => {
    const ask = () => proxyFor(url('https://r.test/'), { HTTPS_PROXY: value });
    expect(ask).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.not.stringContaining('secret') }));
  });
});

describe('where a registry sends', () => {
  const from = new URL('https://r.test/v2/a/blobs/sha256:0');
  const plain = new URL('http://localhost:5000/v2/');
  const loopbackOnly = (host: string) => isLoopback(host);

  it.each([
    ['/x?y=z', from, 'https://r.test/x?y=z'],
    ['?last=a', from, 'https://r.test/v2/a/blobs/sha256:0?last=a'],
    ['//cdn.test/x', from, 'https://cdn.test/x'],
    ['https://u:p@cdn.test/x#y', from, 'https://cdn.test/x'],
    // A proxy that ends TLS hides from the registry that it is https.
    ['http://r.test/x', from, 'https://r.test/x'],
    ['http://127.0.0.1:6000/x', plain, 'http://127.0.0.1:6000/x'],
    ['https://cdn.test/x', plain, 'https://cdn.test/x'],
  ])('to %s from %s', (location, base, expected) => {
    expect(resolveTarget(location, base, loopbackOnly)).toMatchObject({ ok: true, url: { href: expected } });
  });

  it.each([
    ['http://cdn.test/x', from, /from https to http/],
    ['http://r.test:8080/x', from, /from https to http/],
    ['http://cdn.test/x', plain, /plain http/],
    ['ftp://cdn.test/x', from, /ftp:/],
    ['file:///etc/passwd', from, /file:/],
    ['https://169.254.169.254/x', from, /no registry has a reason/],
    ['https://[fe80::1]/x', from, /no registry has a reason/],
    ['http://127.0.0.1:2375/x', new URL('http://r.test:5000/v2/'), /plain http/],
    ['http://[::ffff:127.0.0.1]:2375/x', new URL('http://r.test:5000/v2/'), /plain http/],
    ['https://', from, /no URL/],
  ])('never to %s from %s', (location, base, problem) => {
    expect(resolveTarget(location, base, loopbackOnly)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });

  it('takes what authorises along to the same origin only', () => {
    const headers = { accept: 'a', authorization: 'b', cookie: 'c' };
    const request = { method: 'GET', url: from, headers, limit: 1 } as const;
    expect(headersFor(request, new URL('https://r.test/y'))).toEqual(headers);
    for (const other of ['https://r.test:444/', 'http://r.test/', 'https://s.test/', 'https://r.test.evil.test/']) {
      expect(headersFor(request, new URL(other))).toEqual({ accept: 'a' });
    }
  });
});

describe('the realm of a token service', () => {
  const attempt = { operation: 'x', method: 'GET', url: new URL('https://r.test/v2/') };
  const realm = (text: string, host: string, insecure: string[] = []) => {
    const [challenge] = parseChallenges(`Bearer realm="${text}"`);
    return readRealm(challenge!, host, insecure, attempt).href;
  };

  it.each([
    ['https://auth.test/token', 'r.test', []],
    ['http://127.0.0.1:5001/token', 'localhost:5000', []],
    ['http://auth.test/token', 'r.test', ['auth.test']],
  ])('%s for %s, insecure %j', (text, host, insecure) => expect(realm(text, host, insecure)).toBe(text));

  it.each([
    ['http://auth.test/token', 'r.test', []],
    ['http://r.test/token', 'r.test', []],
    // From elsewhere, a service on this machine is somebody else's.
    ['http://127.0.0.1:5001/token', 'r.test', []],
    ['http://127.0.0.1:5001/token', 'r.test', ['r.test']],
    ['ftp://auth.test/token', 'localhost', []],
    ['https://169.254.169.254/token', 'r.test', []],
    ['/token', 'r.test', []],
    ['', 'r.test', []],
  ])('never %s for %s, insecure %j', (text, host, insecure) => {
    expect(() => realm(text, host, insecure)).toThrow(expect.objectContaining({ code: 'REGISTRY_PROTOCOL' }));
  });
});

describe('what is shown', () => {
  it.each([
    ['https://u:p@h/x#f', 'https://h/x'],
    ['https://h/v2/a/tags/list?n=1000&last=1.0', 'https://h/v2/a/tags/list?n=1000&last=1.0'],
    ['https://h/t?scope=repository:a/b:pull&service=s', 'https://h/t?scope=repository:a/b:pull&service=s'],
    ['https://s3/x?X-Amz-Signature=abc&X-Amz-Expires=1', 'https://s3/x?X-Amz-Signature=…&X-Amz-Expires=…'],
    ['https://h/u?_state=abc&digest=sha256:0', 'https://h/u?_state=…&digest=sha256:0'],
  ])('%s', (url, expected) => expect(redact(new URL(url))).toBe(expected));

  it.each<[secret: Credential, authorization: string]>([
    [{ kind: 'basic', username: 'ada', password: 'p/ss w+rd', source: 's' }, 'Basic YWRhOnAvc3Mgdytl'],
    [{ kind: 'identity', token: 'refresh-me', source: 's' }, 'Bearer short-lived'],
  ])('has nothing in it that a request was sent with: %j', (credential, authorization) => {
    const secrets = secretsOf({ headers: { authorization }, credential });
    const [, sent = ''] = authorization.split(' ');
    const secret = credential.kind === 'basic' ? credential.password : credential.token;
    const base64 = Buffer.from(secret).toString('base64');
    for (const known of [sent, secret, encodeURIComponent(secret), base64, base64.replace(/=+$/, '')]) {
      const told = shownOf(`<${known}> is wrong`, { url: new URL('https://h/'), secrets });
      expect(told).toMatch(/^<…=*> is wrong$/);
    }
  });

  it('keeps words that are too short for a secret', () => {
    const secrets = secretsOf({
      headers: {},
      credential: { kind: 'basic', username: 'a', password: 'a', source: 's' },
    });
    expect(shownOf('access denied', { url: new URL('https://h/'), secrets })).toBe('access denied');
  });

  it.each([
    ['{"errors":[{"code":"A","message":"b"}]}', 'A', 'b'],
    ['{"error":"invalid_grant","error_description":"no"}', 'invalid_grant', 'no'],
    ['{"message":"404 Not Found"}', undefined, '404 Not Found'],
    ['[]', undefined, undefined],
    [' slow\ndown ', undefined, 'slow down'],
    [
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Expired</Message></Error>',
      'AccessDenied',
      'Expired',
    ],
    ['<!doctype html><html><head><TITLE lang="en">502 Bad Gateway</TITLE></head>', undefined, '502 Bad Gateway'],
    ['<html><body>', undefined, undefined],
  ])('of an error is what it says: %s', (body, code, message) => {
    const answer = { status: 400, headers: {}, url: new URL('https://h/'), body: new TextEncoder().encode(body) };
    expect(problemOf(answer)).toEqual({ code, message });
  });

  it('of an address in an error is not endless', () => {
    const url = new URL(`https://h/token?scope=${'repository:a/b:pull '.repeat(100)}`);
    const answer = { status: 500, headers: {}, url, body: new Uint8Array() };
    const { message } = responseError({ operation: 'read a', method: 'GET', url }, answer, 0);
    expect(message).toMatch(/^h answered 500 \(to read a: GET https:\/\/h\/token\?scope=repository.*…\)$/);
    expect(message.length).toBeLessThan(400);
  });

  it('of plain http at a port for TLS says what to do', () => {
    const url = new URL('http://r.test:5000/v2/');
    const body = new TextEncoder().encode('Client sent an HTTP request to an HTTPS server.\n');
    const error = responseError({ operation: 'x', method: 'GET', url }, { status: 400, headers: {}, url, body }, 0);
    expect(error.hint).toMatch(/not to be listed as insecure/);
  });

  it('is text on one line, without what moves the cursor, and short', () => {
    expect(shown('a\u001b[31mb\r\nc\u0000\u202ed\u2028e')).toBe('a [31mb c d e');
    expect(shown(` ${'é'.repeat(500)}`)).toHaveLength(200);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cf}]/u.test(shown(text))));
  });
});
