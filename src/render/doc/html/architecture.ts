import type { ServiceDocument } from '../../../core/doc/model.ts';
import { reasonOf } from '../../../core/doc/reason.ts';
import { sectionTitles } from '../../../core/doc/sections.ts';
import type { GraphEdge } from '../../../core/graph/model.ts';
import { count } from '../../count.ts';
import { cyclePath, type GraphLookup, lookup } from '../../graph/lookup.ts';
import { drawPictureInPage } from '../../graph/svg/draw.ts';
import { pictureOf } from '../../graph/svg/svg.ts';
import { graphResultOf } from '../graph-result.ts';
import { given, type Html, html, joined, type Part, trusted, when } from './markup.ts';
import { type Entry, section } from './section.ts';

/** What the service stands on, as a picture and the same in words. Absent where it names nothing. */
export async function architecture(document: ServiceDocument): Promise<Entry | undefined> {
  const { graph } = document;
  if (graph.edges.length === 0) return undefined;
  const result = graphResultOf(document);
  const { unresolved } = result;
  const picture = await drawPictureInPage(pictureOf(result));
  const known = lookup(graph);
  const others = graph.nodes.length - 1;
  return section({
    id: 'architecture',
    title: sectionTitles.architecture,
    body: html`<p class="lead">${standing(others, unresolved.length)}</p>
<figure><div class="scroll picture" tabindex="0" role="group" aria-label="Diagram of the architecture">${trusted(picture)}</div></figure>
${when(graph.cycles.length > 0, () => html`<div class="notice"><p><strong>Cycles</strong></p><ul>${graph.cycles.map((cycle) => html`<li>${cyclePath(cycle, known)}</li>`)}</ul></div>`)}
${when(graph.conflicts.length > 0, () => html`<div class="notice"><p><strong>Conflicts</strong></p><ul>${graph.conflicts.map(({ message }) => html`<li>${message}</li>`)}</ul></div>`)}
${given(graph.truncated, ({ reason }) => html`<p class="notice">Incomplete: ${reason}</p>`)}
<details class="item"><summary>The same in words</summary><div class="body"><ul class="words">${graph.nodes.map(({ id: node }) => inWords(node, known))}</ul></div></details>`,
  });
}

function standing(others: number, unresolved: number): string {
  const known = `${count(others, 'other bundle')}, directly or through others`;
  const unknown = `${count(unresolved, 'reference')} could not be resolved`;
  if (unresolved === 0) return `It stands on ${known}.`;
  return others === 0 ? `${unknown.charAt(0).toUpperCase()}${unknown.slice(1)}.` : `It stands on ${known}; ${unknown}.`;
}

function inWords(id: string, known: GraphLookup): Part {
  const edges = known.edgesFrom(id);
  const node = known.node(id);
  const owner = node?.owner === undefined ? '' : `, owned by ${node.owner}`;
  const own = html`<strong>${node?.name ?? id}</strong> ${node?.version}${owner}`;
  if (edges.length === 0) return html`<li>${own}: names nothing else</li>`;
  return html`<li>${own}<ul>${edges.map((edge) => html`<li>${declaration(edge, known)}</li>`)}</ul></li>`;
}

function declaration(edge: GraphEdge, known: GraphLookup): Html {
  const { kind, required, constraint, to, name, ref, error } = edge;
  const verb =
    kind === 'configuration' ? 'is configured by' : kind === 'policy' ? 'obeys' : required ? 'requires' : 'can use';
  const target = to === undefined ? undefined : known.node(to);
  const facts: Part[] = [
    ...(constraint === undefined ? [] : [html`asks for <code>${constraint}</code>`]),
    ...(to === undefined
      ? [html`<span class="bad">unresolved: ${error === undefined ? 'nobody says why' : reasonOf(error, ref)}</span>`]
      : []),
  ];
  const detail = facts.length === 0 ? '' : html` (${joined(facts, '; ')})`;
  return html`${verb} <strong>${target?.name ?? name}</strong>${target === undefined ? '' : ` ${target.version}`}${detail}`;
}
