/** @file What derivatives have met on their way through a graph: the strongest guard of its nodes. */
import { type Graph, nodesOf } from '../graph.ts';
import type { Application } from '../application.ts';
import type { Guard } from '../primitive.ts';

export const strongest = (a: Guard, b: Guard): Guard => (a > b ? a : b);

export const guardOf = (application: Application): Guard => application.primitive.guards?.(application) ?? 0;

const known = new WeakMap<Graph, Guard>();

/** Of a graph that is inside of a node: derivatives that pass the node may have met any of it. */
export function guardOfGraph(graph: Graph): Guard {
  let guard = known.get(graph);
  if (guard === undefined) {
    guard = nodesOf(graph).map(guardOf).reduce(strongest, 0);
    known.set(graph, guard);
  }
  return guard;
}
