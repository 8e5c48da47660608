import { type Bundle, lockFile, type OpenBundle } from '../contract/bundle.ts';
import type { Contract } from '../contract/model.generated.ts';
import type { ContractDocument, ContractRead, SourceNote } from '../contract/read.ts';
import { PactoError } from '../error.ts';
import { type Finding, type LayerName, layerNames } from '../finding.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import type { BundleFiles } from './bundle-files.ts';
import { findingOrder, locator, type PlacedReport, unreadable } from './locate.ts';
import type { Readable } from './readable.ts';
import type { Rule, RuleContext } from './rule.ts';
import { contractRules } from './rules/index.ts';
import { structure } from './structural.ts';
import { suppress } from './suppress.ts';

export interface ValidateOptions {
  /** The contract's own files. Without them the rules about files are passed over. */
  readonly bundle?: Bundle;
  /** The same files, for who reads them anyway. */
  readonly files?: BundleFiles;
  /** Opens what the contract refers to. */
  readonly open?: OpenBundle;
  /** Run every rule whose own inputs are readable, instead of stopping after the first layer with an error. */
  readonly all?: boolean;
  /** Codes of warnings and infos to silence. */
  readonly ignore?: readonly string[];
  /** The last layer to run. */
  readonly upTo?: LayerName;
  /** Where the bundle is about to be published: what it could not refer to from there is an error. */
  readonly publishTo?: 'registry' | 'layout';
  /** Digest of what travels of a bundle, as a plain tar. Without it local bundles are not held to the lock. */
  readonly contentDigest?: (bundle: Bundle) => Promise<string>;
}

export interface LayerResult {
  readonly name: LayerName;
  readonly ran: boolean;
  readonly errors: number;
  readonly warnings: number;
}

/** What validation found. `contract` is there where the structure is right. */
export interface Validation {
  readonly valid: boolean;
  readonly layers: readonly LayerResult[];
  readonly findings: readonly Finding[];
  readonly policiesEnforced: number;
  readonly filesChecked: number;
  readonly suppressed: number;
  readonly contract?: Contract & Json;
  /** Why the answer is not known: a file or a policy was out of reach and nothing else is wrong. */
  readonly unknown?: PactoError;
}

type Coded = PlacedReport & { readonly code: string };

/**
 * Validates a contract in four layers. A layer that reports an error stops the later ones, unless `all` is set.
 * Never throws for what a contract says; only for bugs.
 */
export async function validateContract(read: ContractRead, options: ValidateOptions = {}): Promise<Validation> {
  if (!read.ok) return unreadableContract(read.failures);
  const document = read.contract;
  const rules = new Map(contractRules.map((rule) => [rule.code, rule]));
  const reports: Coded[] = structuralReports(document);
  const sound = reports.length === 0;
  const layers = new Set<LayerName>(['structural']);

  const readable = sound ? undefined : await readableParts(document, options.all === true);
  const contract = sound ? asContract(document.value) : readable === undefined ? undefined : asContract(readable.value);
  const files = contract === undefined ? undefined : await openFiles(contract, options, rules);
  let policiesEnforced = 0;
  let unknown: PactoError | undefined;
  let unreached = 0;

  if (contract !== undefined) {
    reports.push(...document.older.map(deprecated));
    const context: RuleContext = {
      contract,
      interfaceNames: namesOf(document.value, 'interfaces'),
      ...(options.bundle === undefined ? {} : { bundle: options.bundle }),
      ...(files === undefined ? {} : { files: files.files }),
      ...(options.open === undefined ? {} : { open: options.open }),
      ...(options.publishTo === undefined ? {} : { publishTo: options.publishTo }),
      ...(files?.lock === undefined ? {} : { lock: files.lock }),
      ...(options.contentDigest === undefined ? {} : { contentDigest: options.contentDigest }),
    };
    const goesOn = (layer: LayerName) => options.all === true || !hasErrors(reports, rules) || layer === 'cross-field';
    for (const layer of ['cross-field', 'semantic'] as const) {
      if (!goesOn(layer) || beyond(layer, options.upTo)) break;
      layers.add(layer);
      reports.push(...(await runRules(rules.values(), layer, context, readable)));
    }
    // Policies that nothing can read are not enforced, and the layer must not look as if they were.
    const enforceable = contract.policies === undefined || files !== undefined;
    if (enforceable && goesOn('policy') && !beyond('policy', options.upTo) && layers.has('semantic')) {
      layers.add('policy');
      if (files !== undefined && contract.policies !== undefined) {
        const enforcement = await files.enforcePolicies(contract, document, files.files, options.open);
        for (const report of enforcement.reports) {
          reports.push(report.authored === true ? report : inDocument(report, readable));
        }
        policiesEnforced = enforcement.enforced;
        unknown = enforcement.unknown;
        unreached = enforcement.unreached;
      }
    }
    const unread = reports.filter(({ code }) => code === 'FILE_UNREADABLE');
    unreached += unread.length;
    if (unread[0] !== undefined) unknown ??= new PactoError('FILE_UNREADABLE', unread[0].message);
  }

  const { shown, suppressed } = locateAll(reports, rules, document, files?.files, options.ignore ?? []);
  const errors = shown.filter((finding) => finding.severity === 'error');
  return {
    valid: errors.length === 0,
    layers: layerResults(layers, shown),
    findings: shown,
    policiesEnforced,
    filesChecked: files?.files.count() ?? 0,
    suppressed,
    ...(sound && contract !== undefined ? { contract } : {}),
    ...(unknown !== undefined && errors.length === unreached ? { unknown } : {}),
  };
}

