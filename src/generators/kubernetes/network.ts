import { unlockedNames } from '../called.ts';
import { labelValue, nameLabel } from '../label.ts';
import { type Manifest, present } from './manifest.ts';
import { headlessLabel, headlessSuffix } from './names.ts';
import { fullname, metadata, type Plan, type Port, portOf } from './plan.ts';
import { chosen, type Tree, type TreeObject, when } from './tree.ts';

/** How the workload is reached: Services and the Ingress. */
export function addresses(plan: Plan): Manifest[] {
  const { expected, selector, ports } = plan;
  if (expected.address.value === 'none') return [];
  const listed = ports.map(servicePort);
  const entrance = expected.entrance.value === 'ingress' ? [ingress(plan)] : [];
  const service: Manifest = {
    file: 'service',
    document: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(plan),
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
      metadata: metadata(plan, { name: fullname(plan, headlessSuffix), labels: headlessLabel }),
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector, ports: listed },
    },
    remarks: [['/spec/publishNotReadyAddresses', 'Instances have to find each other before they are ready.']],
  };
  return [service, ...(expected.address.value === 'named' ? [headless] : []), ...entrance];
}

function servicePort({ name, port, type }: Port): TreeObject {
  // HTTP/2 without TLS (Kubernetes, KEP-3726); grpc is nothing else.
  const appProtocol = type === 'grpc' ? 'kubernetes.io/h2c' : type;
  return present({ name, port, targetPort: name, appProtocol });
}

function ingress(plan: Plan): Manifest {
  const { choices, expected } = plan;
  const rules = [...choices.hosts].map(([one, host]) => ({
    host: chosen(host),
    http: {
      paths: [
        {
          path: '/',
          pathType: 'Prefix',
          backend: { service: { name: fullname(plan), port: { name: portOf(plan, one)?.name ?? one } } },
        },
      ],
    },
  }));
  const hosts = [...choices.hosts.values()];
  const tls = when({ choice: choices.tlsSecret }, [
    { hosts: hosts.map((host) => chosen(host)), secretName: chosen(choices.tlsSecret) },
  ]);
  const isAnyHost = hosts.every(({ value }) => value === undefined);
  return {
    file: 'ingress',
    when: { choice: choices.ingress },
    document: {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: metadata(plan, { annotations: chosen(choices.ingressAnnotations) }),
      spec: { ingressClassName: chosen(choices.ingressClass), tls, rules },
    },
    remarks: [
      ['/spec/rules', expected.entrance.comment],
      ['/spec/rules', isAnyHost ? 'Any host: name it with --option host.' : undefined, 'choice'],
    ],
  };
}

/** Who may talk to whom, by option. */
export function networkPolicy(plan: Plan): Manifest[] {
  const { choices, ports, selector, expected } = plan;
  const anywhere = { namespaceSelector: {} };
  const peers = expected.controller.value === 'StatefulSet' ? [{ podSelector: { matchLabels: selector } }] : [];
  const inbound: Tree[] = ports.map(({ port, isPublic }) => ({
    ...(isPublic ? {} : { from: [anywhere] }),
    ports: [{ port, protocol: 'TCP' }],
  }));
  const unlocked = unlockedNames(plan.called);
  const called = [...new Set(plan.called.map(({ name }) => labelValue(name)))];
  const further = when({ choice: choices.extraPorts }, { from: [anywhere], ports: chosen(choices.extraPorts) });
  const outbound: Tree[] = called
    .filter((name) => name !== '')
    .map((name) => ({ to: [{ ...anywhere, podSelector: { matchLabels: { [nameLabel]: name } } }] }));
  const names: Tree = { ports: ['UDP', 'TCP'].map((protocol) => ({ port: 53, protocol })) };
  return [
    {
      file: 'networkpolicy',
      when: { choice: choices.networkPolicy },
      document: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: metadata(plan),
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress', 'Egress'],
          ingress: [...inbound, further, ...peers.map((peer) => ({ from: [peer] }))],
          egress: [names, ...outbound, ...peers.map((peer) => ({ to: [peer] }))],
        },
      },
      remarks: [
        ['/spec/policyTypes', 'Only ports that the contract describes are open, and those of extraPorts.'],
        [
          '/spec/egress',
          called.length === 0
            ? 'The contract has no dependencies: names can be looked up, and nothing else be called.'
            : 'Dependencies are found by their names as labels, in any namespace, and at any port. One outside the cluster needs an ipBlock.',
        ],
        ['/spec/egress', unlocked],
      ],
    },
  ];
}
