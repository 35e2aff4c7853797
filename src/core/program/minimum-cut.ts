/** @file Minimum cut of a network, by Dinic's algorithm (1970). */

/** A directed network with capacities. */
export class Network {
  readonly #first: number[] = [];
  readonly #next: number[] = [];
  readonly #to: number[] = [];
  readonly #capacity: number[] = [];

  node(): number {
    return this.#first.push(-1) - 1;
  }

  edge(from: number, to: number, capacity: number): void {
    this.#half(from, to, capacity);
    this.#half(to, from, 0);
  }

  #half(from: number, to: number, capacity: number): void {
    this.#next.push(this.#first[from]);
    this.#first[from] = this.#to.push(to) - 1;
    this.#capacity.push(capacity);
  }

  /** Whether each node is on the source's side of a minimum cut, the smallest such side. */
  sourceSide(source: number, sink: number): boolean[] {
    for (let level = this.#levels(source); level[sink] >= 0; level = this.#levels(source)) {
      const current = Int32Array.from(this.#first);
      while (this.#augment(source, sink, level, current));
    }
    return Array.from(this.#levels(source), (level) => level >= 0);
  }

  /** Distance of every node from the source along edges that are not full; -1 where there is no way. */
  #levels(source: number): Int32Array {
    const level = new Int32Array(this.#first.length).fill(-1);
    const queue = [source];
    level[source] = 0;
    for (const node of queue)
      for (let edge = this.#first[node]; edge >= 0; edge = this.#next[edge]) {
        const to = this.#to[edge];
        if (this.#capacity[edge] <= 0 || level[to] >= 0) continue;
        level[to] = level[node] + 1;
        queue.push(to);
      }
    return level;
  }

  /** Sends flow along one shortest way; iterative, as ways may be long. */
  #augment(source: number, sink: number, level: Int32Array, current: Int32Array): boolean {
    const way: number[] = [];
    let node = source;
    while (node !== sink) {
      let edge = current[node];
      while (edge >= 0 && !(this.#capacity[edge] > 0 && level[this.#to[edge]] === level[node] + 1))
        edge = this.#next[edge];
      current[node] = edge;
      if (edge >= 0) {
        way.push(edge);
        node = this.#to[edge];
        continue;
      }
      const last = way.pop();
      if (last === undefined) return false;
      node = this.#to[last ^ 1];
      current[node] = this.#next[current[node]];
    }
    const flow = Math.min(...way.map((edge) => this.#capacity[edge]));
    for (const edge of way) {
      this.#capacity[edge] -= flow;
      this.#capacity[edge ^ 1] += flow;
    }
    return true;
  }
}
