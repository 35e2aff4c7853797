/** @file Functions that nobody holds any more leave nothing behind: no kernel, module, memory or graph. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ContentCache } from '../../../src/core/backend/content-cache.ts';
import { Executable } from '../../../src/core/backend/executable.ts';
import { compile } from '../../../src/core/compile.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { populationSum } from '../../../src/core/ops/structural.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { PopulationTensor, zeros } from '../../../src/core/population-tensor.ts';
import { scan } from '../../../src/core/scan.ts';
import { forwardDynamics } from '../../../src/dynamics/forward-dynamics.ts';
import { compileParallel } from '../../../src/parallel/compile-parallel.ts';
import { InlineRunner } from '../../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../../src/parallel/kernel-shards.ts';
import { nextTurn } from '../../../src/platform/node/next-turn.ts';
import { assetModel } from '../../support/robots.ts';

type Tensor = PopulationTensor;

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** What is left when everything that can be collected has been. */
async function alive(references: readonly WeakRef<object>[]): Promise<number> {
  for (let turn = 0; turn < 4; turn++) {
    // whatever was looked at stays until the turn ends
    await nextTurn();
    collect();
  }
  return references.filter((reference) => reference.deref()).length;
}

const model = assetModel('planar-2link');
const loss =
  (gain: number, steps: number) =>
  (x: Tensor): Tensor => {
    const { carry } = scan(
      (c: Tensor) => ({ carry: add(c, mul(gain, forwardDynamics(model, c, sin(c), mul(0.1, c)))), output: [] }),
      x,
      [],
      { length: steps },
    );
    return add(sum(carry), populationSum(mul(x, gain)));
  };
const start = (): Tensor => zeros([2], 40);

/** Runs a gradient and tells what was made for it; the numbers that it captures differ from those of others. */
function used(gain: number, steps: number): WeakRef<object>[] {
  const executable = new Executable(
    trace(
      grad((x: Tensor) => sum(loss(gain, steps)(x))),
      start(),
    ),
  );
  executable.run([new PopulationTensor({ shape: [2], population: 40 }, new Float64Array(80))]);
  return [
    executable,
    executable.graph,
    ...executable.factories.flatMap((factory) => [
      factory,
      factory.image()!,
      factory.image()!.module,
      factory.kernel(),
    ]),
    ...executable.factories.map((factory) => factory.kernel().memory.buffer),
  ].map((each) => new WeakRef<object>(each));
}

/** Hears of every memory or instance that is made from now on. */
function watch(name: 'Memory' | 'Instance', onMade: (made: object) => void): void {
  const Made = WebAssembly[name] as new (...given: unknown[]) => object;
  const value = class extends Made {
    constructor(...given: unknown[]) {
      super(...given);
      onMade(this);
    }
  };
  vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { [name]: { value } }));
}

afterEach(() => void vi.unstubAllGlobals());

describe('forty functions that were compiled, run and dropped', () => {
  it.each<[string, (i: number) => WeakRef<object>[]]>([
    ['of different code', (i) => used(0.5, 2 + i)],
    ['of the same code and different numbers', (i) => used(0.5 + i / 100, 3)],
    ['of the same content', () => used(0.25, 3)],
  ])('leave nothing alive: %s', async (_, make) => {
    const references = Array.from({ length: 40 }, (__, i) => make(i)).flat();
    expect(references.length).toBeGreaterThan(40 * 5);
    expect(await alive(references)).toBe(0);
  });

  it('leave nothing alive where loops over numbers were computed at once', async () => {
    const memories: WeakRef<object>[] = [];
    watch('Memory', (memory) => memories.push(new WeakRef(memory)));
    for (let i = 0; i < 40; i++) loss(0.01, 2 + i)(start());
    expect(memories.length).toBeGreaterThanOrEqual(40);
    expect(await alive(memories)).toBe(0);
  });

  it('leave nothing alive on the thread of a runner without workers', async () => {
    const memories: WeakRef<object>[] = [];
    watch('Memory', (memory) => memories.push(new WeakRef(memory)));
    const runner = new InlineRunner(kernelShards, nextTurn);
    const call = async (i: number): Promise<void> => {
      await compileParallel(loss(0.01, 2 + i), [start()], runner)(start());
    };
    for (let i = 0; i < 40; i++) await call(i);
    expect(memories.length).toBeGreaterThan(0);
    expect(await alive(memories)).toBe(0);
  });
});

it('content that is still in use is not made again, however many others have been', async () => {
  const kept = new Executable(trace(loss(0.125, 3), start()));
  const image = kept.factories[0].image();
  for (let i = 0; i < 70; i++) new Executable(trace(loss(0.375 + i / 100, 3), start())).factories[0].image();
  await alive([]);
  expect(new Executable(trace(loss(0.125, 3), start())).factories[0].image()).toBe(image);
});

it('a cache forgets the places of values that were collected', async () => {
  const cache = new ContentCache<object>();
  const kept = cache.get(1, [1], () => ({}));
  for (let i = 0; i < 100; i++) cache.get(i % 7, [i, i], () => ({}));
  expect(cache.size).toBe(101);
  await alive([]);
  expect(cache.size).toBe(1);
  expect(cache.get(1, [1], () => ({}))).toBe(kept);
});

it('a runner without workers makes the kernel of a function once, for all its calls and shards', async () => {
  const [members, runner] = [zeros([2], 300), new InlineRunner(kernelShards, nextTurn)];
  const run = compileParallel((x: Tensor) => add(sin(x), 1), [members], runner);
  const expected = compile((x: Tensor) => add(sin(x), 1), [members])(members);
  let instances = 0;
  watch('Instance', () => instances++);
  for (let call = 0; call < 5; call++) expect((await run(members)).data).toEqual(expected.data);
  expect(instances).toBe(1);
});
