import type { Contract, Lifecycle, Persistence, State, Workload } from '../contract/model.generated.ts';
import { compareNumbers } from '../document/number.ts';

/** What of a contract decides how its workload runs, with what is left out filled in. */
export interface Facts {
  /** Whether the contract says how the service runs; otherwise it is taken for a stateless service. */
  readonly isDeclared: boolean;
  readonly workload: Workload;
  readonly state: State['type'];
  readonly scope: Persistence['scope'];
  readonly durability: Persistence['durability'];
  readonly criticality: State['dataCriticality'];
  readonly strategy?: NonNullable<Lifecycle['upgradeStrategy']>;
  /** Seconds that an instance needs to finish its work. */
  readonly graceSeconds?: number;
  /** Whether it listens anywhere. */
  readonly hasPorts: boolean;
  readonly hasPublicHttp: boolean;
  readonly hasPublicGrpc: boolean;
  /** How the interface is talked to that tells whether an instance is well. */
  readonly health?: 'http' | 'grpc';
  /** How the interface is talked to that shows metrics. */
  readonly metrics?: 'http' | 'grpc';
  readonly scaling?: FixedScaling | ScalingRange;
}

export interface FixedScaling {
  readonly kind: 'fixed';
  readonly replicas: number;
}

export interface ScalingRange {
  readonly kind: 'range';
  readonly min: number;
  readonly max: number;
}

/** The facts of a valid contract. */
export function factsOf({ runtime, interfaces = [], scaling }: Contract): Facts {
  const talk = (name: string | undefined) => {
    const type = interfaces.find((one) => one.name === name)?.type;
    return type === 'http' || type === 'grpc' ? type : undefined;
  };
  const isPublic = (type: string) => interfaces.some((one) => one.type === type && one.visibility === 'public');
  const [health, metrics] = [talk(runtime?.health?.interface), talk(runtime?.metrics?.interface)];
  const { upgradeStrategy: strategy, gracefulShutdownSeconds: graceSeconds } = runtime?.lifecycle ?? {};
  const range = scalingFact(scaling);
  return {
    isDeclared: runtime !== undefined,
    workload: runtime?.workload ?? 'service',
    state: runtime?.state.type ?? 'stateless',
    scope: runtime?.state.persistence.scope ?? 'local',
    durability: runtime?.state.persistence.durability ?? 'ephemeral',
    criticality: runtime?.state.dataCriticality ?? 'low',
    ...(strategy === undefined ? {} : { strategy }),
    ...(graceSeconds === undefined ? {} : { graceSeconds }),
    hasPorts: interfaces.some(({ type, port }) => type !== 'event' && port !== undefined),
    hasPublicHttp: isPublic('http'),
    hasPublicGrpc: isPublic('grpc'),
    ...(health === undefined ? {} : { health }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(range === undefined ? {} : { scaling: range }),
  };
}

function scalingFact(scaling: Contract['scaling']): FixedScaling | ScalingRange | undefined {
  const { replicas, min, max } = scaling ?? {};
  if (replicas !== undefined) return { kind: 'fixed', replicas };
  return min === undefined || max === undefined ? undefined : { kind: 'range', min, max };
}

/** Whether there is never more than one instance. */
export function isSingle({ scaling }: Facts): boolean {
  if (scaling === undefined) return true;
  return compareNumbers(scaling.kind === 'fixed' ? scaling.replicas : scaling.max, 1) <= 0;
}
