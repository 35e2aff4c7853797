/** @file Named trees: nested plain objects and arrays whose leaves are tensors, and their flattening in a fixed order. */
import { ArgumentError } from '../errors.ts';
import { PopulationTensor } from './population-tensor.ts';

export type Tree<T = PopulationTensor> = T | readonly Tree<T>[] | { readonly [name: string]: Tree<T> };

export interface Leaf<T> {
  /** Path of names and positions, e.g. `gains.kp` or `layers[1].weight`; empty for a tree that is a leaf. */
  readonly path: string;
  readonly value: T;
}

const isLeaf = (tree: unknown): tree is PopulationTensor => tree instanceof PopulationTensor;

/** The tensors of a tree with their paths, in the order of keys and positions. */
export function leavesOf(tree: Tree, path = ''): Leaf<PopulationTensor>[] {
  if (isLeaf(tree)) return [{ path, value: tree }];
  if (Array.isArray(tree)) return tree.flatMap((child: Tree, i) => leavesOf(child, `${path}[${i}]`));
  if (typeof tree === 'object' && tree !== null)
    return Object.entries(tree).flatMap(([name, child]) => leavesOf(child, path ? `${path}.${name}` : name));
  throw new ArgumentError(
    path || 'tree',
    String(tree),
    'a PopulationTensor, or a list or plain object of them',
    'wrap numbers by tensor(…)',
  );
}

export const tensorsOf = (tree: Tree): PopulationTensor[] => leavesOf(tree).map(({ value }) => value);

/** A tree of the same structure with leaves replaced. */
export function mapTree<X extends Tree>(
  tree: X,
  change: (leaf: PopulationTensor, path: string) => PopulationTensor,
): X {
  let position = 0;
  const leaves = leavesOf(tree);
  return rebuild(tree, () => {
    const { value, path } = leaves[position++];
    return change(value, path);
  });
}

/** A tree of the structure of `like` with the given tensors as leaves, in flattening order. */
export function unflatten<X extends Tree>(like: X, tensors: readonly PopulationTensor[]): X {
  let position = 0;
  return rebuild(like, () => tensors[position++]);
}

function rebuild<X extends Tree>(tree: X, next: () => PopulationTensor): X {
  const visit = (node: Tree): Tree => {
    if (isLeaf(node)) return next();
    if (Array.isArray(node)) return node.map((child: Tree) => visit(child));
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, visit(child)]));
  };
  return visit(tree) as X;
}
