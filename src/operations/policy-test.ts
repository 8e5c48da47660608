import { type Bundle, memoryBundle } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { readContract } from '../core/contract/read.ts';
import { PactoError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import type { Ports } from './ports.ts';
import type { PolicyTestResult } from './results.ts';

type Case = PolicyTestResult['cases'][number];

/**
 * Runs a policy bundle's own cases: `tests/pass/*.yaml` must satisfy its policies, `tests/fail/*.yaml` must violate
 * them at every place that its `# expect: /pointer` lines name. Throws PactoError where there are no cases.
 */
export async function policyTest(ports: Ports, reference: string): Promise<PolicyTestResult> {
  const bundle = await ports.open(reference);
  const files = bundle.files().filter((file) => /^tests\/(pass|fail)\/[^/]+\.ya?ml$/.test(file));
  if (files.length === 0) {
    throw new PactoError('INVALID_BUNDLE', `${reference} has no policy cases`, {
      hint: 'Put contracts that satisfy the policies into tests/pass/, and ones that do not into tests/fail/.',
    });
  }
  const cases: Case[] = [];
  for (const file of files) cases.push(await runCase(ports, bundle, file));
  const failed = cases.filter((result) => !result.ok).length;
  return { schemaVersion: 1, ref: reference, passed: cases.length - failed, failed, cases };
}

async function runCase(ports: Ports, bundle: Bundle, file: string): Promise<Case> {
  const expected = file.startsWith('tests/pass/') ? 'pass' : 'fail';
  const outcome = (reason: string | undefined): Case =>
    reason === undefined ? { file, expected, ok: true } : { file, expected, ok: false, reason };
  const source = bundle.read(file);
  if (source.kind !== 'file') return outcome('cannot be read');
  const read = readContract(source.bytes, file);
  if (!read.ok) return outcome(read.failures[0]?.problems[0]?.message ?? 'cannot be parsed');
  if (!isObject(read.contract.value)) return outcome('is not a contract: it must be a mapping');

  const { enforcePolicies, bundleFiles } = await import('../core/validate/with-files.ts');
  const subject = memoryBundle(new Map(), { ...bundle.origin, label: file, contractPath: file, kind: 'memory' });
  const contract = { policies: [{ name: 'under test', ref: '.' }] } as Pick<Contract, 'policies'>;
  const open = async (ref: string, from?: Bundle) => (from === subject && ref === '.' ? bundle : ports.open(ref, from));
  const { reports } = await enforcePolicies(contract, read.contract, bundleFiles(subject), open, []);
  const trouble = reports.find((report) => report.code !== 'POLICY_VIOLATION');
  if (trouble !== undefined) return outcome(trouble.message);

  const violations = reports.filter((report) => report.severity !== 'warning');
  if (expected === 'pass') {
    const first = violations[0];
    return outcome(first === undefined ? undefined : `violated at ${first.pointer || 'the root'}: ${first.message}`);
  }
  const wanted = expectations(read.contract.source.text);
  const places = new Set(reports.map((report) => report.pointer));
  const missed = wanted.filter((pointer) => !places.has(pointer));
  if (missed.length > 0) return outcome(`expected a violation at ${missed.join(', ')}; found ${list(places)}`);
  return outcome(reports.length === 0 ? 'satisfies every policy' : undefined);
}

/** The pointers of the `# expect: /pointer` lines at the top of a case. */
function expectations(text: string): string[] {
  const wanted: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (!line.startsWith('#')) break;
    const match = /^#\s*expect:\s*(\S*)\s*$/.exec(line);
    if (match?.[1] !== undefined) wanted.push(match[1] === '/' ? '' : match[1]);
  }
  return wanted;
}

function list(places: ReadonlySet<string>): string {
  return places.size === 0 ? 'none' : [...places].map((pointer) => pointer || '/').join(', ');
}
