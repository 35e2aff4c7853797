/** @file Networks of dense layers: gradients by weights that members share are added up as they are made, in an order that only the population decides. */
import { afterEach, describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { chooseBackend } from '../../../src/core/backend/choose-backend.ts';
import { Executable, type ExecutableOptions } from '../../../src/core/backend/executable.ts';
import { KernelFactory } from '../../../src/core/backend/kernel-factory.ts';
import { outputKinds, runMembers } from '../../../src/core/backend/run-blocks.ts';
import { hvp, valueAndGrad } from '../../../src/core/derivative/functions.ts';
import { evaluateConcrete, type Graph, trace } from '../../../src/core/graph.ts';
import { relu } from '../../../src/core/ops/comparison.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { sigmoid, softplus } from '../../../src/core/ops/exponential.ts';
import { matmul } from '../../../src/core/ops/linear-algebra.ts';
import { populationMean, sum } from '../../../src/core/ops/reduction.ts';
import { square } from '../../../src/core/ops/arithmetic.ts';
import { tanh } from '../../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, tensor } from '../../../src/core/population-tensor.ts';
import { emitProgram } from '../../../src/core/backend/wasm/emit-program.ts';
import type { LaidOutProgram } from '../../../src/core/program/compile-program.ts';
import type { Precision } from '../../../src/core/program/record/number-format.ts';
import type { Step } from '../../../src/core/program/arrange/schedule.ts';
import type { KernelStage } from '../../../src/core/program/stages.ts';
import { tensorsOf } from '../../../src/core/tree.ts';
import { scan } from '../../../src/core/scan.ts';
import { cutIntoShards } from '../../../src/parallel/shard.ts';
import { sumPartials } from '../../../src/parallel/sum-partials.ts';
import { expectClose } from '../../support/check.ts';
import { drawTensor } from '../../support/draw-tensor.ts';
import { Random, testCases, testSeed } from '../../support/random.ts';

const { readWasm } = await wabt();

afterEach(() => chooseBackend('wasm'));

const random = new Random();
const below = (most: number): number => Math.floor(random.uniform(0, most));
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)];
const draw = (shape: readonly number[], population: number, size = 1): PopulationTensor =>
  drawTensor(random, { shape, population }, -size, size);

interface Layer {
  readonly weights: PopulationTensor;
  readonly biases: PopulationTensor;
}

interface Network {
  readonly sizes: readonly number[];
  readonly members: number;
  /** Weights are [out, in], not [in, out]. */
  readonly isOutFirst: boolean;
  readonly isShared: boolean;
  /** Steps, and steps inside of each: 0 where there is no loop. */
  readonly steps: readonly [outer: number, inner: number];
  readonly activation: (x: PopulationTensor) => PopulationTensor;
}

const drawNetwork = (members: number, isShared = random.uniform(0, 1) < 0.7): Network => {
  const width = 2 + below(20);
  return {
    sizes: [
      width,
      ...Array.from({ length: 1 + below(2) }, () => 1 + below(30)),
      oneOf([width, width, 1 + below(width)]),
    ],
    members,
    isOutFirst: random.uniform(0, 1) < 0.5,
    isShared,
    steps: oneOf([
      [0, 0],
      [4, 0],
      [3, 2],
    ]),
    activation: oneOf([tanh, sigmoid, softplus, relu]),
  };
};

const layersOf = ({ sizes, members, isOutFirst, isShared }: Network): Layer[] =>
  sizes.slice(1).map((out, i) => ({
    weights: draw(isOutFirst ? [out, sizes[i]] : [sizes[i], out], isShared ? 1 : members, 1 / Math.sqrt(sizes[i])),
    biases: draw([out], isShared ? 1 : members),
  }));

