import { PactoError } from '../../core/error.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { labelValue } from '../label.ts';
import { type Manifest, present } from './manifest.ts';
import { metadata, type Plan, type Port, portOf } from './plan.ts';
import { headlessName } from './workload.ts';

/** Marks the Service that is about single instances, which no ServiceMonitor should ask a second time. */
export const headlessLabel = { 'app.kubernetes.io/component': 'headless' };

/** How the workload is reached: Services and the Ingress. */
export function addresses(plan: Plan): Manifest[] {
  const { expected, selector, ports, name } = plan;
  if (expected.address.value === 'none') return [];
  const listed = ports.map(servicePort);
  const entrance = expected.entrance.value === 'ingress' ? [ingress(plan)] : [];
  const service: Manifest = {
    file: 'service',
    document: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(plan, name),
      spec: { selector, ports: listed },
    },
    remarks: [
      ['/spec/ports', entrance.length === 0 ? expected.entrance.comment : undefined],
      ...ports.map(({ interfaces }, index): [string, string | undefined] => [
        `/spec/ports/${index}`,
        interfaces.length > 1 ? `For the interfaces ${interfaces.join(', ')}.` : undefined,
      ]),
    ],
  };
  const headless: Manifest = {
    file: 'service-headless',
    document: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata(plan, headlessName(plan)), labels: { ...plan.labels, ...headlessLabel } },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector, ports: listed },
    },
    remarks: [['/spec/publishNotReadyAddresses', 'Instances have to find each other before they are ready.']],
  };
  return [service, ...(expected.address.value === 'named' ? [headless] : []), ...entrance];
}

function servicePort({ name, port, type }: Port): JsonObject {
  // HTTP/2 without TLS (Kubernetes, KEP-3726); grpc is nothing else.
  const appProtocol = type === 'grpc' ? 'kubernetes.io/h2c' : type;
  return present({ name, port, targetPort: name, appProtocol });
}

function ingress(plan: Plan): Manifest {
  const { contract, settings, name, expected } = plan;
  const open = (contract.interfaces ?? []).flatMap(({ name: one, type, visibility }) =>
    type === 'http' && visibility === 'public' ? [one] : [],
  );
  const hosts = hostsOf(open, settings.host);
  const rules = open.map((one) =>
    present({
      host: hosts.get(one),
      http: {
        paths: [
          {
            path: '/',
            pathType: 'Prefix',
            backend: { service: { name, port: { name: portOf(plan, one)?.name ?? one } } },
          },
        ],
      },
    }),
  );
  const tls = settings.tlsSecret === undefined ? undefined : [tlsOf([...hosts.values()], settings.tlsSecret)];
  return {
    file: 'ingress',
    document: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: metadata(plan, name),
      spec: present({ ingressClassName: settings.ingressClass, tls, rules }),
    },
    remarks: [
      ['/spec/rules', expected.entrance.comment],
      ['/spec/rules', hosts.size === 0 ? 'Any host: name it with --option host.' : undefined],
    ],
  };
}

function tlsOf(hosts: readonly string[], secretName: string): JsonObject {
  return present({ hosts: hosts.length === 0 ? undefined : [...hosts], secretName });
}

const hostPattern = /^(?:\*\.)?[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** The host of each public interface, by option `host`: `HOST`, or `INTERFACE=HOST,…`. Throws USAGE. */
function hostsOf(interfaces: readonly string[], option: string | undefined): Map<string, string> {
  const [first = ''] = interfaces;
  const shown = interfaces.map((one) => `${one}=HOST`).join(',');
  const hosts = new Map<string, string>();
  for (const part of option === undefined ? [] : option.split(',')) {
    const equals = part.lastIndexOf('=');
    const [name, host] = equals < 0 ? [first, part] : [part.slice(0, equals), part.slice(equals + 1)];
    if (!interfaces.includes(name)) {
      throw new PactoError('USAGE', `--option host names ${JSON.stringify(name)}, which is no public http interface`, {
        hint: `Public are ${interfaces.join(', ')}.`,
      });
    }
    if (host.length > 253 || !hostPattern.test(host) || /^[\d.]+$/.test(host)) {
      throw new PactoError('USAGE', `--option host cannot be ${JSON.stringify(host)}`, {
        hint: 'A host is a name such as shop.example.com, in lower case, and no address.',
      });
    }
    hosts.set(name, host);
  }
  if (interfaces.length > 1 && new Set(hosts.values()).size < interfaces.length) {
    throw new PactoError(
      'USAGE',
      'several http interfaces are public, and an Ingress tells them apart by their hosts',
      {
        hint: `Name a host for each: --option host=${shown}.`,
      },
    );
  }
  return hosts;
}

/** Who may talk to whom, by option. */
export function networkPolicy(plan: Plan): Manifest[] {
  const { settings, contract, ports, selector, expected } = plan;
  if (!settings.networkPolicy) return [];
  const anywhere = { namespaceSelector: {} };
  const peers = expected.controller.value === 'StatefulSet' ? [{ podSelector: { matchLabels: selector } }] : [];
  const inbound: Json[] = ports.map(({ port, isPublic }) => ({
    ...(isPublic ? {} : { from: [anywhere] }),
    ports: [{ port, protocol: 'TCP' }],
  }));
  const called = [...new Set((contract.dependencies ?? []).map(({ name }) => labelValue(name.replace(/-pacto$/, ''))))];
  const outbound: Json[] = called
    .filter((name) => name !== '')
    .map((name) => ({ to: [{ ...anywhere, podSelector: { matchLabels: { 'app.kubernetes.io/name': name } } }] }));
  const names: Json = { ports: ['UDP', 'TCP'].map((protocol) => ({ port: 53, protocol })) };
  return [
    {
      file: 'networkpolicy',
      document: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: metadata(plan, plan.name),
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [...inbound, ...peers.map((peer) => ({ from: [peer] }))],
          egress: [names, ...outbound, ...peers.map((peer) => ({ to: [peer] }))],
        },
      },
      remarks: [
        [
          '/spec/egress',
          called.length === 0
            ? undefined
            : 'Dependencies are found by their names as labels, in any namespace, and at any port. One outside the cluster needs an ipBlock.',
        ],
      ],
    },
  ];
}
