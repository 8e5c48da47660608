import type { Classification } from '../../core/diff/change.ts';
import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { element, xmlDocument } from '../xml.ts';
import { isFailure } from './failure.ts';
import { changeText, explanation, placeName, versionsText } from './words.ts';

/** A case for each change: one that closes the gate has failed, one that is not harmless and does not was skipped. */
export function renderDiffJunit(result: DiffResult, fatal: readonly Classification[] = ['BREAKING']): string {
  const { changes } = result;
  const failures = changes.filter((change) => isFailure(change, fatal)).length;
  const skipped = changes.filter((change) => isOpen(change, fatal)).length;
  const counts = { tests: Math.max(1, changes.length), failures, errors: 0, skipped };
  const name = versionsText(result, '->');
  const cases =
    changes.length === 0
      ? [element('testcase', { classname: name, name: 'no changes' }, [])]
      : changes.map((change) => testcase(name, change, fatal));
  return xmlDocument(
    element('testsuites', { name: 'pacto', ...counts }, [element('testsuite', { name, ...counts }, cases)]),
  );
}

function isOpen(change: DiffChange, fatal: readonly Classification[]): boolean {
  const { classification, waived } = change;
  return classification !== 'NON_BREAKING' && waived === undefined && !isFailure(change, fatal);
}

function testcase(classname: string, change: DiffChange, fatal: readonly Classification[]): string {
  const name = `${placeName(change)} (${change.type})`;
  const text = explanation(change).join('\n');
  const message = changeText(change);
  const outcome = isFailure(change, fatal)
    ? [element('failure', { message, type: change.rule }, [text], 'text')]
    : isOpen(change, fatal)
      ? [element('skipped', { message: `${message}: ${change.reason}` }, [])]
      : [];
  return element('testcase', { classname, name }, outcome);
}
