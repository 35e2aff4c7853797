/** @file Minimum cut of a network, by Dinic's algorithm (1970). */

/** A directed network with capacities. */
export class Network {
  #nodes = 0;
  #edges = 0;
  /** By node: the edge added last. */
  readonly #first: Int32Array;
  /** By edge: the one added before it at the same node, where it leads, and what it can take. Edge e ^ 1 leads back. */
  readonly #next: Int32Array;
  readonly #to: Int32Array;
  readonly #capacity: Float64Array;

  /** For at most so many nodes and edges. */
  constructor(nodes: number, edges: number) {
    this.#first = new Int32Array(nodes).fill(-1);
    this.#next = new Int32Array(2 * edges);
    this.#to = new Int32Array(2 * edges);
    this.#capacity = new Float64Array(2 * edges);
  }

  node(): number {
    return this.#nodes++;
  }

  edge(from: number, to: number, capacity: number): void {
    const there = this.#edges;
    const back = there + 1;
    this.#edges += 2;
    this.#next[there] = this.#first[from];
    this.#first[from] = there;
    this.#to[there] = to;
    this.#capacity[there] = capacity;
    this.#next[back] = this.#first[to];
    this.#first[to] = back;
    this.#to[back] = from;
  }

  /** Whether each node is on the source's side of a minimum cut, the smallest such side. */
  sourceSide(source: number, sink: number): boolean[] {
    const level = new Int32Array(this.#nodes);
    const scratch = new Int32Array(this.#nodes);
    for (this.#measure(source, level, scratch); level[sink] >= 0; this.#measure(source, level, scratch))
      this.#saturate(source, sink, level, scratch);
    return Array.from(level, (distance) => distance >= 0);
  }

  /** Distance of every node from the source along edges that are not full; -1 where there is no way. */
  #measure(source: number, level: Int32Array, queue: Int32Array): void {
    level.fill(-1);
    queue[0] = source;
    level[source] = 0;
    for (let at = 0, end = 1; at < end; at++)
      for (let edge = this.#first[queue[at]]; edge >= 0; edge = this.#next[edge]) {
        const to = this.#to[edge];
        if (this.#capacity[edge] <= 0 || level[to] >= 0) continue;
        level[to] = level[queue[at]] + 1;
        queue[end++] = to;
      }
  }

  /** Sends flow along shortest ways until each has a full edge; iterative, as ways may be long. */
  #saturate(source: number, sink: number, level: Int32Array, way: Int32Array): void {
    const current = this.#first.slice();
    let length = 0;
    for (let node = source; ;) {
      if (node === sink) {
        length = this.#send(way, length);
        node = this.#to[way[length] ^ 1];
      }
      let edge = current[node];
      while (edge >= 0 && !(this.#capacity[edge] > 0 && level[this.#to[edge]] === level[node] + 1))
        edge = this.#next[edge];
      current[node] = edge;
      if (edge >= 0) {
        way[length++] = edge;
        node = this.#to[edge];
      } else if (length > 0) {
        node = this.#to[way[--length] ^ 1];
        current[node] = this.#next[current[node]];
      } else return;
    }
  }

  /** Sends what a way can take; returns the position of its first edge that is full then. */
  #send(way: Int32Array, length: number): number {
    let flow = Infinity;
    for (let k = 0; k < length; k++) flow = Math.min(flow, this.#capacity[way[k]]);
    let full = length;
    for (let k = length - 1; k >= 0; k--) {
      this.#capacity[way[k]] -= flow;
      this.#capacity[way[k] ^ 1] += flow;
      if (this.#capacity[way[k]] <= 0) full = k;
    }
    return full;
  }
}