/** The contract, where nothing is wrong with its structure; for whoever would not look at findings. */
export function soundContract(read: ContractRead): (Contract & Json) | undefined {
  const isSound = read.ok && structuralReports(read.contract).length === 0;
  return isSound ? asContract(read.contract.value) : undefined;
}

function structuralReports(document: ContractDocument): Coded[] {
  const ambiguous = document.ambiguous.map((note) => ({ code: 'AMBIGUOUS_SPELLING', ...note, onKey: true }));
  return [...ambiguous, ...structure(document.value).violations];
}

function deprecated(note: SourceNote): Coded {
  return { code: 'DEPRECATED_SPELLING', ...note, onKey: true, help: 'run pacto fmt --upgrade' };
}

async function readableParts(document: ContractDocument, all: boolean): Promise<Readable | undefined> {
  if (!all) return undefined;
  const module = await import('./readable.ts');
  return module.readableParts(document.value);
}

/** The structural layer has shown that the document is a contract; this is the one place that says so to the types. */
function asContract(value: Json): Contract & Json {
  return value as Json & Contract;
}

/** Loads what reads files only for a contract that names some, or has a lock. */
async function openFiles(contract: Contract, { bundle, files }: ValidateOptions, rules: Map<string, Rule>) {
  const named =
    contract.policies !== undefined ||
    contract.interfaces?.some((item) => item.contract !== undefined) === true ||
    contract.configurations?.some((item) => item.schema !== undefined) === true;
  if (bundle === undefined || (!named && bundle.read(lockFile).kind === 'missing')) return undefined;
  const module = await import('./with-files.ts');
  for (const rule of module.rulesWithFiles) rules.set(rule.code, rule);
  const { bundleFiles, enforcePolicies, readBundleLock } = module;
  return { files: files ?? bundleFiles(bundle), enforcePolicies, lock: readBundleLock(bundle) };
}

async function runRules(
  rules: Iterable<Rule>,
  layer: LayerName,
  context: RuleContext,
  readable: Readable | undefined,
): Promise<Coded[]> {
  const reports: Coded[] = [];
  for (const rule of rules) {
    if (rule.layer !== layer || rule.check === undefined) continue;
    for (const report of await rule.check(context)) {
      reports.push(inDocument({ code: rule.code, ...report }, readable));
    }
  }
  return reports;
}

/** A report about the readable parts, with pointers into the whole document. */
function inDocument(report: Coded, readable: Readable | undefined): Coded {
  if (readable === undefined) return report;
  const related = report.related?.map((other) => ({ ...other, pointer: readable.original(other.pointer) }));
  return { ...report, pointer: readable.original(report.pointer), ...(related === undefined ? {} : { related }) };
}

function hasErrors(reports: readonly Coded[], rules: ReadonlyMap<string, Rule>): boolean {
  return reports.some((report) => (report.severity ?? rules.get(report.code)?.severity) === 'error');
}

function beyond(layer: LayerName, last: LayerName | undefined): boolean {
  return last !== undefined && layerNames.indexOf(layer) > layerNames.indexOf(last);
}

function locateAll(
  reports: readonly Coded[],
  rules: ReadonlyMap<string, Rule>,
  document: ContractDocument,
  files: Parameters<typeof locator>[1],
  ignore: readonly string[],
) {
  if (reports.length === 0) return { shown: [], suppressed: 0 };
  const places = locator(document, files);
  const findings = reports.map((report) => {
    const rule = rules.get(report.code);
    if (rule === undefined) throw new Error(`no row for the code ${report.code}`);
    return places.finding(rule, report);
  });
  findings.sort(findingOrder(document.source.file));
  return suppress(findings, new Set(ignore), document.source.file, document.source.text);
}

function layerResults(ran: ReadonlySet<LayerName>, findings: readonly Finding[]): LayerResult[] {
  return layerNames.map((name) => ({
    name,
    ran: ran.has(name),
    errors: findings.filter((finding) => finding.layer === name && finding.severity === 'error').length,
    warnings: findings.filter((finding) => finding.layer === name && finding.severity === 'warning').length,
  }));
}

function unreadableContract(failures: Extract<ContractRead, { ok: false }>['failures']): Validation {
  const rule = contractRules.find(({ code }) => code === 'YAML_PARSE_ERROR');
  if (rule === undefined) throw new Error('no row for YAML_PARSE_ERROR');
  const findings = failures.flatMap(({ source, problems }) =>
    problems.map((problem) => unreadable(rule, source, problem)),
  );
  const layers = layerResults(new Set<LayerName>(['structural']), findings);
  return { valid: false, layers, findings, policiesEnforced: 0, filesChecked: 0, suppressed: 0 };
}

function namesOf(document: Json, section: string): ReadonlySet<string> {
  const items = isObject(document) ? member(document, section) : undefined;
  const names = isArray(items) ? items.map((item) => member(item, 'name')) : [];
  return new Set(names.filter((name) => typeof name === 'string'));
}
