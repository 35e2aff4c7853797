/** @file A landscape of a function of tensors: compiled, traced for few sizes, its mean over many scenarios. */
import { requireFunction, requireParts, requireText } from '../core/arguments.ts';
import type { Arguments } from '../core/compile.ts';
import { hvp, requireScalar, valueAndGrad } from '../core/derivative/functions.ts';
import { largest } from '../core/largest.ts';
import { spread } from '../core/ops/structural.ts';
import { ParameterLayout } from '../core/parameters.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { mapTree, type Tree, type TreeOf, tensorsOf } from '../core/tree.ts';
import { ArgumentError } from '../errors.ts';
import { compileParallel, type ParallelFunction } from '../parallel/compile-parallel.ts';
import type { PopulationRunner } from '../parallel/population-runner.ts';
import { addMeans, besideEachPoint, type Block, cutIntoBlocks, pointsOf } from './blocks.ts';
import {
  type AskOptions,
  type Landscape,
  type LossesAndGradients,
  requireAskOptions,
  requireVector,
  requireVectors,
} from './landscape.ts';
import { Pace } from './pace.ts';

/** A loss as a function of tensors, and what it is given. */
export interface Loss<P extends TreeOf<P> = Tree, G extends TreeOf<G> = Tree> {
  readonly title: string;
  /** Parameters that a descent starts from; each shared (population 1). */
  readonly start: P;
  /** Loss [] of parameters beside what is given: member by member, as every op is. */
  readonly loss: (parameters: P, given: G) => PopulationTensor;
  /** What is no parameter. Its leaves have S members or one: the landscape is the mean of S losses. */
  readonly given: G;
}

type Beside<P, G> = { readonly x: P; readonly given: G };

/** Three programs, each traced when it is first asked for. */
class Programs<P extends TreeOf<P>, G extends TreeOf<G>> {
  readonly #loss: Loss<P, G>['loss'];
  readonly #runner: PopulationRunner;
  #losses: ParallelFunction<[P, G], PopulationTensor> | undefined;
  #gradients: ParallelFunction<[P, G], { value: PopulationTensor; gradient: P }> | undefined;
  #products: ParallelFunction<[P, P, G], P> | undefined;

  constructor(loss: Loss<P, G>['loss'], runner: PopulationRunner) {
    this.#loss = loss;
    this.#runner = runner;
  }

  losses({ x, given }: Beside<P, G>, options: AskOptions): Promise<PopulationTensor> {
    this.#losses ??= this.#compiled((at: P, beside: G) => this.#lossOf(at, beside), [x, given]);
    return this.#losses.call(callOptions(options), ...([x, given] as unknown as Arguments<[P, G]>));
  }

  gradients({ x, given }: Beside<P, G>, options: AskOptions): Promise<{ value: PopulationTensor; gradient: P }> {
    const both = (at: P, beside: G) => valueAndGrad((y: P) => this.#lossOf(y, beside))(at);
    this.#gradients ??= this.#compiled(both, [x, given]);
    return this.#gradients.call(callOptions(options), ...([x, given] as unknown as Arguments<[P, G]>));
  }

  products({ x, given }: Beside<P, G>, directions: P, options: AskOptions): Promise<P> {
    const product = (at: P, v: P, beside: G): P => hvp((y: P) => this.#lossOf(y, beside))(at, v);
    this.#products ??= this.#compiled(product, [x, directions, given]);
    return this.#products.call(callOptions(options), ...([x, directions, given] as unknown as Arguments<[P, P, G]>));
  }

  /** One number a member, also where the loss depends on nothing that members have of their own. */
  #lossOf(x: P, given: G): PopulationTensor {
    const loss = this.#loss(x, given);
    requireScalar(loss, 'loss');
    return spread(loss, membersOf([x, given]));
  }

  #compiled<A extends readonly TreeOf<A[number]>[], R extends TreeOf<R>>(
    f: (...args: A) => R,
    examples: A,
  ): ParallelFunction<A, R> {
    return compileParallel(f, examples, this.#runner, { checkFinite: false });
  }
}

const callOptions = ({ signal }: AskOptions): { readonly signal?: AbortSignal } => (signal ? { signal } : {});

/** Members of what has them. */
const membersOf = (trees: readonly unknown[]): number =>
  largest(
    1,
    trees.flatMap((tree) => tensorsOf(tree as Tree).map(({ population }) => population)),
  );

/** A landscape whose given numbers can be others, without a new trace. */
export class LossLandscape<P extends TreeOf<P> = Tree, G extends TreeOf<G> = Tree> implements Landscape {
  readonly title: string;
  readonly layout: ParameterLayout<P>;
  readonly start: Float64Array;
  /** S: losses that each point's is the mean of. */
  readonly scenarios: number;
  readonly #loss: Loss<P, G>;
  readonly #programs: Programs<P, G>;
  /** What is given beside so many points. */
  readonly #beside = new Map<number, G>();

