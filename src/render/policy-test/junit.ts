import type { PolicyTestResult } from '../../operations/results.ts';
import { element, xmlDocument } from '../xml.ts';

/** The cases as a JUnit report. */
export function renderPolicyTestJunit({ ref, cases, failed }: PolicyTestResult): string {
  const counts = { tests: cases.length, failures: failed, errors: 0, skipped: 0 };
  const children = cases.map(({ file, ok, expected, reason }) => {
    const attributes = { message: reason ?? 'came out otherwise', type: `expected to ${expected}` };
    return element('testcase', { classname: ref, name: file }, ok ? [] : [element('failure', attributes, [])]);
  });
  return xmlDocument(
    element('testsuites', { name: 'pacto', ...counts }, [element('testsuite', { name: ref, ...counts }, children)]),
  );
}
