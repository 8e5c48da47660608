/** `pacto doc --serve`, as somebody who writes a contract uses it: the page in a browser, an editor beside it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { program as external } from '../support/external.ts';
import { bareEnvironment, pacto, program, root } from '../support/run.ts';

const executablePath = external('chromium');

let directory = '';
let served: ChildProcess | undefined;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pacto-doc-serve-'));
  cpSync(path.join(root, 'examples', 'search-api'), directory, { recursive: true });
});
afterEach(async () => {
  if (served?.exitCode === null) {
    served.kill('SIGKILL');
    await once(served, 'close');
  }
  rmSync(directory, { recursive: true, force: true });
});

/** Starts it, and gives the address that it prints. */
async function serve(...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [program, 'doc', '--serve', ...args], { cwd: directory, env: bareEnvironment });
  served = child;
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk;
    const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(text)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`it ended before it served: ${text}`);
}

async function end(signal: NodeJS.Signals): Promise<unknown> {
  if (served === undefined) throw new Error('nothing is served');
  const closed = once(served, 'close');
  served.kill(signal);
  return (await closed)[0];
}

const contract = () => path.join(directory, 'pacto.yaml');
const edit = (from: RegExp, to: string) =>
  writeFileSync(contract(), readFileSync(contract(), 'utf8').replace(from, to));

describe('doc --serve', () => {
  it('serves this machine until Ctrl-C', async () => {
    const url = await serve('--port', '0');
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text()).toContain('<h1>search-api</h1>');
    expect(await end('SIGINT')).toBe(130);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('tells the terminal too that the contract is broken, and that it is well again', async () => {
    await serve('--port', '0');
    const said = async (text: RegExp) => {
      let heard = '';
      for await (const chunk of served?.stderr?.setEncoding('utf8').iterator({ destroyOnReturn: false }) ?? []) {
        heard += chunk;
        if (text.test(heard)) return;
      }
      throw new Error(`it ended, having said ${heard}`);
    };
    edit(/^service:/m, 'servce:');
    await said(/pacto\.yaml:\d+:1 error SCHEMA_VIOLATION .*\n(.*\n)*error INVALID_CONTRACT /);
    edit(/^servce:/m, 'service:');
    await said(/^The page shows the contract again\.$/m);
    expect(await end('SIGINT')).toBe(130);
  });

  it('says that a port is taken, and what is wrong with the command', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const port = portOf(other);
    const taken = await pacto(['doc', directory, '--serve', '--port', String(port)]);
    other.close();
    expect([taken.status, taken.stdout]).toEqual([3, '']);
    expect(taken.stderr).toContain(
      `error PORT_UNAVAILABLE port ${port} of 127.0.0.1 cannot be used: another program has it`,
    );
    for (const wrong of [
      ['--serve', '--port', 'http'],
      ['--serve', '--port', '70000'],
      ['--serve', '-o', 'page.html'],
      ['--serve', '--output-format', 'json'],
      ['--port', '8000'],
    ]) {
      expect((await pacto(['doc', directory, ...wrong])).status, wrong.join(' ')).toBe(2);
    }
    expect((await pacto(['doc', path.join(directory, 'gone'), '--serve'])).status).toBe(3);
  });
});

describe.skipIf(executablePath === undefined)('a tab with the page that is served', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(executablePath ?? '');
  });
  afterAll(() => browser.close());

  it('shows each change, also while the contract is wrong, and keeps open what was', async () => {
    const tab = await browser.newPage();
    const noise: string[] = [];
    tab.on('console', (message) => {
      // The browser says of every page with an error's status that it has one.
      if (!message.text().includes('503 (Service Unavailable)')) noise.push(message.text());
    });
    tab.on('pageerror', (error) => noise.push(String(error)));
    await tab.goto(await serve('--port', '0'));
    const shows = (text: string) => tab.locator('main', { hasText: text }).waitFor({ timeout: 20_000 });
    await tab.locator('details.endpoint > summary').first().click();
    edit(/^( *version:).*/m, '$1 99.1.2');
    await shows('Version 99.1.2');
    edit(/^service:/m, 'service: [');
    await shows('There is nothing to show yet');
    edit(/^service: \[/m, 'service:');
    await shows('Version 99.1.2');
    expect(await tab.locator('details.endpoint[open]').count()).toBe(1);
    rmSync(contract());
    await shows('There is nothing to show yet');
    expect(noise).toEqual([]);
  });

  it('shows what editors save that put a new file in the place of the old one', async () => {
    const tab = await browser.newPage();
    await tab.goto(await serve('--port', '0'));
    for (const version of ['99.0.1', '99.0.2', '99.0.3', '99.0.4']) {
      const text = readFileSync(contract(), 'utf8').replace(/^( *version:).*/m, `$1 ${version}`);
      writeFileSync(`${contract()}.new`, text);
      renameSync(`${contract()}.new`, contract());
      await tab.locator('main', { hasText: `Version ${version}` }).waitFor({ timeout: 20_000 });
    }
  });

  it('says that the server is gone, and comes back when it does', async () => {
    const url = await serve('--port', '0');
    const tab = await browser.newPage();
    await tab.goto(url);
    await tab.locator('h1').waitFor();
    expect(await tab.locator('.away').isVisible()).toBe(false);
    await end('SIGTERM');
    await tab.locator('.away').waitFor({ timeout: 20_000 });
    expect(await tab.locator('h1').isVisible()).toBe(true);
    edit(/^( *version:).*/m, '$1 99.9.9');
    await serve('--port', new URL(url).port);
    await tab.locator('main', { hasText: 'Version 99.9.9' }).waitFor({ timeout: 20_000 });
    expect(await tab.locator('.away').isVisible()).toBe(false);
  });

  it.each(['cors', 'no-cors'])('is not read by the page of another origin (%s)', async (mode) => {
    const url = await serve('--port', '0');
    // A page that has no policy of its own to keep it from asking.
    const other = createHttpServer((_, response) => response.setHeader('content-type', 'text/html').end('other'));
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const foreign = await browser.newPage();
    await foreign.goto(`http://127.0.0.1:${portOf(other)}/`);
    const read = (address: string) =>
      `fetch(${JSON.stringify(address)}, { mode: '${mode}' }).then((answer) => answer.text(), () => 'refused')`;
    expect(await foreign.evaluate(read('/'))).toBe('other');
    expect(await foreign.evaluate(read(url))).toBe('refused');
    await foreign.close();
    other.close();
  });
});

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('it does not listen');
  return address.port;
}
