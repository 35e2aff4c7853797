/** @file Named trees: nested plain objects and arrays whose leaves are tensors, their flattening in a fixed order, and one tree seen as another. */
import { ArgumentError, ShapeError } from '../errors.ts';
import { requireFunction } from './arguments.ts';
import { described } from '../text/described.ts';
import { PopulationTensor, tensor, type TensorLike } from './population-tensor.ts';
import { sameShape } from './shape.ts';

/** A tensor (or another leaf), or a list or plain object of trees. */
export type Tree<T = PopulationTensor> = T | readonly Tree<T>[] | { readonly [name: string]: Tree<T> };

/**
 * What a type parameter X of a tree extends, `X extends TreeOf<X>`: an interface, which has no index signature, is a tree as well,
 * if all its parts are.
 */
export type TreeOf<X> =
  | Tree
  | readonly TreeOf<X extends readonly (infer I)[] ? I : never>[]
  // functions have a member of this name, objects of names have none
  | (object & { readonly [Symbol.hasInstance]?: never } & {
      readonly [K in keyof X as K]-?: [X[K]] extends [Tree] ? X[K] : TreeOf<X[K]>;
    });

/** One leaf of a tree, and where it stands. */
export interface Leaf<T> {
  /**
   * Path of names and positions, e.g. `gains.kp` or `layers[1].weight`; empty for a tree that is a leaf. A name that could be
   * taken for more than one is quoted: `gains["k.p"]`.
   */
  readonly path: string;
  readonly value: T;
}

const isLeaf = (tree: unknown): tree is PopulationTensor => tree instanceof PopulationTensor;

/** Names that a path holds as they are. */
const plainName = /^[^.[\]"]+$/;

const pathOf = (path: string, name: string): string => {
  if (!plainName.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path ? `${path}.${name}` : name;
};

/** Whether it is an object of names and no other; those of other windows are plain, too. */
function isPlain(tree: unknown): tree is Readonly<Record<string, Tree>> {
  if (typeof tree !== 'object' || tree === null) return false;
  const prototype: unknown = Object.getPrototypeOf(tree);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether it has parts, as a tree that is no leaf. */
const isParted = (tree: unknown): tree is readonly Tree[] | Readonly<Record<string, Tree>> =>
  Array.isArray(tree) || isPlain(tree);

/** The parts of a tree that is no leaf, with their paths, in the order of keys and positions. */
function childrenOf(tree: Tree, path: string): [name: string, child: Tree, path: string][] {
  if (Array.isArray(tree)) return tree.map((child: Tree, i) => [String(i), child, `${path}[${i}]`]);
  if (isPlain(tree)) return Object.entries(tree).map(([name, child]) => [name, child, pathOf(path, name)]);
  throw new ArgumentError(
    path || 'tree',
    kindOf(tree),
    'a PopulationTensor, or a list or plain object of them',
    'wrap numbers by tensor(…)',
  );
}

/** The tensors of a tree with their paths, in the order of keys and positions. */
export const leavesOf = <X extends TreeOf<X>>(tree: X): Leaf<PopulationTensor>[] => leavesUnder(tree, '');

/** The same, with paths that begin by `path`. */
function leavesUnder<X extends TreeOf<X>>(tree: X, path: string): Leaf<PopulationTensor>[] {
  if (isLeaf(tree)) return [{ path, value: tree }];
  return childrenOf(tree, path).flatMap(([, child, at]) => leavesUnder(child, at));
}

export function tensorsOf<X extends TreeOf<X>>(tree: X): PopulationTensor[] {
  const tensors: PopulationTensor[] = [];
  return collectInOrder(tree, tree, tensors) ? tensors : leavesOf(tree).map(({ value }) => value);
}

/** A tree of the same structure with leaves replaced. */
export function mapTree<X extends TreeOf<X>>(
  tree: X,
  change: (leaf: PopulationTensor, path: string) => PopulationTensor,
): X {
  requireFunction('mapTree: change', change);
  let position = 0;
  const leaves = leavesOf(tree);
  return rebuild(tree, () => {
    const { value, path } = leaves[position++];
    return change(value, path);
  });
}

/** A tree of the structure of `like` with the given tensors as leaves, in flattening order. */
export function unflatten<X extends TreeOf<X>>(like: X, tensors: readonly PopulationTensor[]): X {
  let position = 0;
  return rebuild(like, () => tensors[position++]);
}

function rebuild<X extends TreeOf<X>>(tree: X, next: () => PopulationTensor): X {
  const visit = (node: Tree): Tree => {
    if (isLeaf(node)) return next();
    if (Array.isArray(node)) return node.map((child: Tree) => visit(child));
    return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, visit(child)]));
  };
  return visit(tree) as X;
}

