/** Compares two OpenAPI documents of any versions. */
import type { member } from '../../json.ts';
import type { Change } from '../change.ts';
import { at } from '../opened.ts';
import { createReport } from '../report.ts';
import { rememberSchemas } from '../schema/remember.ts';
import type { SchemaWalker } from '../schema/walk.ts';
import { compareWebhooks } from './callbacks.ts';
import type { Context } from './context.ts';
import { type ApiDocument, type OpenapiSide, openDocument } from './document.ts';
import { comparePaths } from './paths.ts';
import { rules } from './rule-table.ts';
import { findSameness } from './sameness.ts';
import { matchSchemes } from './security-schemes.ts';
import { sharedServers } from './servers.ts';

export type { OpenapiSide };

export interface OpenapiOptions {
  readonly walker: SchemaWalker;
  /** The name of the interface. */
  readonly element: string;
  /** Leave conventions out: only what is promised about paths, and what can be proved or witnessed, decides. */
  readonly pure?: boolean | undefined;
  /** `YYYY-MM-DD`: what was deprecated with an earlier sunset may go. Without it no date matters. */
  readonly today?: string | undefined;
}

/** What changed, each cause once, in the order of the documents. Never throws; what cannot be compared is a change. */
export function compareOpenapi(before: OpenapiSide, after: OpenapiSide, options: OpenapiOptions): readonly Change[] {
  const [old, fresh] = [openDocument(before), openDocument(after)];
  const { element, walker, today, pure = false } = options;
  const report = createReport({ rules, element, pure, oldPlace: old.place, newPlace: fresh.place });
  const comparable = old.dialect === fresh.dialect;
  const cx: Context = {
    old,
    fresh,
    report,
    schemas: rememberSchemas(walker, 'http'),
    today,
    sameness: comparable ? findSameness(old, fresh) : { same: (a, b) => a === undefined && b === undefined },
    schemes: matchSchemes(old, fresh),
    servers: sharedServers({ old, fresh }),
  };
  compareVersions(cx);
  comparePaths(cx);
  compareWebhooks(cx);
  return report.changes();
}

/** What is said about the version is compared as far as it is numbers. */
function compareVersions({ old, fresh, report }: Context): void {
  const [was, is] = [versionOf(old), versionOf(fresh)];
  const [before, after] = [was?.value, is?.value].map(numbersOf);
  if (before === undefined || after === undefined) return;
  const first = before.findIndex((part, i) => part !== (after[i] ?? 0));
  if (first < 0 || (after[first] ?? 0) > (before[first] ?? 0)) return;
  const values = { oldValue: was?.value, newValue: is?.value, old: was?.at, new: is?.at };
  report.add({ path: 'openapi.info.version' }, { rule: 'api-version-lowered', type: 'modified', ...values });
}

function versionOf(document: ApiDocument) {
  return at(at(document.root, 'info'), 'version');
}

function numbersOf(value: ReturnType<typeof member>): number[] | undefined {
  if (typeof value !== 'string' || !/^v?\d{1,9}(?:\.\d{1,9}){0,3}$/.test(value)) return undefined;
  return value.replace('v', '').split('.').map(Number);
}
