import type { DiffChange, DiffResult } from '../../operations/results.ts';
import { element, xmlDocument } from '../xml.ts';
import { changeText, explanation, placeName, versionsText } from './words.ts';

/** A case for each change; a breaking one that nobody waived has failed, a potentially breaking one was skipped. */
export function renderDiffJunit(result: DiffResult): string {
  const { changes } = result;
  const failures = changes.filter(isFailure).length;
  const skipped = changes.filter(isOpen).length;
  const counts = { tests: Math.max(1, changes.length), failures, errors: 0, skipped };
  const name = versionsText(result, '->');
  const cases =
    changes.length === 0
      ? [element('testcase', { classname: name, name: 'no changes' }, [])]
      : changes.map((change) => testcase(name, change));
  return xmlDocument(
    element('testsuites', { name: 'pacto', ...counts }, [element('testsuite', { name, ...counts }, cases)]),
  );
}

function isFailure({ classification, waived }: DiffChange): boolean {
  return classification === 'BREAKING' && waived === undefined;
}

function isOpen({ classification, waived }: DiffChange): boolean {
  return classification === 'POTENTIAL_BREAKING' && waived === undefined;
}

function testcase(classname: string, change: DiffChange): string {
  const name = `${placeName(change)} (${change.type})`;
  const text = explanation(change).join('\n');
  const message = changeText(change);
  const outcome = isFailure(change)
    ? [element('failure', { message, type: change.rule }, [text], 'text')]
    : isOpen(change)
      ? [element('skipped', { message: `${message}: ${change.reason}` }, [])]
      : [];
  return element('testcase', { classname, name }, outcome);
}