/**
 * The leaves of `given` in the order of `like`, each found by its path, whatever the order of keys. Refuses a leaf that is
 * missing, and one that is not asked for; numbers and nested lists may stand for tensors. `operation` and `part` say in an error what the tree is.
 */
export function matchLeaves(operation: string, given: unknown, like: Tree, part = ''): Leaf<PopulationTensor>[] {
  if (isLeaf(like)) {
    if (isLeaf(given)) return [{ path: part, value: given }];
    if (typeof given === 'number' || Array.isArray(given)) return [{ path: part, value: tensor(given as TensorLike) }];
    throw mismatch(operation, `${leafName(part)} is ${kindOf(given)}`, 'give a tensor there');
  }
  const expected = childrenOf(like, part);
  if (!isParted(given) || Array.isArray(given) !== Array.isArray(like))
    throw mismatch(
      operation,
      `${part || 'the tree'} is ${kindOf(given)}, not ${kindOf(like)}`,
      `give ${expected.map(([, , path]) => path).join(', ') || 'an empty one'}`,
    );
  const own = given as Readonly<Record<string, unknown>>;
  const names = new Set(expected.map(([name]) => name));
  for (const [name, , path] of childrenOf(given as Tree, part))
    if (!names.has(name))
      throw mismatch(operation, `${path} is not asked for`, 'leave it out, or look for a typing error');
  return expected.flatMap(([name, child, path]) => {
    if (!Object.hasOwn(own, name)) throw mismatch(operation, `${path} is missing`, 'give a tensor for every leaf');
    return matchLeaves(operation, own[name], child, path);
  });
}

/**
 * Appends the tensors of `given` in the order of `like` where the two have the same keys in the same order, as they nearly always
 * have; says whether they do. No paths are made.
 */
function collectInOrder(given: unknown, like: Tree, tensors: PopulationTensor[]): boolean {
  if (isLeaf(like)) return isLeaf(given) && tensors.push(given) > 0;
  if (!isParted(given) || Array.isArray(given) !== Array.isArray(like)) return false;
  const names = Object.keys(like);
  const own = Object.keys(given);
  if (own.length !== names.length) return false;
  const [values, likes] = [given, like] as readonly Readonly<Record<string, Tree>>[];
  for (let k = 0; k < names.length; k++)
    if (own[k] !== names[k] || !collectInOrder(values[own[k]], likes[names[k]], tensors)) return false;
  return true;
}

/** Tensors of `given` in the order of `like`, matched as by `matchLeaves`. */
export function tensorsLike(operation: string, given: unknown, like: Tree, part = ''): PopulationTensor[] {
  const tensors: PopulationTensor[] = [];
  if (collectInOrder(given, like, tensors)) return tensors;
  return matchLeaves(operation, given, like, part).map(({ value }) => value);
}

/** The same, refused where their shapes are not those of `like`. */
export function matchTensors(operation: string, given: unknown, like: Tree, part = ''): PopulationTensor[] {
  const tensors = tensorsLike(operation, given, like, part);
  const expected = tensorsOf(like);
  if (!tensors.every(({ shape }, i) => sameShape(shape, expected[i].shape)))
    leavesUnder(like, part).forEach(({ path, value }, i) => requireShape(operation, path, tensors[i], value));
  return tensors;
}

export function requireShape(operation: string, path: string, given: PopulationTensor, like: PopulationTensor): void {
  if (!sameShape(given.shape, like.shape))
    throw new ShapeError(
      operation,
      [given.shape, like.shape],
      `${leafName(path)} has another shape`,
      'use the shape of the second',
    );
}

const leafName = (path: string): string => `leaf ${path || '(root)'}`;

const mismatch = (operation: string, problem: string, remedy: string): ShapeError =>
  new ShapeError(operation, [], problem, remedy);

function kindOf(tree: unknown): string {
  if (isLeaf(tree)) return 'a tensor';
  if (Array.isArray(tree)) return `a list of ${tree.length}`;
  if (isPlain(tree)) return `an object of ${Object.keys(tree).join(', ') || 'nothing'}`;
  return described(tree);
}
