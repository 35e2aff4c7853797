/** @file What became of an experiment's gradient program, in numbers. */
import { measurePeakRate } from '../core/backend/peak-rate.ts';
import { explainProgram, type ProgramReport, type RegionReport } from '../core/backend/explain-program.ts';
import type { Executable } from '../core/backend/executable.ts';
import { type MemoryPlan, planMemory } from '../parallel/memory-plan.ts';

export interface Explanation {
  readonly scene: string;
  readonly robot: string;
  readonly controller: string;
  readonly steps: number;
  readonly members: number;
  /** Kernels in the order they run. */
  readonly kernels: readonly ProgramReport[];
  /** Operations that look across members, evaluated between kernels. */
  readonly nodesBetween: readonly string[];
  readonly memory: MemoryPlan;
  readonly limit: Limit;
}

/** What operations alone allow. */
export interface Limit {
  /** Of one member, everything that runs once shared out among the steps. */
  readonly operationsPerStep: number;
  /** Of one core, operations of one member; `null` where WebAssembly SIMD is missing. */
  readonly peakOperationsPerSecond: number | null;
  readonly peakIs: 'measured now: independent additions and multiplications in registers, one core';
  /** Of one member, rollout and gradient. */
  readonly secondsPerStep: number | null;
}

/** What is explained, by the names that people know. */
export interface Explained {
  readonly scene: string;
  readonly robot: string;
  readonly controller: string;
  readonly steps: number;
  readonly members: number;
  /** Loss and gradient, traced. */
  readonly evaluation: Executable;
}

export function explainExperiment({ evaluation, ...names }: Explained): Explanation {
  const kernels = evaluation.factories.map((factory) =>
    explainProgram(factory.stage, factory.laidOut('wasm'), { fuses: factory.fuses }),
  );
  const nodesBetween = evaluation.stages.flatMap((stage) =>
    stage.kind === 'node' ? [stage.application.primitive.name] : [],
  );
  const operations = kernels.flatMap(({ regions }) => regions).reduce((total, region) => total + executed(region), 0);
  const operationsPerStep = operations / names.steps;
  const peakOperationsPerSecond = measurePeakRate();
  return {
    ...names,
    kernels,
    nodesBetween,
    memory: planMemory(evaluation, 1, 'wasm'),
    limit: {
      operationsPerStep,
      peakOperationsPerSecond,
      peakIs: 'measured now: independent additions and multiplications in registers, one core',
      secondsPerStep: peakOperationsPerSecond && operationsPerStep / peakOperationsPerSecond,
    },
  };
}

/** Operations of one member in all steps. */
const executed = ({ operations, steps }: RegionReport): number => operations * steps;
