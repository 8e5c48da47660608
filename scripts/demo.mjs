// `npm run demo`: installs where needed, builds, and shows the main job on the example platform. Every command is run
// as printed; one that ends with another status than it should fails the demo. What it makes stays in `.demo/`, to look at,
// until it runs again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installIfNeeded, root, runOrExit } from './install.mjs';
import { platform, registry } from './platform.mjs';

const scheduled = new Set(['invoice-scheduler-pacto', 'partner-feed-pacto']);
const terminal = process.stdout.isTTY === true;
const made = '.demo';
const directory = path.join(root, made);
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory);

installIfNeeded();
runOrExit(process.execPath, ['scripts/build.mjs']);

heading('A whole platform is valid');
pacto(['validate', '--recursive', 'examples']);

heading('What one contract says');
pacto(['explain', 'examples/payments-api']);

heading('What is wrong with a broken one, at its line');
pacto(['validate', 'examples-broken/cross-field'], { status: 1, frames: true });

samePackedTwice();
await published();
lookAround();

function samePackedTwice() {
  heading('The same content packs to the same bytes');
  say('Two copies, with other times and permissions:');
  const digests = [
    { day: 'monday', time: new Date('2024-01-01T09:00:00Z'), umask: 0o022 },
    { day: 'friday', time: new Date('2031-05-09T17:30:00Z'), umask: 0o077 },
  ].map(({ day, time, umask }) => {
    const before = process.umask(umask);
    const copy = path.join(directory, day, 'payments-api');
    cpSync(path.join(root, 'examples/payments-api'), copy, { recursive: true });
    touch(copy, time);
    pacto(['pack', `${day}/payments-api`, '--output', `${day}.tar.gz`], { cwd: directory });
    process.umask(before);
    const digest = createHash('sha256').update(readFileSync(path.join(directory, `${day}.tar.gz`)));
    return `sha256:${digest.digest('hex')}`;
  });
  say(`\nmonday.tar.gz  ${digests[0]}\nfriday.tar.gz  ${digests[1]}`);
  if (digests[0] !== digests[1]) fail('the digests differ');
  say('Equal.');
}

/** The platform in a directory that stands for its registry; no server, no network. */
async function published() {
  heading('Every version of every contract, published without a server');
  cpSync(path.join(root, 'examples'), path.join(directory, 'examples'), { recursive: true });
  const all = await platform(await import(pathToFileURL(path.join(root, 'dist/index.js')).href));
  const settings = path.join(directory, 'pacto', 'config.yaml');
  mkdirSync(path.dirname(settings));
  writeFileSync(settings, `offline: true\nmirrors:\n  ${registry}: oci-layout:../registry\n`);
  say(`Your own settings, ~/.config/pacto/config.yaml:\n\n${readFileSync(settings, 'utf8')}`);
  const commands = all.map(({ contract, repository, overrides }) => [
    'push',
    `oci-layout:registry/${repository}`,
    `--path=${contract}`,
    ...overrides,
  ]);
  say('In a checkout contracts refer to each other by path; published ones refer to the registry:');
  const shown = commands.findIndex((command) => command.length === 5);
  for (const [i, command] of commands.entries()) pacto(command, { cwd: directory, silent: i !== shown });
  say(`… and ${commands.length - 1} more.`);

  heading('What is published: the mirror stands for the registry');
  const edge = `${registry}/nginx-edge-pacto`;
  pacto(['tags', `${registry}/orders-api-pacto`], { cwd: directory });
  pacto(['graph', edge], { cwd: directory });
  pacto(['pull', edge], { cwd: directory });

  heading('A release that breaks, followed to everyone it hits');
  const orders = [`${registry}/orders-api-pacto:1.1.0`, 'orders-api-pacto:2.0.0'];
  pacto(['diff', ...orders], { cwd: directory, status: 1 });
  pacto(['impact', ...orders, '--among', 'oci-layout:registry'], { cwd: directory, status: 1 });

  heading('Locked: every version by its digest');
  pacto(['lock', 'nginx-edge'], { cwd: directory });
  pacto(['lock', 'nginx-edge', '--check'], { cwd: directory });

  heading('From the same contracts: a page for people, manifests and charts, entries of a catalog');
  const services = [...new Set(all.map(({ repository }) => repository))];
  for (const service of services) {
    const silent = service !== 'orders-api-pacto';
    const contract = `${registry}/${service}`;
    pacto(['doc', contract, '--output-format=html', `--output=site/${service}.html`], { cwd: directory, silent });
    for (const plugin of ['kubernetes', 'helm', 'backstage']) {
      // When a scheduled workload runs is nothing that its contract says.
      const options = plugin === 'kubernetes' && scheduled.has(service) ? ['--option', 'schedule=0 3 * * *'] : [];
      const output = `--output=${plugin}/${service}`;
      pacto(['generate', plugin, contract, output, ...options], { cwd: directory, silent });
    }
  }
  say(`… and for ${services.length - 1} more.`);

  heading('What is deployed is no longer what the contract asks for');
  const [deployed, asked] = [`${registry}/orders-api-pacto:1.1.0`, `${registry}/orders-api-pacto:2.1.0`];
  pacto(['generate', 'kubernetes', deployed, '--output=deploy/orders-api'], { cwd: directory });
  pacto(['generate', 'kubernetes', asked, '--output=deploy/orders-api', '--check'], { cwd: directory, status: 1 });
}