  /** @internal */
  constructor(loss: Loss<P, G>, programs: Programs<P, G>) {
    this.title = loss.title;
    this.layout = new ParameterLayout(loss.start);
    this.start = this.layout.toVector(loss.start);
    this.scenarios = membersOf([loss.given]);
    this.#loss = loss;
    this.#programs = programs;
  }

  /** The same loss, given other numbers of the same shapes: programs are shared. */
  under(given: G): LossLandscape<P, G> {
    requireGiven(given);
    return new LossLandscape({ ...this.#loss, given }, this.#programs);
  }

  async losses(x: PopulationTensor, options: AskOptions = {}): Promise<Float64Array> {
    requireVectors('x', x, this.layout.size);
    const loss = new Float64Array(x.population);
    await this.#eachBlock(x.population, options, async (block) => {
      const found = await this.#programs.losses(this.#membersAt(x, block), options);
      addMeans({ data: loss, population: x.population }, found.data, block, this.scenarios);
    });
    return loss;
  }

  async evaluate(x: PopulationTensor, options: AskOptions = {}): Promise<LossesAndGradients> {
    requireVectors('x', x, this.layout.size);
    const { population } = x;
    const loss = new Float64Array(population);
    const gradient = new Float64Array(x.size * population);
    await this.#eachBlock(population, options, async (block) => {
      const found = await this.#programs.gradients(this.#membersAt(x, block), options);
      addMeans({ data: loss, population }, found.value.data, block, this.scenarios);
      addMeans({ data: gradient, population }, this.#flat(found.gradient, block), block, this.scenarios);
    });
    return { loss, gradient: new PopulationTensor(x, gradient) };
  }

  async hessianProducts(
    x: Float64Array,
    directions: PopulationTensor,
    options: AskOptions = {},
  ): Promise<PopulationTensor> {
    requireVector('x', x, this.layout.size);
    requireVectors('directions', directions, this.layout.size);
    const { population } = directions;
    const products = new Float64Array(x.length * population);
    await this.#eachBlock(population, options, async (block) => {
      const at = new PopulationTensor({ shape: [x.length], population: 1 }, x);
      const along = this.layout.fromTensor(pointsOf(directions, block, this.scenarios));
      const members = this.#membersAt(at, { ...block, first: 0, count: 1 });
      const found = await this.#programs.products(members, along, options);
      addMeans({ data: products, population }, this.#flat(found, block), block, this.scenarios);
    });
    return new PopulationTensor(directions, products);
  }

  /** Block after block, with turns of the event loop between them, so that a signal is heard. */
  async #eachBlock(count: number, options: AskOptions, work: (block: Block) => Promise<void>): Promise<void> {
    requireAskOptions(options);
    const pace = new Pace(options.signal);
    for (const block of cutIntoBlocks(count, this.scenarios)) {
      await pace.step();
      await work(block);
    }
    options.signal?.throwIfAborted();
  }

  #membersAt(x: PopulationTensor, block: Block): Beside<P, G> {
    return { x: this.layout.fromTensor(pointsOf(x, block, this.scenarios)), given: this.#givenBeside(block.size) };
  }

  #givenBeside(points: number): G {
    const known = this.#beside.get(points);
    if (known !== undefined) return known;
    const made = mapTree(this.#loss.given, (leaf) => besideEachPoint(leaf, points));
    this.#beside.set(points, made);
    return made;
  }

  #flat(tree: P, { size }: Block): Float64Array {
    return this.layout.toTensor(tree, size * this.scenarios).data;
  }
}

/** Refuses given trees whose leaves have several numbers of members. */
function requireGiven<G extends TreeOf<G>>(given: G): void {
  const populations = new Set(tensorsOf(given).map(({ population }) => population));
  populations.delete(1);
  if (populations.size > 1)
    throw new ArgumentError('given', `populations of ${[...populations].join(' and ')}`, 'one number of scenarios');
}

/**
 * The landscape of a loss: its programs are traced for few populations when they are first asked for, and run by `runner`. Throws an
 * ArgumentError where the arguments do not fit.
 */
export function lossLandscape<P extends TreeOf<P>, G extends TreeOf<G>>(
  loss: Loss<P, G>,
  runner: PopulationRunner,
): LossLandscape<P, G> {
  requireParts('loss', loss, { start: 'an object', loss: 'a function', given: 'an object' });
  requireText('loss.title', loss.title);
  requireFunction('loss.loss', loss.loss);
  requireParts('runner', runner, { run: 'a function', allocate: 'a function' }, 'use thisThread, or a pool of workers');
  requireGiven(loss.given);
  return new LossLandscape(loss, new Programs(loss.loss, runner));
}
