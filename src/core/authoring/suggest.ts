/** Which known services a contract probably depends on, judged by what its files say. Nothing is made up. */

import { type Technology, technologies } from './technologies.ts';

/** A place that says something, as a person would quote it. */
export interface Clue {
  /** `configuration/schema.json`, `pacto.yaml`, `interfaces/events.yaml`, `sbom/app.cdx.json`. */
  readonly file: string;
  /** The key, the channel, the package. */
  readonly name: string;
  readonly kind: 'key' | 'value' | 'channel' | 'package';
  /** Of a value: what it is. */
  readonly value?: string;
}

/** A service that there is a contract of. */
export interface KnownService {
  readonly name: string;
  readonly version: string;
  /** How the contract would refer to it. */
  readonly ref: string;
  /** Addresses of channels to which it sends. */
  readonly sends: readonly string[];
}

export type Confidence = 'high' | 'medium' | 'low';

export interface Reason {
  readonly confidence: Confidence;
  readonly file: string;
  readonly text: string;
}

export interface DependencySuggestion {
  readonly name: string;
  readonly ref: string;
  readonly compatibility: string;
  /** The best of its reasons. */
  readonly confidence: Confidence;
  readonly reasons: readonly Reason[];
}

export interface Suggested {
  /** The most certain first. */
  readonly suggestions: readonly DependencySuggestion[];
  /** What asks for a service of which no contract is known, in sentences. */
  readonly open: readonly string[];
}

const ranks: readonly Confidence[] = ['high', 'medium', 'low'];

/**
 * Suggests dependencies.
 *
 * @param services what the workspace knows, without the service itself
 * @param declared names and references that the contract has already
 */
export function suggestDependencies(
  clues: readonly Clue[],
  services: readonly KnownService[],
  declared: ReadonlySet<string>,
): Suggested {
  const found = new Map<KnownService, Reason[]>();
  const open = new Set<string>();
  for (const clue of clues) {
    const matches = matchesOf(clue, services);
    for (const { service, reason } of matches) {
      const reasons = found.get(service) ?? [];
      found.set(service, reasons);
      if (!reasons.some(({ text }) => text === reason.text)) reasons.push(reason);
    }
    const technology = matches.length === 0 ? technologyOf(clue) : undefined;
    if (technology !== undefined) {
      open.add(`${clue.file}: ${clue.name} points to ${technology.title}, and there is no contract of one here`);
    }
  }
  const suggestions = [...found].flatMap(([service, reasons]): DependencySuggestion[] => {
    const { name, ref, version } = service;
    if (declared.has(name) || declared.has(ref)) return [];
    const ordered = reasons.toSorted((a, b) => ranks.indexOf(a.confidence) - ranks.indexOf(b.confidence));
    const confidence = ordered[0]?.confidence ?? 'low';
    return [{ name, ref, compatibility: `^${version}`, confidence, reasons: ordered }];
  });
  const order = (one: DependencySuggestion) => ranks.indexOf(one.confidence);
  return {
    suggestions: suggestions.sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1)),
    open: [...open],
  };
}

interface Match {
  readonly service: KnownService;
  readonly reason: Reason;
}

function matchesOf(clue: Clue, services: readonly KnownService[]): Match[] {
  const { file } = clue;
  const by = (matching: readonly KnownService[], confidence: Confidence, text: (service: KnownService) => string) =>
    matching.map((service) => ({ service, reason: { confidence, file, text: text(service) } }));
  switch (clue.kind) {
    case 'channel':
      return by(
        services.filter(({ sends }) => sends.includes(clue.name)),
        'high',
        ({ name }) => `it receives from the channel ${clue.name}, to which ${name} sends`,
      );
    case 'value': {
      return hostsOf(clue.value ?? '').flatMap((host) => {
        const [label] = host.split('.', 1);
        return by(
          services.filter(({ name }) => name === label),
          'high',
          () => `${clue.name} leads to the host ${host}`,
        );
      });
    }
    case 'package':
      return packageMatches(clue, services, by);
    case 'key':
      return keyMatches(clue, services, by);
  }
}

