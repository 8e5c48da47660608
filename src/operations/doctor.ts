import { throughMirror } from '../adapters/oci/mirror.ts';
import { formatReference } from '../core/contract/reference.ts';
import { check } from './doctor/check.ts';
import { type LayoutPorts, layoutCheck } from './doctor/layout.ts';
import { type LocalPorts, localChecks } from './doctor/local.ts';
import type { RegistryPorts } from './doctor/registry.ts';
import { publishedReference } from './published-reference.ts';
import type { DoctorCheck, DoctorResult } from './results.ts';

export interface DoctorPorts extends LocalPorts, RegistryPorts, LayoutPorts {}

export interface DoctorInput {
  /** Without one, only this machine is looked at. */
  readonly reference?: string;
}

/**
 * Looks for what is wrong here: with this machine and its settings, and with a reference also on the way to where it is
 * read from. Reads only. What is wrong is part of the result; throws INVALID_REFERENCE for what is no reference.
 */
export async function doctor(ports: DoctorPorts, { reference }: DoctorInput): Promise<DoctorResult> {
  const remote = reference === undefined ? undefined : publishedReference(reference);
  const checks = await localChecks(ports);
  if (remote !== undefined) checks.push(...(await remoteChecks(remote, ports)));
  return {
    schemaVersion: 1,
    ...(reference === undefined ? {} : { ref: reference }),
    healthy: checks.every(({ status }) => status !== 'fail'),
    checks,
  };
}

async function remoteChecks(
  reference: ReturnType<typeof publishedReference>,
  ports: DoctorPorts,
): Promise<DoctorCheck[]> {
  if (reference.kind === 'layout') return [await layoutCheck(reference, ports)];
  const place = throughMirror(reference, ports.network.mirrors);
  const mirror = place === reference ? [] : [check('mirror').ok(`it is read from ${formatReference(place)}`)];
  if (place.kind === 'layout') return [...mirror, await layoutCheck(place, ports)];
  // Without them nobody knows of mirrors, or whether any registry may be asked at all.
  if (ports.refusedSettings.some(({ file }) => file.kind === 'user')) {
    return [check('connection').skip('your settings say how to get there, and cannot be used')];
  }
  if (ports.network.offline) return [...mirror, check('connection').skip('--offline: no registry is asked')];
  const { registryChecks } = await import('./doctor/registry.ts');
  return [...mirror, ...(await registryChecks(place, ports))];
}
