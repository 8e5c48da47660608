/** The API server of Kubernetes and its database, and nothing behind them: what is applied is checked, and never run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { program } from '../external.ts';
import { root } from '../run.ts';
import { type Cluster, clusterAt } from './cluster.ts';

export interface ApiServerPrograms {
  readonly etcd: string;
  readonly apiServer: string;
}

export interface RunningApiServer {
  readonly cluster: Cluster;
  /** A file for programs that read one: the same access, as an administrator. */
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** What `startApiServer` needs, or undefined after printing that tests are skipped. */
export function apiServerPrograms(): ApiServerPrograms | undefined {
  const [etcd, apiServer] = [program('etcd'), program('kube-apiserver')];
  return etcd === undefined || apiServer === undefined ? undefined : { etcd, apiServer };
}

/**
 * Starts both on loopback, within some seconds and with 350 MB of memory, and waits until the server is ready. Their
 * logs are in `.cache/kubernetes/NAME` until the next start under that name. Rejects with the end of a log.
 */
export async function startApiServer(programs: ApiServerPrograms, name: string): Promise<RunningApiServer> {
  const logs = path.join(root, '.cache', 'kubernetes', name);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  for (let tries = 1; ; tries++) {
    try {
      return await start(programs, logs, await freePort());
    } catch (error) {
      // Between looking for a port and listening there, another program may have taken it.
      if (tries === 3 || !String(error).includes('address already in use')) throw error;
    }
  }
}

async function start({ etcd, apiServer }: ApiServerPrograms, logs: string, port: number): Promise<RunningApiServer> {
  const directory = mkdtempSync(path.join(tmpdir(), 'pacto-k8s-'));
  const socket = path.join(directory, 'etcd.sock');
  const certificates = path.join(directory, 'certificates');
  const token = randomBytes(24).toString('hex');
  const written = (file: string, content: string) => {
    writeFileSync(path.join(directory, file), content, { mode: 0o600 });
    return path.join(directory, file);
  };
  const tokens = written('tokens.csv', `${token},tester,1,system:masters\n`);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = written('accounts.key', privateKey.export({ type: 'sec1', format: 'pem' }).toString());

  const children = [
    run(path.join(logs, 'etcd.log'), directory, etcd, {
      'data-dir': path.join(directory, 'data'),
      'listen-client-urls': `unix://${socket}`,
      // Told to nobody, but there must be one.
      'advertise-client-urls': 'http://localhost:2379',
      'listen-peer-urls': 'http://127.0.0.1:0',
      'unsafe-no-fsync': 'true',
    }),
    run(path.join(logs, 'kube-apiserver.log'), directory, apiServer, {
      'etcd-servers': `unix://${socket}`,
      'bind-address': '127.0.0.1',
      'secure-port': String(port),
      'cert-dir': certificates,
      'token-auth-file': tokens,
      'authorization-mode': 'RBAC',
      'service-account-issuer': 'https://kubernetes.test',
      'service-account-signing-key-file': key,
      'service-account-key-file': key,
      'service-cluster-ip-range': '10.0.0.0/16',
      'endpoint-reconciler-type': 'none',
    }),
  ];
  const atExit = () => {
    for (const { child } of children) child.kill('SIGKILL');
  };
  process.on('exit', atExit);
  const stop = async () => {
    await Promise.all(children.map(({ child }) => ended(child)));
    process.off('exit', atExit);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const certificate = path.join(certificates, 'apiserver.crt');
    const url = `https://127.0.0.1:${port}`;
    const cluster = await readyCluster(children, { url, certificate, token });
    const kubeconfig = written('kubeconfig', JSON.stringify(kubeconfigOf(url, certificate, token)));
    const close = () => {
      cluster.close();
      return stop();
    };
    return { cluster, kubeconfig, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly log: string;
}

function run(log: string, cwd: string, file: string, options: Readonly<Record<string, string>>): Started {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const output = openSync(log, 'w');
  try {
    const child = spawn(file, args, { cwd, stdio: ['ignore', output, output], env: {} });
    // Told as one that has not become ready.
    child.on('error', (error) => writeFileSync(log, String(error)));
    return { child, log };
  } finally {
    closeSync(output);
  }
}

interface Told {
  readonly url: string;
  readonly certificate: string;
  readonly token: string;
}

async function readyCluster(children: readonly Started[], { url, certificate, token }: Told): Promise<Cluster> {
  const latest = Date.now() + 60_000;
  for (;;) {
    const gone = children.find(({ child }) => child.exitCode !== null || child.signalCode !== null);
    const late = Date.now() > latest ? children.at(-1) : undefined;
    const problem = gone ?? late;
    if (problem !== undefined) {
      const said = readFileSync(problem.log, 'utf8').slice(-4000);
      throw new Error(`${problem.child.spawnfile} ${gone === undefined ? 'is not ready' : 'ended'}:\n${said}`);
    }
    // The server makes the certificate of its own.
    if (existsSync(certificate)) {
      const cluster = clusterAt({ url, authority: readFileSync(certificate, 'utf8'), token });
      const isReady = await cluster.ask('GET', '/readyz').then(
        ({ status }) => status === 200,
        () => false,
      );
      if (isReady) return cluster;
      cluster.close();
    }
    await wait(100);
  }
}

function kubeconfigOf(server: string, certificate: string, token: string) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificate } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
