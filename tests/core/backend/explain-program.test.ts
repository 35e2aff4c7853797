/** @file The explanation of a program is that of the layout that runs. */
import { describe, expect, it } from 'vitest';
import { Executable, type ExecutableOptions } from '../../../src/core/backend/executable.ts';
import { grad } from '../../../src/core/derivative/functions.ts';
import { trace } from '../../../src/core/graph.ts';
import { add, mul } from '../../../src/core/ops/elementwise.ts';
import { sum } from '../../../src/core/ops/reduction.ts';
import { sin } from '../../../src/core/ops/trigonometric.ts';
import { type PopulationTensor, zeros } from '../../../src/core/population-tensor.ts';
import { explainProgram, type ProgramReport } from '../../../src/core/backend/explain-program.ts';
import { scan } from '../../../src/core/scan.ts';

const steps = 400;
const loss = (x: PopulationTensor): PopulationTensor =>
  sum(
    scan((c: PopulationTensor) => ({ carry: add(c, mul(0.1, sin(mul(c, x)))), output: [] }), x, [], { length: steps })
      .carry,
  );

function explained(options: ExecutableOptions): { readonly report: ProgramReport; readonly memoryBytes: number } {
  const executable = new Executable(trace(grad(loss), zeros([20], 64)), options);
  const [factory] = executable.factories;
  const report = explainProgram(factory.stage, factory.laidOut('wasm'), { fuses: factory.fuses });
  const { memoryBytes, lanes } = factory.image()!;
  expect(report.lanes).toBe(lanes);
  return { report, memoryBytes };
}

/** Times that the loops run, of each direction. */
const timesOf = ({ regions }: ProgramReport, reverse: boolean): number[] =>
  regions.filter((region) => region.steps > 1 && region.isReverse === reverse).map((region) => region.steps);

describe('explainProgram', () => {
  it.each<[string, ExecutableOptions, ProgramReport['records'], number]>([
    ['whole', {}, 'whole', 1],
    ['in float32', { precision: 'float32', cacheMemory: 2 ** 26 }, 'whole', 1],
    ['in windows', { cacheMemory: 2 ** 15 }, 'windows', 1],
    ['in segments, whose steps run twice', { blockMemory: 2 ** 17 }, 'segments', 2],
  ])('tells memory, lanes and steps of the layout that runs: %s', (_, options, records, runs) => {
    const { report, memoryBytes } = explained(options);
    expect(report.records).toBe(records);
    expect(report.memoryBytes).toBe(memoryBytes);
    expect(timesOf(report, false)[0]).toBe(runs * steps);
    expect(timesOf(report, true)[0]).toBe(steps);
  });

  it('is of the whole layout in float64 where lanes are given', () => {
    const [{ stage }] = new Executable(trace(grad(loss), zeros([20], 64)), { blockMemory: 2 ** 17 }).factories;
    const { records, lanes } = explainProgram(stage, 2);
    expect([records, lanes]).toEqual(['whole', 2]);
  });
});
