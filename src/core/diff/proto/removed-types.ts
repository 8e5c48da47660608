/** Messages and enums that are on one side only. */
import type { Classification } from '../change.ts';
import { type Comparison, declaredAt, spotAt } from './comparison.ts';
import { type Breaks, worse } from './field-type.ts';
import type { Matched } from './match.ts';
import type { EnumNode, MessageNode } from './program.ts';

type Node = MessageNode | EnumNode;
type Kind = 'message' | 'enum';

/** Says which types came and went. What came or went with the message around it is not said again. */
export function compareTypes(c: Comparison): void {
  const { messages, enums } = c.match;
  const gone = namesOf(messages.removed);
  const replaced = replacements(c, gone, [...messages.removed, ...enums.removed]);
  const removeAll = (nodes: readonly Node[], kind: Kind): void => {
    for (const node of nodes) {
      if (node.parent !== undefined && gone.has(node.parent)) continue;
      const { fullName } = node;
      const spot = spotAt(c, `grpc.${kind}s[${fullName}]`, declaredAt(node), undefined, () => c.uses.calls(fullName));
      const found = removal(c, replaced.get(fullName), kind);
      spot.add(`proto-${kind}-removed`, { type: 'removed', oldValue: fullName, ...found });
    }
  };
  removeAll(messages.removed, 'message');
  removeAll(enums.removed, 'enum');
  addAll(c, messages, 'message');
  addAll(c, enums, 'enum');
}

function addAll(c: Comparison, { added }: Matched<Node>, kind: Kind): void {
  const around = namesOf(c.match.messages.added);
  for (const node of added) {
    if (node.parent !== undefined && around.has(node.parent)) continue;
    const spot = spotAt(c, `grpc.${kind}s[${node.fullName}]`, undefined, declaredAt(node));
    spot.add(`proto-${kind}-added`, { type: 'added', newValue: node.fullName });
  }
}

function namesOf(nodes: readonly Node[]): Set<string> {
  return new Set(nodes.map(({ fullName }) => fullName));
}

/** By the outermost of removed types, the worst of what took their place and the place of what was in them. */
function replacements(c: Comparison, gone: ReadonlySet<string>, nodes: readonly Node[]): Map<string, Breaks> {
  const found = new Map<string, Breaks>();
  const around = ({ parent }: Node): Node | undefined =>
    parent !== undefined && gone.has(parent) ? c.old.messages.get(parent) : undefined;
  for (const node of nodes) {
    const breaks = c.uses.replaced(node.fullName);
    if (breaks === undefined) continue;
    let root: Node = node;
    for (let up = around(root); up !== undefined; up = around(root)) root = up;
    found.set(root.fullName, worse(found.get(root.fullName) ?? 'nothing', breaks));
  }
  return found;
}

function removal(
  { uses }: Comparison,
  replaced: Breaks | undefined,
  kind: Kind,
): { readonly classification: Classification; readonly reason: string } {
  if (replaced === 'wire') {
    const reason = `Wire: calls that used the ${kind} now carry something that is not encoded alike`;
    return { classification: 'BREAKING', reason };
  }
  const source = 'Source: code that names it no longer compiles';
  const wire =
    replaced === undefined
      ? uses.anyCalls
        ? '. Wire: no call that stays uses it'
        : ''
      : replaced === 'unknown'
        ? '. Wire: whether what took its place is encoded alike cannot be told'
        : `. Wire: calls now carry another ${kind} that is encoded alike`;
  return { classification: 'POTENTIAL_BREAKING', reason: source + wire };
}
