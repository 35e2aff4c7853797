/** @file How the members of a population are moved by one iteration: all at once by an update rule, or one after another by a method. */
import { requireInstance, requireParts } from '../core/arguments.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import { requireTensor } from '../core/require-tensor.ts';
import { requireShapeOf } from '../core/shape.ts';
import { leavesOf, tensorsOf, type Tree, unflatten } from '../core/tree.ts';
import { ArgumentError, NonFiniteError } from '../errors.ts';
import { requireFinite } from './checks.ts';
import type { Method, MethodState, StepResult } from './method.ts';
import { memberOf, type NamedEvaluation, type PopulationEvaluation, withMembers } from './population-objective.ts';
import {
  methodFromNamed,
  namedOfMethod,
  namedOfRule,
  type NamedTensors,
  ruleOfMembers,
  type RunState,
} from './run-state.ts';
import { dataLike, type Update, type UpdateRule } from './update-rule.ts';

/** Why a member moves no further: in its method's words, or by what was not finite. */
export type MoverStop = string | NonFiniteError;

export interface Moved {
  readonly x: PopulationTensor;
  /** One number a member. */
  readonly clippedGradientNorm: Float64Array;
  readonly stepSize: Float64Array;
  readonly stops: ReadonlyMap<number, MoverStop>;
  /** Evaluations at the new parameters, of members whose method has made them. */
  readonly next: ReadonlyMap<number, NamedEvaluation>;
}

export interface Mover {
  /** Moves the members that are marked by 1; the others stay, and so does what is known of them. `iteration`: from 0. */
  move(x: PopulationTensor, evaluation: PopulationEvaluation, marked: Uint8Array, iteration: number): Moved;
  /** State of the method of a member that made so many iterations. */
  stateOf(member: number, iterations: number): NamedTensors;
}

/** For members that begin; or for those that go on from `saved`, one each. */
export function moverOf(
  method: Method | UpdateRule,
  x: PopulationTensor,
  evaluateOne: (x: Float64Array) => NamedEvaluation,
  saved?: readonly RunState[],
): Mover {
  return 'update' in method ? new RuleMover(method, x, saved) : new MethodMover(method, x, evaluateOne, saved);
}

/** Members of which a number is not finite, marked by 1; null where there is none, as nearly always. */
export function notFinite(tensors: readonly PopulationTensor[], members: number): Uint8Array | null {
  let zero = 0;
  for (const { data } of tensors) for (let i = 0; i < data.length; i++) zero += data[i] * 0;
  if (zero === 0) return null;
  const marked = new Uint8Array(members);
  for (const { data, population } of tensors)
    for (let i = 0; i < data.length; i++) {
      if (Number.isFinite(data[i])) continue;
      if (population === 1) marked.fill(1);
      else marked[i % population] = 1;
    }
  return marked;
}

class RuleMover implements Mover {
  readonly #rule: UpdateRule;
  #state: Tree;

  constructor(rule: UpdateRule, x: PopulationTensor, saved?: readonly RunState[]) {
    this.#rule = rule;
    const start = rule.start(x);
    this.#state = saved ? ruleOfMembers(saved, start) : start;
  }