type By = (
  matching: readonly KnownService[],
  confidence: Confidence,
  text: (service: KnownService) => string,
) => Match[];

function packageMatches(clue: Clue, services: readonly KnownService[], by: By): Match[] {
  const base = clue.name.slice(clue.name.lastIndexOf('/') + 1);
  const own = services.filter(({ name }) => name === base);
  if (own.length > 0) return by(own, 'high', () => `the package ${clue.name} is built into it`);
  const technology = technologyOf(clue);
  const title = technology?.title ?? '';
  return by(servicesOf(technology, services), 'medium', () => `it contains ${clue.name}, which talks to ${title}`);
}

function keyMatches(clue: Clue, services: readonly KnownService[], by: By): Match[] {
  const stem = stemOf(clue.name);
  if (stem === undefined) return [];
  const named = services.filter(({ name }) => name === stem || stemName(name) === stemName(stem));
  if (named.length > 0) {
    const confidence = named.length === 1 ? 'medium' : 'low';
    return by(named, confidence, ({ name }) => `the configuration key ${clue.name} reads as an address of ${name}`);
  }
  const technology = technologyOf(clue);
  const matching = servicesOf(technology, services);
  const confidence = matching.length === 1 && technology?.isGeneric !== true ? 'medium' : 'low';
  const title = technology?.title ?? '';
  return by(matching, confidence, () => `the configuration key ${clue.name} reads as an address of ${title}`);
}

/** Words at the end of a key that say that the rest names where something is. */
const addressWords = new Set(
  'url uri host hostname addr address endpoint target dsn base server servers broker brokers connection string'.split(
    ' ',
  ),
);

/** The words of a key before those that make it an address: `ORDERS_API_URL` is `orders-api`; undefined for others. */
function stemOf(key: string): string | undefined {
  const words = key
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let end = words.length;
  while (end > 0 && addressWords.has(words[end - 1] ?? '')) end -= 1;
  return end === 0 || end === words.length ? undefined : words.slice(0, end).join('-');
}

/** A name without what says only that it is a service. */
function stemName(name: string): string {
  return name.replace(/-(?:api|service|svc|grpc|server)$/, '');
}

/** Addresses in one value at most. */
const maxHosts = 20;
const inUrl = /^([a-z0-9.-]+)(?::\d{1,5})?$/i;
/** Without a scheme a port shows that it is an address; two digits are a version of an image as well. */
const alone = /^([a-z0-9.-]+):\d{3,5}$/i;

/** The hosts that a value leads to: `https://host/…`, `dns:///host:9090`, `amqp://user@host`, `host:9092,host2:9092`. */
function hostsOf(value: string): string[] {
  if (value.length > 4096) return [];
  const start = value.indexOf('://');
  const isUrl = start >= 1 && start <= 20;
  const [authority = ''] = isUrl
    ? value
        .slice(start + 3)
        .replace(/^\//, '')
        .split(/[/?#]/, 1)
    : [value];
  const hosts = isUrl ? authority.slice(authority.lastIndexOf('@') + 1) : authority;
  return hosts.split(',', maxHosts).flatMap((host) => {
    const name = (isUrl ? inUrl : alone).exec(host.trim())?.[1];
    return name === undefined ? [] : [name.toLowerCase()];
  });
}

function technologyOf({ kind, name }: Clue): Technology | undefined {
  if (kind === 'package') {
    const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
    return technologies.find(({ clients }) => clients.includes(name.toLowerCase()) || clients.includes(base));
  }
  const stem = kind === 'key' ? stemOf(name) : undefined;
  return stem === undefined ? undefined : technologies.find(({ keys }) => keys.includes(stem));
}

function servicesOf(technology: Technology | undefined, services: readonly KnownService[]): KnownService[] {
  if (technology === undefined) return [];
  return services.filter(({ name }) => technology.names.includes(name));
}
