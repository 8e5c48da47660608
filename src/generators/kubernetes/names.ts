import { PactoError } from '../../core/error.ts';
import type { Aspects } from '../../core/platform/row.ts';

/**
 * The most letters of a name, by what it names: pods of a StatefulSet and runs of a CronJob get 11 more for a hash, which
 * a label has to hold too (63; RFC 1123).
 */
const longest: Readonly<Record<Aspects['controller'], number>> = {
  Deployment: 63,
  StatefulSet: 52,
  Job: 63,
  CronJob: 52,
};

/** The suffix of the Service that gives each instance a name. */
export const headlessSuffix = '-headless';

/** Marks that Service: no ServiceMonitor should ask its instances a second time. */
export const headlessLabel = { 'app.kubernetes.io/component': 'headless' };

/** The most letters that the name of a workload may have. */
export function longestName(controller: Aspects['controller']): number {
  return longest[controller];
}

export interface Named {
  readonly controller: Aspects['controller'];
  /** Whether a Service has the name, which must begin with a letter (RFC 1035). */
  readonly hasService: boolean;
  /** Whether the name comes from an option. */
  readonly isChosen: boolean;
}

/** Throws where Kubernetes would not take the name: USAGE for an option, PLUGIN_FAILED for the contract's own. */
export function checkName(name: string, { controller, hasService, isChosen }: Named): void {
  const limit = longest[controller];
  const problem =
    name.length > limit
      ? `is ${name.length} characters long, and a ${controller} can have ${limit}`
      : hasService && /^\d/.test(name)
        ? 'begins with a digit, and a Service begins with a letter'
        : undefined;
  if (problem === undefined) return;
  throw new PactoError(
    isChosen ? 'USAGE' : 'PLUGIN_FAILED',
    `${isChosen ? '--option name' : 'the name of the service'}, ${JSON.stringify(name)}, ${problem}`,
    { hint: 'Give the resources another name: --option name=NAME.' },
  );
}

/**
 * Names for ports, in the same order: the interface's own where it can be one (IANA service names, RFC 6335 section 5.1),
 * as much of it as fits otherwise, and `port-8080` where that is taken or nothing.
 */
export function portNames(ports: readonly { readonly name: string; readonly port: number }[]): string[] {
  const taken = new Set<string>();
  return ports.map(({ name, port }) => {
    const slug = name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-/, '')
      .slice(0, 15)
      .replace(/-$/, '');
    let chosen = slug;
    for (let count = 1; !/[a-z]/.test(chosen) || taken.has(chosen); count++) {
      chosen = count === 1 ? `port-${port}` : `port-${port}-${count}`;
    }
    taken.add(chosen);
    return chosen;
  });
}
