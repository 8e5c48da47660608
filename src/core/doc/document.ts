/** Puts together what documentation of a service consists of. */
import { folderOf, type OpenBundle } from '../contract/bundle.ts';
import type { Contract, Dependency } from '../contract/model.generated.ts';
import type { Graph } from '../graph/model.ts';
import { type Json, member } from '../json.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import type { Validation } from '../validate/validate.ts';
import { documentConfiguration } from './configuration.ts';
import { factsOf } from './facts.ts';
import { documentInterface } from './interface.ts';
import type { DocConfiguration, DocDependency, DocPolicy, DocValidation, ServiceDocument } from './model.ts';
import { documentPages } from './pages.ts';
import { documentPolicy } from './policy.ts';
import { documentSbom } from './sbom.ts';
import { ownerOf, summaryOf } from './summary.ts';
import { prose } from './text.ts';

export interface DocumentInput {
  readonly contract: Contract & Json;
  /** The contract's own bundle. */
  readonly files: BundleFiles;
  /** As it was resolved, dependencies alone. */
  readonly graph: Graph;
  readonly validation: Validation;
  /** Opens the bundles of configurations and policies. */
  readonly open: OpenBundle;
  /** What is worth saying about how all this was read. */
  readonly notes: readonly string[];
}

/** Findings that are told; of more there is the number. */
const maxFindings = 50;

/** The model of a service's documentation. Whatever cannot be read is part of it; it throws for bugs only. */
export async function documentService(input: DocumentInput): Promise<ServiceDocument> {
  const { contract, files, graph, validation, open, notes } = input;
  const { service, runtime, scaling, readiness, metadata } = contract;
  const description = prose(member(metadata, 'description')) ?? prose(member(metadata, 'summary'));
  const owner = ownerOf(service.owner);
  const configurations: DocConfiguration[] = [];
  for (const it of contract.configurations ?? []) configurations.push(await documentConfiguration(it, files, open));
  const policies: DocPolicy[] = [];
  for (const it of contract.policies ?? []) policies.push(...(await documentPolicy(it, files, open)));
  const sbom = await documentSbom(files.bundle);
  return {
    name: service.name,
    version: service.version,
    pactoVersion: contract.pactoVersion,
    summary: summaryOf(contract),
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    ...(service.image === undefined ? {} : { image: service.image }),
    ...(service.chart === undefined ? {} : { chart: service.chart }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(scaling === undefined ? {} : { scaling }),
    ...(readiness === undefined ? {} : { readiness }),
    ...(metadata === undefined ? {} : { metadata }),
    facts: factsOf(contract),
    graph,
    interfaces: (contract.interfaces ?? []).map((it) => documentInterface(it, files)),
    configurations,
    policies,
    dependencies: (contract.dependencies ?? []).map((it) => dependency(it, graph)),
    ...(sbom === undefined ? {} : { sbom }),
    pages: documentPages(files.bundle),
    validation: validationOf(validation, `${folderOf(files.bundle.origin.contractPath)}/`),
    notes,
  };
}

function dependency({ name, ref, compatibility, required = false }: Dependency, graph: Graph): DocDependency {
  const edge = graph.edges.find((it) => it.from === graph.root && it.kind === 'dependency' && it.name === name);
  const node = edge?.to === undefined ? undefined : graph.nodes.find(({ id }) => id === edge.to);
  const base = { name, ref, compatibility, required };
  if (node !== undefined) {
    const { id, name: found, version, owner, digest } = node;
    const resolved = {
      id,
      name: found,
      version,
      ...(owner === undefined ? {} : { owner }),
      ...(digest === undefined ? {} : { digest }),
    };
    return { ...base, resolved };
  }
  return edge?.error === undefined ? base : { ...base, unresolved: edge.error };
}

/** @param folder what places begin with, and what is another one for everybody */
function validationOf({ valid, findings, unknown }: Validation, folder: string): DocValidation {
  const count = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const troubles = findings.filter(({ severity }) => severity !== 'info');
  return {
    valid,
    errors: count('error'),
    warnings: count('warning'),
    findings: troubles.slice(0, maxFindings).map(({ code, severity, message, at }) => {
      const file = at.file.startsWith(folder) ? at.file.slice(folder.length) : at.file;
      return { code, severity, message, at: `${file}:${at.line}:${at.column}` };
    }),
    ...(unknown === undefined ? {} : { unknown: unknown.message }),
  };
}
