import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { element, xmlDocument } from '../xml.ts';
import { type Gate, isFailure, isVersionFailure } from './failure.ts';
import { changeText, explanation, placeName, versionProblem, versionsText } from './words.ts';

/** A case for each change: one that closes the gate has failed, one that is not harmless and does not was skipped. */
export function renderDiffJunit(result: DiffResult, gate: Gate): string {
  const { changes } = result;
  const version = isVersionFailure(result, gate) ? 1 : 0;
  const failures = changes.filter((change) => isFailure(change, gate)).length + version;
  const skipped = changes.filter((change) => isOpen(change, gate)).length;
  const counts = { tests: Math.max(1, changes.length + version), failures, errors: 0, skipped };
  const name = versionsText(result, '->');
  const cases = changes.map((change) => testcase(name, change, gate));
  if (version > 0) cases.push(versionCase(name, versionProblem(result) ?? ''));
  if (cases.length === 0) cases.push(element('testcase', { classname: name, name: 'no changes' }, []));
  return xmlDocument(
    element('testsuites', { name: 'pacto', ...counts }, [element('testsuite', { name, ...counts }, cases)]),
  );
}

function versionCase(classname: string, message: string) {
  const failure = element('failure', { message, type: 'require-bump' }, []);
  return element('testcase', { classname, name: 'version' }, [failure]);
}

function isOpen(change: DiffChange, gate: Gate): boolean {
  const { classification, waived } = change;
  return classification !== 'NON_BREAKING' && waived === undefined && !isFailure(change, gate);
}

function testcase(classname: string, change: DiffChange, gate: Gate): string {
  const name = `${placeName(change)} (${change.type})`;
  const text = explanation(change).join('\n');
  const message = changeText(change);
  const outcome = isFailure(change, gate)
    ? [element('failure', { message, type: change.rule }, [text], 'text')]
    : isOpen(change, gate)
      ? [element('skipped', { message: `${message}: ${change.reason}` }, [])]
      : [];
  return element('testcase', { classname, name }, outcome);
}
