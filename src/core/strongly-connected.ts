/** Tarjan's algorithm (SIAM J. Comput. 1:2, 1972) without recursion: graphs come from users and may be deep. */

interface Visit<Node> {
  readonly node: Node;
  readonly index: number;
  low: number;
  readonly next: readonly Node[];
  at: number;
}

/**
 * Hands over every strongly connected component that can be reached from the root, those first that others lead to.
 * @param done nodes that are not to be entered.
 * @param found gets the nodes and whether they lead back to themselves.
 */
export function stronglyConnected<Node>(
  root: Node,
  next: (node: Node) => readonly Node[],
  done: (node: Node) => boolean,
  found: (component: readonly Node[], circular: boolean) => void,
): void {
  const visits = new Map<Node, Visit<Node>>();
  const open = new Set<Node>();
  const component: Node[] = [];
  const path: Visit<Node>[] = [];
  const enter = (node: Node) => {
    const visit = { node, index: visits.size, low: visits.size, next: next(node), at: 0 };
    visits.set(node, visit);
    open.add(node);
    component.push(node);
    path.push(visit);
  };
  enter(root);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const target = top.next[top.at];
    top.at += 1;
    if (target !== undefined) {
      const visited = visits.get(target);
      if (visited && open.has(target)) top.low = Math.min(top.low, visited.index);
      else if (!visited && !done(target)) enter(target);
      continue;
    }
    path.pop();
    const holder = path.at(-1);
    if (holder) holder.low = Math.min(holder.low, top.low);
    if (top.low !== top.index) continue;
    const members = component.splice(component.lastIndexOf(top.node));
    for (const node of members) open.delete(node);
    found(members, members.length > 1 || top.next.includes(top.node));
  }
}
