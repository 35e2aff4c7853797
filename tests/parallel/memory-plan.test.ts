import { describe, expect, it } from 'vitest';
import { describeMemory, type MemoryPlan, planMemory } from '../../src/parallel/memory-plan.ts';
import { Executable, type ExecutableOptions } from '../../src/core/backend/executable.ts';
import { grad } from '../../src/core/derivative/functions.ts';
import { trace } from '../../src/core/graph.ts';
import { mul } from '../../src/core/ops/elementwise.ts';
import { sum } from '../../src/core/ops/reduction.ts';
import { populationSum } from '../../src/core/ops/structural.ts';
import { type PopulationTensor, zeros } from '../../src/core/population-tensor.ts';
import type { Step } from '../../src/core/program/arrange/schedule.ts';
import type { Experiment } from '../../src/scene/experiment.ts';
import { readScene } from '../../src/scene/parse.ts';
import { sceneText } from '../support/robots.ts';
import { assembled, shortened } from '../support/scenes.ts';

function experimentOf(name: string, steps?: number): Experiment {
  const scene = readScene(sceneText(name));
  return assembled(steps === undefined ? scene : shortened(scene, steps * scene.time.step));
}

/** Numbers of one member in the records of the loops, as the program is laid out: carries that are kept, and what backward loops hand on. */
function recordsOf(experiment: Experiment): number {
  const of = (step: Step): number => {
    if (step.kind !== 'scheduledLoop') return 0;
    const { loop } = step;
    const written = new Set(loop.body.stores.map(({ place }) => place.array).filter((array) => array !== loop.carry));
    const outputs = loop.reverse ? [...written].reduce((total, { size }) => total + size, 0) : 0;
    return (loop.keepsCarries ? loop.length * loop.carrySize : 0) + outputs;
  };
  return experiment.evaluation.executable.factories
    .flatMap((factory) => factory.laidOut('wasm').schedule.steps)
    .reduce((total, step) => total + of(step), 0);
}

const planOf = (steps: number, members = 64): MemoryPlan =>
  planMemory(experimentOf('panda-reach', steps).population(members).evaluation(), 2, 'wasm');

describe('memory that is stated before a run', () => {
  it.each(['panda-reach', 'ur5e-reach', 'two-link-reach', 'pendulum-swing-up'])(
    'of %s: storedBytes are the states that its loops hand on',
    (name) => {
      const experiment = experimentOf(name);
      expect(experiment.storedBytes).toBe(8 * recordsOf(experiment));
    },
  );

  it('of a block grows with the horizon, step by step the same, and keeps those records at least', () => {
    const [short, middle, long] = [20, 30, 40].map((steps) => planOf(steps));
    expect([short.lanes, short.blocks, short.keptSteps]).toEqual([32, 2, 20]);
    expect(long.lanes).toBe(32);
    expect(long.blockBytes - middle.blockBytes).toBe(middle.blockBytes - short.blockBytes);
    expect(middle.blockBytes - short.blockBytes).toBeGreaterThanOrEqual(
      32 * experimentOf('panda-reach', 10).storedBytes,
    );
  });

  it('has fewer lanes where a block then stays in the cache', () => {
    expect(planOf(200).lanes).toBeLessThan(32);
  });

  it('has no more blocks than there are members for', () => {
    expect(planOf(10, 32).blocks).toBe(1);
    expect(planOf(10, 33).blocks).toBe(2);
  });

  it('names the checkpoints where the horizon makes them necessary', () => {
    const plan = planOf(200_000);
    expect(plan.segmentSteps).toBe(Math.ceil(Math.sqrt(200_000)));
    expect(describeMemory(plan)).toMatch(
      /checkpoints every 448 of 200000 steps; the states between them are made again/,
    );
    const short = planOf(20_000);
    expect(short.segmentSteps).toBeNull();
    const perLane = ({ blockBytes, lanes }: MemoryPlan): number => blockBytes / lanes;
    // ten times the steps
    expect(perLane(plan)).toBeLessThan(3 * perLane(short));
  });
});

describe('memory of any executable', () => {
  const gradient = grad((x: PopulationTensor) => sum(mul(x, x)));
  const plan = (f: (x: PopulationTensor) => PopulationTensor, options?: ExecutableOptions): MemoryPlan =>
    planMemory(new Executable(trace(f, zeros([3], 100)), options), 4, 'wasm');

  it('is told in the numbers that its kernels compute with, whose blocks have more lanes', () => {
    const [wide, narrow] = [plan(gradient), plan(gradient, { precision: 'float32' })];
    expect([wide.lanes, wide.blocks, narrow.lanes, narrow.blocks]).toEqual([32, 4, 64, 2]);
    // twice the lanes of half the size
    expect(narrow.blockBytes).toBe(wide.blockBytes);
    // what goes in and out is float64 in either
    expect([wide.memberBytes, narrow.memberBytes]).toEqual([8 * 600, 8 * 600]);
  });

  it('has one number for a sum over the members, not one of each', () => {
    expect(plan((x) => populationSum(gradient(x))).memberBytes).toBe(8 * 303);
  });
});
