/** @file Element by element work on large tensors: where it is done, and what need not be written to memory. */
import { describe, expect, it } from 'vitest';
import { Executable } from '../../../src/core/backend/executable.ts';
import { vjp } from '../../../src/core/derivative/functions.ts';
import { evaluateConcrete, trace } from '../../../src/core/graph.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { ones, type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import type { Schedule } from '../../../src/core/program/arrange/schedule.ts';
import { scan } from '../../../src/core/scan.ts';
import { drawTensor } from '../../support/draw-tensor.ts';
import { Random } from '../../support/random.ts';

type Trajectory = (x: PopulationTensor) => PopulationTensor;

const steps = 200;
const x = drawTensor(new Random(), { shape: [steps, 2], population: 3 }, -1, 1);

/** A loop over rows [T, 2] that hands on states and outputs. */
function rollout(items: PopulationTensor): Record<'carry' | 'states' | 'outputs', PopulationTensor> {
  const step = (state: PopulationTensor, item: PopulationTensor) => {
    const next = add(mul(0.5, sin(state)), item);
    return { carry: next, output: { square: mul(next, next), next } };
  };
  const { carry, outputs } = scan(step, tensor([0, 0]), items);
  return { carry, states: outputs.next, outputs: outputs.square };
}

const gradient =
  (loss: Trajectory) =>
  (y: PopulationTensor): PopulationTensor => {
    const { value, pullback } = vjp(loss, y);
    return pullback(ones([], value.population));
  };

/** Runs, compares with the graph's nodes, and returns the schedule. */
function check(f: Trajectory): Schedule {
  const graph = trace((y: PopulationTensor) => [f(y)], x);
  const [reference] = evaluateConcrete(graph, [x]);
  const executable = new Executable(graph);
  expect(Array.from(executable.run([x])[0].data, (number) => number + 0)).toEqual(
    Array.from(reference.data, (number) => number + 0),
  );
  return executable.factories[0].laidOut('wasm').schedule;
}

const kindsOf = ({ steps: list }: Schedule): string[] => list.map(({ kind }) => kind).filter((kind) => kind !== 'tile');

/** Numbers that a loop of the schedule writes in all its steps, its carry apart. */
function writtenBy({ steps: list }: Schedule, index: number): number {
  const { loop } = list.filter((step) => step.kind === 'scheduledLoop')[index];
  const arrays = new Set(loop.body.stores.map(({ place }) => place.array));
  arrays.delete(loop.carry);
  return [...arrays].reduce((total, { size }) => total + size, 0);
}

describe('work on rows', () => {
  it('that a loop stacks is done in its steps; what only that work reads is not written', () => {
    const schedule = check((y) => mul(rollout(y).outputs, add(y, 3)));
    expect(kindsOf(schedule)).toEqual(['scheduledLoop']);
    expect(writtenBy(schedule, 0)).toBe(2 * steps);
  });

  it('on states that a loop hands on is done in its steps, and the states are not kept', () => {
    const schedule = check((y) => mul(rollout(y).states, y));
    expect(kindsOf(schedule)).toEqual(['scheduledLoop']);
    expect(writtenBy(schedule, 0)).toBe(2 * steps);
    expect(schedule.steps.some((step) => step.kind === 'scheduledLoop' && step.loop.keepsCarries)).toBe(false);
  });

  it('that a loop reads is done in its steps, where it costs little', () => {
    const schedule = check((y) => rollout(mul(y, add(y, 3))).carry);
    expect(kindsOf(schedule)).toEqual(['scheduledLoop']);
    expect(writtenBy(schedule, 0)).toBe(0);
  });

  it('that costs much is written down once, for all who read it', () => {
    const schedule = check((y) => rollout(sin(sin(y))).carry);
    expect(kindsOf(schedule)).toEqual(['scheduledLoop', 'scheduledLoop']);
    expect(writtenBy(schedule, 0)).toBe(2 * steps);
  });

  it('of a gradient is added where the gradient is made', () => {
    const loss: Trajectory = (y) => add(sum(square(rollout(y).carry)), mul(1e-3, sum(square(y))));
    const schedule = check(gradient(loss));
    expect(kindsOf(schedule)).toEqual(['scheduledLoop', 'scheduledLoop']);
    expect(writtenBy(schedule, 1)).toBe(2 * steps);
  });

  it('that waits for the end of the loop is done behind it', () => {
    const schedule = check((y) => {
      const { carry, outputs } = rollout(y);
      return mul(outputs, mul(sum(carry), sum(y)));
    });
    expect(kindsOf(schedule)).toEqual(['scheduledLoop', 'scheduledLoop', 'scheduledLoop']);
  });

  it('that is summed is a loop whose carry are the sums', () => {
    const schedule = check((y) => sum(mul(y, sin(y)), 0));
    const loops = schedule.steps.filter((step) => step.kind === 'scheduledLoop');
    expect(loops.at(-1)!.loop.carrySize).toBe(2);
  });
});
