/** @file Graph nodes: an application of a primitive to tensors, and the labels it carries from the day it is traced. */
import { ShapeError } from '../errors.ts';
import type { PopulationTensor } from './population-tensor.ts';
import type { Primitive } from './primitive.ts';

/** What a node works for; every error and explanation speaks in these terms. */
export interface Source {
  /** Joint (or other named part of the robot). */
  readonly joint?: string;
  /** What is computed, and its math note. */
  readonly note?: string;
  /** Set on nodes recorded by a reverse sweep. */
  readonly adjoint?: boolean;
}

/** Shape of one member's value, and how many members hold one (1: shared by all). */
export interface TensorType {
  readonly shape: readonly number[];
  readonly population: number;
}

/** One node of the graph. Ids grow in the order of recording, so they are a topological order. */
export interface Application {
  readonly id: number;
  readonly primitive: Primitive;
  readonly inputs: readonly PopulationTensor[];
  readonly attributes: unknown;
  readonly outputs: readonly TensorType[];
  readonly source: Source;
}

/** Nodes between arguments and results: what a function records. */
export interface Graph {
  /** Symbols that stand for the arguments. */
  readonly inputs: readonly PopulationTensor[];
  readonly outputs: readonly PopulationTensor[];
}

let nextId = 0;
let currentSource: Source = {};

/** Labels every node recorded while `body` runs; labels of an enclosing call are kept where not overridden. */
export function withSource<R>(source: Source, body: () => R): R {
  const outer = currentSource;
  currentSource = { ...outer, ...source };
  try {
    return body();
  } catch (error) {
    if (error instanceof ShapeError) error.locate(currentSource);
    throw error;
  } finally {
    currentSource = outer;
  }
}

export function makeApplication(
  primitive: Primitive,
  inputs: readonly PopulationTensor[],
  attributes: unknown,
  outputs: readonly TensorType[],
): Application {
  return { id: nextId++, primitive, inputs, attributes, outputs, source: currentSource };
}

/**
 * All applications that the tensors depend on, in topological order; those of `given` and what only they depend on are
 * left out. Iterative: a graph of any depth is fine.
 */
export function applicationsOf(
  tensors: readonly PopulationTensor[],
  given?: { has(application: Application): boolean },
): Application[] {
  const byId = new Map<number, Application>();
  const stack: Application[] = [];
  const visit = (tensor: PopulationTensor): void => {
    const application = tensor.application;
    if (application && !byId.has(application.id) && !given?.has(application)) {
      byId.set(application.id, application);
      stack.push(application);
    }
  };
  tensors.forEach(visit);
  for (let application = stack.pop(); application; application = stack.pop()) application.inputs.forEach(visit);
  // numbers are sorted without calls
  const ids = new Float64Array(byId.size);
  let count = 0;
  byId.forEach((_, id) => (ids[count++] = id));
  const inOrder: Application[] = [];
  ids.sort().forEach((id) => inOrder.push(byId.get(id)!));
  return inOrder;
}
