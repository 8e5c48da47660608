import type { Finding } from '../../core/finding.ts';
import type { ErrorResult, ValidateAllResult, ValidateResult } from '../../operations/results.ts';
import { element, xmlDocument } from '../xml.ts';
import { findingLine } from './text.ts';

/** What fails a test case. */
export interface JunitOptions {
  /** Whether warnings fail, as `--strict` has it. */
  readonly strict?: boolean;
}

/** One contract as a JUnit report: a suite, with a case for each layer and one for each finding that fails. */
export function renderValidationJunit(result: ValidateResult, options: JunitOptions = {}): string {
  return report([suite(result, options)]);
}

/** Many contracts as a JUnit report, a suite each. */
export function renderValidationsJunit(result: ValidateAllResult, options: JunitOptions = {}): string {
  return report([...result.contracts.map((contract) => suite(contract, options)), ...result.gaps.map(gapSuite)]);
}

/** What made a command fail, and the findings that did, a case each. */
export function renderFailureJunit(error: ErrorResult, findings: readonly Finding[]): string {
  const cases = findings.map((finding) => findingCase('pacto', finding));
  const counts = { failures: findings.length, errors: 1, skipped: 0 };
  return report([{ name: 'pacto', cases: [...cases, errorCase('pacto', error)], ...counts }]);
}

interface Suite {
  readonly name: string;
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly output?: string;
}

function suite(result: ValidateResult, { strict = false }: JunitOptions): Suite {
  const fails = ({ severity }: Finding) => severity === 'error' || (strict && severity === 'warning');
  const cases: string[] = [];
  let failures = 0;
  for (const layer of result.layers) {
    const failing = result.findings.filter((finding) => finding.layer === layer.name && fails(finding));
    const classname = result.ref;
    failures += failing.length;
    if (!layer.ran) cases.push(testcase(classname, `${layer.name} layer`, element('skipped', {}, [])));
    else if (failing.length === 0) cases.push(testcase(classname, `${layer.name} layer`));
    cases.push(...failing.map((finding) => findingCase(classname, finding)));
  }
  if (result.error !== undefined) cases.push(errorCase(result.ref, result.error));
  const rest = result.findings.filter((finding) => !fails(finding)).map((finding) => findingLine(finding));
  return {
    name: result.ref,
    cases,
    failures,
    errors: result.error === undefined ? 0 : 1,
    skipped: result.layers.filter((layer) => !layer.ran).length,
    ...(rest.length === 0 ? {} : { output: rest.join('\n') }),
  };
}

function findingCase(classname: string, finding: Finding): string {
  const { code, layer, message, path } = finding;
  const failure = element('failure', { message, type: code }, [findingLine(finding)], 'text');
  return testcase(classname, `${layer} layer: ${code} at ${path || 'the root'}`, failure);
}

function gapSuite(gap: ValidateAllResult['gaps'][number]): Suite {
  return { name: gap.path, cases: [errorCase(gap.path, gap)], failures: 0, errors: 1, skipped: 0 };
}

function errorCase(classname: string, { code, message, hint }: ErrorResult): string {
  return testcase(classname, 'could be looked at', element('error', { message, type: code }, [hint], 'text'));
}

function testcase(classname: string, name: string, outcome?: string): string {
  return element('testcase', { classname, name }, outcome === undefined ? [] : [outcome]);
}

function report(suites: readonly Suite[]): string {
  const total = (key: 'failures' | 'errors' | 'skipped') => suites.reduce((sum, one) => sum + one[key], 0);
  const tests = suites.reduce((sum, one) => sum + one.cases.length, 0);
  const children = suites.map(({ name, cases, failures, errors, skipped, output }) =>
    element('testsuite', { name, tests: cases.length, failures, errors, skipped }, [
      ...cases,
      ...(output === undefined ? [] : [element('system-out', {}, [output], 'text')]),
    ]),
  );
  const counts = { tests, failures: total('failures'), errors: total('errors'), skipped: total('skipped') };
  return xmlDocument(element('testsuites', { name: 'pacto', ...counts }, children));
}
