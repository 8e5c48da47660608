/** By node, the nodes that its edges lead to, each once. */
export type Adjacency = readonly (readonly number[])[];

/** Marks a node that has not been visited. */
const unvisited = -1;

/**
 * Strongly connected components of the part of a graph whose nodes are not below `start`, after R. E. Tarjan,
 * "Depth-first search and linear graph algorithms" (SIAM J. Comput. 1, 1972), without recursion.
 *
 * @returns for each node a number that nodes of one component share; `unvisited` ones are not in the part
 */
export function components(next: Adjacency, start: number): Int32Array {
  const index = new Int32Array(next.length).fill(unvisited);
  const low = new Int32Array(next.length);
  const component = new Int32Array(next.length).fill(unvisited);
  /** How many edges of a node have been followed. */
  const followed = new Int32Array(next.length);
  const open: number[] = [];
  const path: number[] = [];
  let visits = 0;

  const enter = (node: number): void => {
    index[node] = low[node] = visits++;
    open.push(node);
    path.push(node);
  };
  const lower = (node: number, to: number): void => {
    low[node] = Math.min(low[node] ?? 0, to);
  };

  for (let root = start; root < next.length; root++) {
    if (index[root] !== unvisited) continue;
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const step = followed[node] ?? 0;
      const to = next[node]?.[step];
      if (to !== undefined) {
        followed[node] = step + 1;
        if (to < start) continue;
        if (index[to] === unvisited) enter(to);
        else if (component[to] === unvisited) lower(node, index[to] ?? 0);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) lower(parent, low[node] ?? 0);
      if (low[node] !== index[node]) continue;
      for (let member = open.pop(); member !== undefined; member = open.pop()) {
        component[member] = node;
        if (member === node) break;
      }
    }
  }
  return component;
}
