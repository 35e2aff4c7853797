/** @file Random programs as plain data, which can be printed, made smaller and run again. */
import { Random } from '../random.ts';
import { rules } from './rules.ts';

/** Where an operand comes from and how it is seen, each in [0, 1). */
export type Pick = readonly number[];

export interface PlainStep {
  readonly rule: string;
  readonly picks: Pick;
}

export interface Loop {
  readonly length: number;
  readonly reverse: boolean;
  readonly shapes: readonly (readonly number[])[];
  readonly carries: number;
  readonly sequences: number;
  /** Carries that the step hands on as they came. */
  readonly invariant: number;
  readonly body: readonly Step[];
  readonly outputs: number;
  /** Results that the program goes on with. */
  readonly used: readonly number[];
  readonly picks: Pick;
}

export type Step = PlainStep | { readonly loop: Loop };

export interface Source {
  readonly shape: readonly number[];
  readonly shared: boolean;
  readonly seed: number;
}

export interface Plan {
  readonly population: number;
  /** Share of numbers that are special. */
  readonly wildness: number;
  readonly inputs: readonly Source[];
  /** Known numbers that the program takes from outside. */
  readonly constants: readonly Source[];
  readonly steps: readonly Step[];
  readonly outputs: number;
  readonly derivative: 'vjp' | 'jvp' | 'hvp';
}

const populations = [1, 2, 3, 5, 31, 32, 33, 64, 65, 100];
const lengths = [0, 1, 1, 2, 3, 4, 7, 10];
const shapes = [[], [1], [3], [2, 3], [4]];
const names = [...rules.keys()];
const isAcross = (name: string): boolean => name.startsWith('population');

const picksOf = (random: Random, count: number): number[] =>
  Array.from({ length: count }, () => Math.floor(random.next() * 1000) / 1000);

function drawSource(random: Random, shared: number): Source {
  const isLarge = random.next() < 0.05;
  return {
    shape: isLarge ? [50, 3] : random.pick(shapes),
    shared: random.next() < shared,
    seed: random.integer(0, 1e6),
  };
}

/** `across`: whether it may look across the members, which keeps a loop from being one kernel. */
function drawStep(random: Random, depth: number, across: boolean): Step {
  if (depth < 2 && random.next() < 0.12) return { loop: drawLoop(random, depth + 1, across && random.next() < 0.2) };
  const drawn = random.pick(names);
  const isSum = across && random.next() < 0.06;
  const rule = isSum ? 'populationSum' : isAcross(drawn) && !across ? 'add' : drawn;
  return { rule, picks: picksOf(random, 9) };
}

function drawLoop(random: Random, depth: number, across: boolean): Loop {
  const carries = random.integer(0, 3);
  const sequences = random.integer(0, 2);
  const outputs = random.integer(0, 2);
  return {
    length: random.pick(lengths),
    reverse: random.next() < 0.4,
    shapes: Array.from({ length: carries + sequences }, () => random.pick(shapes)),
    carries,
    sequences,
    invariant: random.next() < 0.3 ? random.integer(0, carries) : 0,
    body: Array.from({ length: random.integer(1, 5) }, () => drawStep(random, depth, across)),
    outputs,
    used: Array.from({ length: carries + outputs }, (_, i) => i).filter(() => random.next() < 0.7),
    picks: picksOf(random, 3 * (carries + sequences + outputs) + 3),
  };
}

/** Program number `index` of a seed. */
export function drawPlan(seed: number, index: number): Plan {
  const random = new Random(Math.imul(seed, 0x9e3779b1) + Math.imul(index + 1, 0x85ebca77));
  const many = (most: number, shared: number): Source[] =>
    Array.from({ length: random.integer(1, most) }, () => drawSource(random, shared));
  const some = (most: number): Step[] =>
    Array.from({ length: random.integer(0, most) }, () => drawStep(random, 0, true));
  const isRollout = random.next() < 0.25;
  return {
    population: random.pick(populations),
    wildness: random.pick([0, 0, 0.02, 0.1, 0.4]),
    inputs: many(3, 0.4),
    constants: many(2, 0.6),
    steps: isRollout
      ? [...some(2), { loop: drawRollout(random) }, ...some(1)]
      : [drawStep(random, 0, true), ...some(13)],
    outputs: random.integer(1, 3),
    derivative: isRollout ? 'vjp' : random.pick(['vjp', 'vjp', 'vjp', 'jvp', 'hvp']),
  };
}

/** A loop forwards in time that hands on a state, as most loops of real programs do: its reverse sweep can keep checkpoints. */
function drawRollout(random: Random): Loop {
  const loop = drawLoop(random, 1, false);
  const carries = Math.max(1, loop.carries);
  const shapesOf = Array.from({ length: carries + loop.sequences }, () => random.pick(shapes));
  const length = random.pick([4, 5, 7, 9, 10, 17]);
  const used = Array.from({ length: carries + loop.outputs }, (_, i) => i);
  return { ...loop, carries, shapes: shapesOf, length, reverse: false, invariant: 0, used, picks: picksOf(random, 24) };
}

/** The plans that are smaller by one thing. */
export function* smallerPlans(plan: Plan): Generator<Plan> {
  for (const steps of smallerSteps(plan.steps)) yield { ...plan, steps };
  for (const population of populations.filter((members) => members < plan.population)) yield { ...plan, population };
  if (plan.derivative !== 'vjp') yield { ...plan, derivative: 'vjp' };
  if (plan.outputs > 1) yield { ...plan, outputs: plan.outputs - 1 };
  if (plan.wildness > 0) yield { ...plan, wildness: 0 };
  for (const part of ['inputs', 'constants'] as const)
    if (plan[part].length > 1) yield { ...plan, [part]: plan[part].slice(1) };
}

function* smallerSteps(steps: readonly Step[]): Generator<readonly Step[]> {
  for (let i = 0; i < steps.length; i++) yield steps.toSpliced(i, 1);
  for (const [i, step] of steps.entries()) {
    if (!('loop' in step)) continue;
    const { loop } = step;
    const replaced = (change: Partial<Loop>): readonly Step[] => steps.with(i, { loop: { ...loop, ...change } });
    for (const body of smallerSteps(loop.body)) yield replaced({ body });
    for (const length of lengths.filter((less) => less < loop.length)) yield replaced({ length });
    if (loop.used.length > 0) yield replaced({ used: loop.used.slice(1) });
    if (loop.reverse) yield replaced({ reverse: false });
  }
}

/** Steps of the longest loop. */
export const longestLoop = (steps: readonly Step[]): number =>
  Math.max(0, ...steps.map((step) => ('loop' in step ? Math.max(step.loop.length, longestLoop(step.loop.body)) : 0)));