/** What the network makes of x, once or in loops that feed it back. */
const lossOf =
  ({ steps: [outer, inner], isOutFirst, activation }: Network) =>
  (layers: readonly Layer[], start: PopulationTensor): PopulationTensor => {
    const apply = (x: PopulationTensor): PopulationTensor =>
      layers.reduce((y, { weights, biases }, i) => {
        const z = add(isOutFirst ? matmul(weights, y) : matmul(y, weights), biases);
        return i < layers.length - 1 ? activation(z) : z;
      }, x);
    type State = { readonly x: PopulationTensor; readonly cost: PopulationTensor };
    const step = ({ x, cost }: State): { readonly carry: State; readonly output: [] } => {
      const y = sum(square(apply(x)));
      return { carry: { x: mul(0.9, add(x, mul(0.1, y))), cost: add(cost, y) }, output: [] };
    };
    const over = (state: State): { readonly carry: State; readonly output: [] } =>
      inner === 0 ? step(state) : { carry: scan(step, state, [], { length: inner }).carry, output: [] };
    const first = { x: start, cost: tensor(0) };
    return populationMean((outer === 0 ? step(first) : scan(over, first, [], { length: outer })).carry.cost);
  };

interface Traced {
  readonly graph: Graph;
  readonly inputs: readonly PopulationTensor[];
}

/** Value and gradients by weights, biases and start. */
function tracedGradient(network: Network): Traced {
  const layers = layersOf(network);
  const start = draw([network.sizes[0]], network.members);
  const f = (both: Point): PopulationTensor => lossOf(network)(both.layers, both.start);
  const graph = trace(valueAndGrad(f), { layers, start });
  return { graph, inputs: leavesOf({ layers, start }) };
}

/** The gradient's derivative along a direction. */
function tracedProduct(network: Network): Traced {
  const point = (): Point => ({ layers: layersOf(network), start: draw([network.sizes[0]], network.members) });
  const f = (both: Point): PopulationTensor => lossOf(network)(both.layers, both.start);
  const [at, direction] = [point(), point()];
  return { graph: trace(hvp(f), at, direction), inputs: [...leavesOf(at), ...leavesOf(direction)] };
}

interface Point {
  readonly layers: readonly Layer[];
  readonly start: PopulationTensor;
}

const leavesOf = (point: Point): PopulationTensor[] => tensorsOf(point);

const run = ({ graph, inputs }: Traced, options: ExecutableOptions = {}, backend: 'wasm' | 'interpreter' = 'wasm') => {
  chooseBackend(backend);
  return new Executable(graph, options).run(inputs).map(({ data }) => data);
};

/** The largest magnitude, or `least` where that is larger. */
const scaleOf = (data: Float64Array, least: number): number =>
  data.reduce((most, x) => Math.max(most, Math.abs(x)), least);

const textOf = ({ activation, ...network }: Network): string =>
  `TEST_SEED=${testSeed}: ${activation.name} ${JSON.stringify(network)}`;

