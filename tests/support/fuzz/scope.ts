/** @file Where steps are drawn: the values in sight, and ways to choose among them. */
import type { Random } from '../random.ts';
import { drawDerivative, drawLoop } from './draw-body.ts';
import { sizeOf } from './numbers.ts';
import type { Name, Step, TensorPlan } from './plan.ts';
import type { Choice } from './rule.ts';
import { rules } from './rules.ts';
import { IllTyped, inferSteps, type Type, type Types } from './types.ts';

const mostElements = 1300;

/** How many steps are loops, by the number of loops around them. */
const loopShare = [0.36, 0.34, 0.6, 0];

/** What all scopes of a program share. */
interface Program {
  readonly random: Random;
  readonly population: number;
  readonly types: Types;
  readonly inputs: readonly Name[];
  readonly captured: readonly Name[];
  count: number;
}

const weighted = Object.entries(rules).map(([name, { weight = 1 }]) => [name, weight] as const);
const allWeights = weighted.reduce((total, [, weight]) => total + weight, 0);

function ifTyped(draw: () => void): void {
  try {
    draw();
  } catch (error) {
    if (!(error instanceof IllTyped)) throw error;
  }
}

export class Scope {
  readonly steps: Step[] = [];
  readonly depth: number;
  /** Runs of a step of this scope: the lengths of the loops around it. */
  readonly runs: number;
  readonly #program: Program;
  readonly #names: Name[];
  readonly #outside: number;

  private constructor(program: Program, names: readonly Name[], depth: number, runs: number) {
    this.#program = program;
    this.#names = [...names];
    this.#outside = names.length;
    this.depth = depth;
    this.runs = runs;
  }

  static start(random: Random, population: number, tensors: readonly TensorPlan[]): Scope {
    const types = new Map(
      tensors.map(({ name, shape, population: members }) => [name, { shape, population: members }]),
    );
    const captured = tensors.filter(
      (tensor) => tensor.name.startsWith('k') && tensor.population > 1 && tensor.shape.length === 1,
    );
    const inputs = tensors.flatMap(({ name }) => (name.startsWith('x') ? [name] : []));
    const program = { inputs, random, population, types, captured: captured.map(({ name }) => name), count: 0 };
    return new Scope(program, [...types.keys()], 0, 1);
  }

  /** A scope inside, which sees further names. */
  inside(names: readonly Name[], { loops, runs }: { readonly loops: number; readonly runs: number }): Scope {
    return new Scope(this.#program, [...this.#names, ...names], this.depth + loops, this.runs * runs);
  }

  get random(): Random {
    return this.#program.random;
  }
  get population(): number {
    return this.#program.population;
  }
  get types(): Types {
    return this.#program.types;
  }
  /** Names made by steps of this scope. */
  get made(): readonly Name[] {
    return this.#names.slice(this.#outside);
  }

  fresh(prefix: string): Name {
    return `${prefix}${++this.#program.count}`;
  }
  typeOf(name: Name): Type {
    return this.types.get(name)!;
  }
  shapeOf(name: Name): readonly number[] {
    return this.typeOf(name).shape;
  }

  any(): Name {
    return this.#names[Math.floor(Math.sqrt(this.random.next()) * this.#names.length)];
  }

  /** A value in sight that is as wished, later ones more often. */
  find(isWished: (type: Type) => boolean): Name | null {
    const found = this.#names.filter((name) => isWished(this.typeOf(name)));
    return found.length === 0 ? null : found[Math.floor(Math.sqrt(this.random.next()) * found.length)];
  }

  shaped(shape: readonly number[]): Name {
    const found = this.find((type) => type.shape.join() === shape.join());
    if (found && this.random.next() < 0.8) return found;
    return this.#fitted(this.find((type) => sizeOf(type.shape) > 0) ?? this.any(), shape);
  }

  /** The elements of x from somewhere on, in another shape. */
  #fitted(x: Name, shape: readonly number[]): Name {
    const name = this.fresh('v');
    const numbers = [this.random.integer(0, 5), this.random.pick([1, 1, 1, 2, -1]), ...shape];
    if (!this.add({ kind: 'op', name, op: 'fit', args: [x], numbers }, [name]))
      throw new IllTyped(`[${shape.join()}] is too large`);
    return name;
  }

  beside(name: Name): Name {
    const shape = this.shapeOf(name);
    const part = this.random.next();
    return this.shaped(part < 0.7 ? shape : part < 0.85 ? [] : shape.slice(1));
  }

  ranked(least: number): Name {
    return this.find(({ shape }) => shape.length >= least) ?? this.shaped(least === 1 ? [3] : [2, 3]);
  }

  /** Adds a step that defines names, if it is well typed and of a moderate size. */
  add(step: Step, names: readonly Name[]): boolean {
    try {
      inferSteps([step], this.types);
    } catch (error) {
      if (error instanceof IllTyped) return false;
      throw error;
    }
    if (names.some((name) => sizeOf(this.shapeOf(name)) > mostElements)) return false;
    this.steps.push(step);
    this.#names.push(...names);
    return true;
  }

  /** The same as functions, which rules take apart. */
  #choice(): Choice {
    return {
      random: this.random,
      population: this.population,
      any: () => this.any(),
      beside: (name) => this.beside(name),
      shaped: (shape) => this.shaped(shape),
      ranked: (least) => this.ranked(least),
      shapeOf: (name) => this.shapeOf(name),
      capturedVectors: () => this.#program.captured,
      vectorOfInput: () => this.#fitted(this.random.pick(this.#program.inputs), [this.random.integer(1, 3)]),
    };
  }

  /** Adds a step, and what it needs; nothing where what was drawn does not fit. */
  drawStep(): void {
    ifTyped(() => this.#draw());
  }

  #draw(): void {
    const part = this.random.next();
    if (part < loopShare[this.depth]) drawLoop(this);
    else if (part > 0.92) drawDerivative(this);
    else this.#drawOp();
  }

  #drawOp(): void {
    let left = this.random.next() * allWeights;
    const [op] = weighted.find(([, weight]) => (left -= weight) < 0) ?? weighted[0];
    if (rules[op].isAcross && this.depth > 0 && this.random.next() < 0.7) return;
    this.#apply(op);
  }

  /** Adds a step of a rule, if it fits. */
  drawOf(op: string): void {
    ifTyped(() => this.#apply(op));
  }

  #apply(op: string): void {
    const { args, numbers = [] } = rules[op].draw(this.#choice());
    const name = this.fresh('v');
    this.add({ kind: 'op', name, op, args, numbers }, [name]);
  }
}
