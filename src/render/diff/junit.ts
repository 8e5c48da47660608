import type { DependencyDiff, DiffChange, DiffResult, UnresolvedDependency } from '../../operations/results.ts';
import { element, xmlDocument } from '../xml.ts';
import { consumerSuite } from './among.ts';
import { dependencyRule, serviceMessage } from './dependencies.ts';
import { type Gate, isFailure, isServiceFailure, isVersionFailure } from './failure.ts';
import { changeText, explanation, placeName, versionProblem, versionsText } from './words.ts';

/** A case for each change: one that closes the gate has failed, one that is not harmless and does not was skipped. */
export function renderDiffJunit(result: DiffResult, gate: Gate): string {
  const { changes } = result;
  const version = isVersionFailure(result, gate) ? 1 : 0;
  const { services = [], unresolved = [] } = result.dependencies ?? {};
  const failed = services.filter((service) => isServiceFailure(service, gate)).length;
  const open = services.filter((service) => isOpenService(service, gate)).length;
  const failures = changes.filter((change) => isFailure(change, gate)).length + failed + version;
  const errors = result.error === undefined ? 0 : unresolved.length;
  const skipped = changes.filter((change) => isOpen(change, gate)).length + open + unresolved.length - errors;
  const tests = Math.max(1, changes.length + services.length + unresolved.length + version);
  const counts = { tests, failures, errors, skipped };
  const name = versionsText(result, '->');
  const cases = [
    ...changes.map((change) => testcase(name, change, gate)),
    ...services.map((service) => serviceCase(name, service, gate)),
    ...unresolved.map((one) => unresolvedCase(name, one, result)),
  ];
  if (version > 0) cases.push(versionCase(name, versionProblem(result) ?? ''));
  if (cases.length === 0) cases.push(element('testcase', { classname: name, name: 'no changes' }, []));
  const suites = [element('testsuite', { name, ...counts }, cases)];
  const consumers = consumerSuite(result, gate);
  if (consumers === undefined) return xmlDocument(element('testsuites', { name: 'pacto', ...counts }, suites));
  const all = {
    tests: tests + consumers.tests,
    failures: failures + consumers.failures,
    errors: errors + consumers.errors,
    skipped: skipped + consumers.skipped,
  };
  return xmlDocument(element('testsuites', { name: 'pacto', ...all }, [...suites, consumers.suite]));
}

function serviceCase(classname: string, service: DependencyDiff, gate: Gate): string {
  const [message = '', ...more] = serviceMessage(service).split('\n');
  const outcome = isServiceFailure(service, gate)
    ? [element('failure', { message, type: dependencyRule.id }, [more.join('\n')], 'text')]
    : isOpenService(service, gate)
      ? [element('skipped', { message }, [])]
      : [];
  return element('testcase', { classname, name: `dependency ${service.via.join(' > ')}` }, outcome);
}

function isOpenService(service: DependencyDiff, gate: Gate): boolean {
  return service.classification !== 'NON_BREAKING' && !isServiceFailure(service, gate);
}

function unresolvedCase(classname: string, { name, side, message, code }: UnresolvedDependency, { error }: DiffResult) {
  const outcome =
    error === undefined ? element('skipped', { message }, []) : element('error', { message, type: code }, []);
  return element('testcase', { classname, name: `dependency ${name} of the ${side} side` }, [outcome]);
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