describe('networks', () => {
  it.each([1, 7, 32, 33, 256])(
    'of %s members have the numbers of the ops, and the same bits on both backends',
    (members) => {
      for (let k = 0; k < testCases(members > 30 ? 1 : 2); k++) {
        const network = drawNetwork(members);
        for (const make of [tracedGradient, tracedProduct]) {
          const given = make(network);
          const compiled = run(given);
          expect(run(given, {}, 'interpreter'), textOf(network)).toEqual(compiled);
          evaluateConcrete(given.graph, given.inputs).forEach(({ data }, i) =>
            expectClose(compiled[i], data, 1e-11, scaleOf(data, 1e-3)),
          );
        }
      }
    },
  );

  it.each([5, 33, 100])(
    'of %s members have the same bits in float32 on both backends, near those values',
    (members) => {
      for (let k = 0; k < testCases(2); k++) {
        const network = drawNetwork(members);
        const given = tracedGradient(network);
        const compiled = run(given, { precision: 'float32' });
        expect(run(given, { precision: 'float32' }, 'interpreter'), textOf(network)).toEqual(compiled);
        run(given).forEach((data, i) => expectClose(compiled[i], data, 1e-3, scaleOf(data, 1e-2)));
      }
    },
  );

  it('have the same bits in blocks of few lanes, in segments, and whole', () => {
    for (let k = 0; k < testCases(2); k++) {
      const network = {
        ...drawNetwork(70, true),
        steps: oneOf([
          [20, 0],
          [9, 2],
        ] as const),
      };
      const given = tracedGradient(network);
      const whole = run(given);
      for (const options of [{ cacheMemory: 0 }, { blockMemory: 0 }, { blockMemory: 300_000 }] as const) {
        expect(run(given, options), textOf(network)).toEqual(whole);
        expect(run(given, options, 'interpreter'), textOf(network)).toEqual(whole);
      }
    }
  });

  it('have the same bits however the members are shared out', () => {
    for (const members of [33, 256, 1000]) {
      const network = { ...drawNetwork(members, true), steps: [3, 0] as const };
      const { graph, inputs } = tracedGradient(network);
      const executable = new Executable(graph);
      const [stage] = executable.stages.filter((each): each is KernelStage => each.kind === 'kernel');
      const factory = new KernelFactory(stage);
      const kinds = outputKinds(factory);
      const runShard = (first: number, count: number): Float64Array[] => {
        const outputs = stage.graph.outputs.map(
          ({ size }, i) => new Float64Array(size * (kinds[i] === 'members' ? members : 1)),
        );
        const arrays = { inputs: inputs.map(({ data }) => data), outputs, kinds, population: members };
        runMembers(factory.kernel(), arrays, first, count);
        return outputs;
      };
      const whole = runShard(0, members);
      const shards = cutIntoShards(members).map(({ first, count }) => runShard(first, count));
      expect(shards.length).toBeGreaterThan(1);
      kinds.forEach((kind, i) => {
        if (kind === 'sum') expect(sumPartials(shards.map((outputs) => outputs[i])), textOf(network)).toEqual(whole[i]);
      });
      expect(kinds).toContain('sum');
    }
  });
});

/** The program of a policy's gradient. */
function policyProgram(isOutFirst: boolean, precision: Precision): LaidOutProgram {
  const network = { sizes: [20, 64, 64, 20], members: 64, isOutFirst, isShared: true, activation: tanh };
  const { graph } = tracedGradient({ ...network, steps: [100, 0] });
  return new Executable(graph, { precision }).factories[0].laidOut('wasm');
}

const flat = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) => (step.kind === 'scheduledLoop' ? [step, ...flat(step.steps)] : [step]));

describe("the program of a policy's gradient", () => {
  it.each([false, true])('multiplies each matrix twice, and adds up three products (out first: %s)', (isOutFirst) => {
    const steps = flat(policyProgram(isOutFirst, 'float64').schedule.steps);
    const count = (kind: Step['kind']): number => steps.filter((step) => step.kind === kind).length;
    // forwards, and backwards by the input
    expect(count('matmul')).toBe(6);
    expect(count('accumulate')).toBe(3);
    // no transposed copies
    expect(count('gather')).toBe(0);
  });

  it.each(['float64', 'float32'] as const)('is a valid module where multiply-adds are fused: %s', (precision) => {
    const program = policyProgram(false, precision);
    const textOf = (fuses: boolean): string => {
      const module = readWasm(emitProgram(program, { fuses }).bytes, {
        simd: true,
        bulk_memory: true,
        relaxed_simd: fuses,
      });
      module.validate();
      const text = module.toText({});
      module.destroy();
      return text;
    };
    const count = (text: string): number => text.match(/relaxed_madd/g)?.length ?? 0;
    expect(count(textOf(false))).toBe(0);
    // eight sums of a block of each product at least
    expect(count(textOf(true))).toBeGreaterThan(8 * 9);
  });
});
