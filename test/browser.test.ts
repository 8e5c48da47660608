/** The core in a browser whose page allows no code but files of its own origin: no `eval`, no `new Function`. */
import { createReadStream } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from './support/chromium.ts';
import { program } from './support/external.ts';
import { root } from './support/run.ts';

const executablePath = program('chromium');

const securityPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

const page = '<!doctype html><title>Pacto</title><output></output><script type="module" src="/page.js"></script>';

const script = `
import { memoryBundle, readContract, validateContract } from '/core.js';

const bytes = (text) => new TextEncoder().encode(text);
const contract = \`pactoVersion: "1.0"
service:
  name: shop
  version: 1.0.0
configurations:
  - name: app
    schema: configuration/schema.json
    values:
      region: north
policies:
  - name: owned
    schema: policy/schema.json
\`;
const files = new Map([
  ['pacto.yaml', bytes(contract)],
  ['configuration/schema.json', bytes('{"properties": {"region": {"pattern": "^eu-[a-z]+$"}}}')],
  ['policy/schema.json', bytes('{"properties": {"service": {"required": ["owner"]}}, "description": "Every service has an owner"}')],
]);
const bundle = memoryBundle(files, { kind: 'memory', label: 'page', contractPath: 'pacto.yaml' });
const { valid, findings } = await validateContract(readContract(files.get('pacto.yaml'), 'pacto.yaml'), { bundle, all: true });
document.querySelector('output').textContent = JSON.stringify({
  valid,
  findings: findings.map(({ code, at }) => \`\${code} \${at.line}:\${at.column}\`),
});
`;

describe.skipIf(executablePath === undefined)('the core in a browser', () => {
  let browser: Browser;
  let server: Server;

  beforeAll(async () => {
    server = createServer((request, response) => {
      response.setHeader('content-security-policy', securityPolicy);
      const javascript = { 'content-type': 'text/javascript' };
      if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      else if (request.url === '/page.js') response.writeHead(200, javascript).end(script);
      else if (request.url === '/core.js')
        createReadStream(path.join(root, 'dist/core.js')).pipe(response.writeHead(200, javascript));
      else response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await launchChromium(executablePath ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it('validates a contract with a configuration schema and a policy under a strict content security policy', async () => {
    const tab = await browser.newPage();
    const problems: string[] = [];
    tab.on('console', (message) => problems.push(`${message.type()}: ${message.text()}`));
    tab.on('pageerror', (error) => problems.push(String(error)));
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await tab.waitForFunction("document.querySelector('output').textContent !== ''", undefined, { timeout: 20_000 });
    const shown = await tab.evaluate("document.querySelector('output').textContent");
    expect(problems).toEqual([]);
    expect(JSON.parse(String(shown))).toEqual({
      valid: false,
      findings: ['POLICY_VIOLATION 2:1', 'CONFIG_VALUES_INVALID 9:15'],
    });
  });
});