  stateOf(member: number, iterations: number): NamedTensors {
    return namedOfRule(this.#state, member, iterations);
  }

  /** Refuses what no rule returns; a state of other leaves could not be gone on with from a file. */
  #requireUpdate(update: Update<Tree, PopulationTensor>, { shape, population }: PopulationTensor): void {
    const what = `update of ${this.#rule.name}`;
    const numbers = { gradientNorm: 'an object', clippedGradientNorm: 'an object', stepSize: 'an object' } as const;
    requireParts(what, update, { x: 'an object', state: 'an object', ...numbers });
    requireTensor(`x of ${what}`, update.x);
    if (update.x.population !== population)
      throw new ArgumentError(`x of ${what}`, `population ${update.x.population}`, `population ${population}`);
    requireShapeOf(`x of ${what}`, update.x.shape, shape, 'like the x that was given');
    dataLike(`state of ${what}`, update.state, this.#state, population);
  }

  move(x: PopulationTensor, { gradient }: PopulationEvaluation, marked: Uint8Array, iteration: number): Moved {
    const update = this.#rule.update(x, gradient, this.#state, iteration);
    const members = x.population;
    this.#requireUpdate(update, x);
    const bad = notFinite([update.x, ...tensorsOf(update.state)], members);
    const stops = new Map<number, MoverStop>();
    const staying: number[] = [];
    for (let m = 0; m < members; m++) {
      if (marked[m] && !bad?.[m]) continue;
      staying.push(m);
      if (marked[m]) stops.set(m, firstNotFinite(update.x, update.state, m));
    }
    const before = tensorsOf(this.#state);
    this.#state = unflatten(
      update.state,
      tensorsOf(update.state).map((leaf, i) => keepMembers(leaf, before[i], staying)),
    );
    const [clippedGradientNorm, stepSize] = [update.clippedGradientNorm, update.stepSize].map(
      (values) => dataLike(`norms and step size of ${this.#rule.name}`, values, values, members)[0],
    );
    return { x: keepMembers(update.x, x, staying), clippedGradientNorm, stepSize, stops, next: new Map() };
  }
}

/** The tensor with the numbers that some members had before. */
function keepMembers(after: PopulationTensor, before: PopulationTensor, staying: readonly number[]): PopulationTensor {
  const { shape, population, size } = after;
  if (staying.length === 0 || before.population !== population) return after;
  const data = after.data.slice();
  const old = before.data;
  for (let at = 0; at < size * population; at += population) for (const m of staying) data[at + m] = old[at + m];
  return new PopulationTensor({ shape, population }, data);
}

/** The error that names a member's first number that is not finite. */
function firstNotFinite(x: PopulationTensor, state: Tree, member: number): NonFiniteError {
  const named: readonly (readonly [string, PopulationTensor])[] = [
    ['parameters after the step', x],
    ...leavesOf(state).map(({ path, value }) => [`moment ${path}`, value] as const),
  ];
  return caught(() => {
    for (const [name, values] of named) requireFinite(name, values.toArray(member), member);
  })!;
}

/** The NonFiniteError that is thrown, if one is. */
export function caught(act: () => void): NonFiniteError | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof NonFiniteError) return error;
    throw error;
  }
  return undefined;
}

class MethodMover implements Mover {
  readonly #method: Method;
  readonly #evaluateOne: (x: Float64Array) => NamedEvaluation;
  readonly #states: MethodState[];

  constructor(
    method: Method,
    x: PopulationTensor,
    evaluateOne: (x: Float64Array) => NamedEvaluation,
    saved?: readonly RunState[],
  ) {
    this.#method = method;
    this.#evaluateOne = evaluateOne;
    this.#states = Array.from({ length: x.population }, (_, m) =>
      saved ? methodFromNamed(saved[m].method, method.start(x.size)) : method.start(x.size),
    );
  }

  stateOf(member: number): NamedTensors {
    return namedOfMethod(this.#states[member]);
  }

  move(x: PopulationTensor, evaluation: PopulationEvaluation, marked: Uint8Array): Moved {
    const clippedGradientNorm = new Float64Array(x.population);
    const stepSize = new Float64Array(x.population);
    const stops = new Map<number, MoverStop>();
    const next = new Map<number, NamedEvaluation>();
    const vectors = new Map<number, Float64Array>();
    for (let m = 0; m < x.population; m++) {
      if (!marked[m]) continue;
      const error = caught(() => {
        const result = this.#step(m, memberOf(x, m), evaluation);
        vectors.set(m, result.parameters);
        this.#states[m] = result.state;
        [clippedGradientNorm[m], stepSize[m]] = [result.clippedGradientNorm, result.stepSize];
        if (result.finished !== undefined) stops.set(m, result.finished);
        if (result.next) next.set(m, result.next);
      });
      if (error) stops.set(m, error);
    }
    return { x: withMembers(x, vectors), clippedGradientNorm, stepSize, stops, next };
  }

  /** Refuses what no method returns. */
  #requireResult(result: StepResult<MethodState>, size: number): void {
    const what = `step of ${this.#method.name}`;
    const numbers = { clippedGradientNorm: 'a number', stepSize: 'a number' } as const;
    requireParts(what, result, { parameters: 'an object', state: 'an object', ...numbers });
    requireInstance(`parameters of ${what}`, result.parameters, Float64Array);
    if (result.parameters.length !== size)
      throw new ArgumentError(`parameters of ${what}`, `${result.parameters.length} numbers`, `${size} numbers`);
  }

  /** One member's step; `next` is its evaluation with all that is named in it. */
  #step(member: number, parameters: Float64Array, { loss, gradient }: PopulationEvaluation) {
    const made = new Map<Float64Array, NamedEvaluation>();
    const objective = (at: Float64Array): NamedEvaluation => {
      const found = this.#evaluateOne(at);
      made.set(found.gradient, found);
      return found;
    };
    const current = { loss: loss[member], gradient: memberOf(gradient, member) };
    const result = this.#method.step({ parameters, current, state: this.#states[member], objective });
    this.#requireResult(result, parameters.length);
    return { ...result, next: result.next && made.get(result.next.gradient) };
  }
}