/** Where everything is that was made. */
function lookAround() {
  heading('Look around');
  const places = [
    [`${made}/site/orders-api-pacto.html`, 'a page for people; open it in a browser'],
    [`${made}/kubernetes/, helm/, backstage/`, 'manifests, charts and entries of each service'],
    [`${made}/registry/`, 'the registry: node dist/cli.cjs explain oci-layout:.demo/registry/orders-api-pacto'],
  ];
  for (const [place = '', about = ''] of places) say(`${place.padEnd(40)}${about}`);
  say('\nAll of it stays until the demo runs again. While writing: node dist/cli.cjs doc examples/orders-api --serve');
}

/**
 * Runs the built program as it is printed.
 * @param {string[]} args
 * @param {{ status?: number, cwd?: string, frames?: boolean, silent?: boolean }} options the status it must end with;
 *   whether to show the code frames, which a terminal gets, in a pipe as well; whether to show nothing but a failure
 */
function pacto(args, { status: expected = 0, cwd = root, frames = false, silent = false } = {}) {
  if (!silent) say(`$ pacto ${args.map(quoted).join(' ')}`);
  const inPipe = frames && !terminal;
  const { status, stdout, error } = spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], {
    cwd,
    stdio: ['ignore', silent ? 'ignore' : inPipe ? 'pipe' : 'inherit', 'inherit'],
    // Neither the settings nor the cache of whoever watches.
    env: {
      ...process.env,
      XDG_CONFIG_HOME: directory,
      PACTO_CACHE_DIR: path.join(directory, 'cache'),
      ...(inPipe ? { FORCE_COLOR: '1' } : {}),
    },
    encoding: 'utf8',
  });
  // Asking for colour brings the frames; the colours themselves are of no use in a pipe.
  if (inPipe) process.stdout.write(stdout.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), ''));
  if (error !== undefined) fail(error.message);
  if (status !== expected) fail(`the status is ${status}, and should be ${expected}`);
  if (expected !== 0) say(`(exit status ${status}, as it should be)`);
}

/** An argument as a shell wants it. @param {string} text */
function quoted(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** @param {string} copy @param {Date} time */
function touch(copy, time) {
  for (const entry of readdirSync(copy, { recursive: true, encoding: 'utf8' }))
    utimesSync(path.join(copy, entry), time, time);
}

/** @param {string} text */
function heading(text) {
  say(terminal ? `\n\u001b[1m${text}\u001b[22m\n` : `\n${text}\n${'='.repeat(text.length)}\n`);
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {string} reason @returns {never} */
function fail(reason) {
  process.stderr.write(`demo failed: ${reason}\n`);
  process.exit(1);
}
