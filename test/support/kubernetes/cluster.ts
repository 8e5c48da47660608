/** What a test says to an API server of Kubernetes, and what it answers. */
import { Agent, request } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'yaml';
import type { JsonObject } from '../../../src/core/json.ts';

export interface Answer {
  readonly status: number;
  /** The resource, or a Status that says why not. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads of it what it is about.
  readonly body: any;
  /** The texts of its Warning headers (RFC 7234, section 5.5), which `kubectl` prints. */
  readonly warnings: readonly string[];
}

export interface ApplyOptions {
  /** Everything is checked, and nothing stored. */
  readonly dryRun?: boolean;
  /** Who applies; `pacto` when absent. */
  readonly manager?: string;
}

/** Speaks as an administrator. */
export interface Cluster {
  ask(method: string, path: string, body?: JsonObject | string, type?: string): Promise<Answer>;
  /**
   * Applies one manifest as `kubectl apply --server-side` does, with unknown and repeated fields refused. Without a
   * namespace of its own it goes to `default`.
   */
  apply(manifest: string, options?: ApplyOptions): Promise<Answer>;
  /** A namespace whose pods have to keep to the restricted Pod Security Standard. What does not is a warning. */
  createNamespace(name: string): Promise<void>;
  /** Adds the kinds that CustomResourceDefinitions define, and waits until they are served. */
  define(definitions: readonly string[]): Promise<void>;
  close(): void;
}

export interface Access {
  /** `https://127.0.0.1:PORT`. */
  readonly url: string;
  /** The authority of its certificate, in PEM. */
  readonly authority: string;
  readonly token: string;
}

export function clusterAt({ url, authority, token }: Access): Cluster {
  const agent = new Agent({ ca: authority, keepAlive: true, maxSockets: 8 });
  const kinds = new Map<string, Promise<Answer>>();

  function ask(method: string, path: string, body?: JsonObject | string, type = 'application/json'): Promise<Answer> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'content-type': type };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, url), { method, agent, headers, timeout: 30_000 }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = response.headers['content-type']?.startsWith('application/json') === true;
          const warnings = (response.headersDistinct.warning ?? []).map(warningText);
          resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text, warnings });
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path} was not answered in time`)));
      sent.on('error', reject);
      sent.end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  }

  /** Where resources of a kind are, by what the server says that it has. */
  async function placeOf({ apiVersion, kind, metadata }: Resource): Promise<string> {
    const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const asked = kinds.get(group) ?? ask('GET', group);
    kinds.set(group, asked);
    const listed: readonly Kind[] = (await asked).body.resources ?? [];
    const found = listed.find((one) => one.kind === kind && !one.name.includes('/'));
    if (found === undefined) throw new Error(`the server has no ${apiVersion} ${kind}`);
    const namespace = found.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${group}${namespace}/${found.name}/${metadata.name}`;
  }

  async function apply(manifest: string, { dryRun = false, manager = 'pacto' }: ApplyOptions = {}): Promise<Answer> {
    const query = new URLSearchParams({ fieldManager: manager, force: 'true', fieldValidation: 'Strict' });
    if (dryRun) query.set('dryRun', 'All');
    const place = await placeOf(parse(manifest, { version: '1.1' }));
    return ask('PATCH', `${place}?${query}`, manifest, 'application/apply-patch+yaml');
  }

  return {
    ask,
    apply,
    async createNamespace(name) {
      const modes = ['enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
      const metadata = { name, labels: Object.fromEntries(modes) };
      accepted(await ask('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata }));
    },
    async define(definitions) {
      for (const definition of definitions) {
        const { metadata, spec } = accepted(await apply(definition)).body;
        for (const { name } of spec.versions) {
          const path = `/apis/${spec.group}/${name}/${spec.names.plural}`;
          for (let tries = 0; (await ask('GET', path)).status !== 200; tries++) {
            if (tries > 300) throw new Error(`${metadata.name} is not served`);
            await wait(100);
          }
        }
      }
      // Until then it may have said that it has less.
      kinds.clear();
    },
    close: () => agent.destroy(),
  };
}

interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface Kind {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Throws what the server has against it, be it only a warning. */
export function accepted(answer: Answer): Answer {
  const { status, body, warnings } = answer;
  if (status >= 300) throw new Error(`${status}: ${body.message ?? body}`);
  if (warnings.length > 0) throw new Error(`warned: ${warnings.join('; ')}`);
  return answer;
}

/** `299 - "text"`. */
function warningText(header: string): string {
  const quoted = /^\d+ \S+ (".*")$/s.exec(header)?.[1];
  return quoted === undefined ? header : JSON.parse(quoted);
}
