/** @file What a run will take, from the laid-out programs themselves: said before it starts. */
import { activeBackend, type Backend } from '../core/backend/choose-backend.ts';
import type { Executable } from '../core/backend/executable.ts';
import type { KernelFactory } from '../core/backend/kernel-factory.ts';
import { outputTypes } from '../core/backend/run-blocks.ts';
import { largest } from '../core/largest.ts';
import type { LaidOutProgram } from '../core/program/compile-program.ts';
import type { Step } from '../core/program/arrange/schedule.ts';
import { sizeOf } from '../core/shape.ts';
import { cutIntoShards } from './shard.ts';
import { formatBytes } from '../text/quantities.ts';

export interface MemoryPlan {
  readonly members: number;
  /** Members that run at once; spare lanes repeat the last one. */
  readonly lanes: number;
  /** Of one block, with all that its steps keep. */
  readonly blockBytes: number;
  /** Blocks in memory at a time: one for each thread. */
  readonly blocks: number;
  /** Parameters and results of all members. */
  readonly memberBytes: number;
  /** Steps whose states a reverse sweep reads; 0 where there is no such sweep. */
  readonly keptSteps: number;
  /** Steps of a segment, where only one segment's states are kept at a time and those before are made again; or `null`. */
  readonly segmentSteps: number | null;
}

export function planMemory({ factories }: Executable, threads: number, backend: Backend = activeBackend()): MemoryPlan {
  const programs = factories.map((factory) => factory.laidOut(backend));
  const members = largest(
    1,
    factories.map(({ population }) => population),
  );
  const lanes = largest(
    1,
    programs.map(({ layout }) => layout.lanes),
  );
  return {
    members,
    lanes,
    blockBytes: programs.reduce((total, { layout, kernel }) => total + kernel.format.bytes * layout.size, 0),
    blocks: Math.min(threads, cutIntoShards(members, { lanes }).length),
    memberBytes: factories.reduce((total, factory) => total + bytesOfMembers(factory), 0),
    keptSteps: largest(0, programs.map(keptSteps)),
    segmentSteps: programs.flatMap(({ layout }) => layout.segments)[0]?.steps ?? null,
  };
}

/** Inputs and results, which are float64 whatever the kernels compute with. */
const bytesOfMembers = (factory: KernelFactory): number =>
  [...factory.stage.graph.inputs, ...factory.stage.captured, ...outputTypes(factory)].reduce(
    (sum, { shape, population }) => sum + Float64Array.BYTES_PER_ELEMENT * sizeOf(shape) * population,
    0,
  );

function keptSteps({ schedule: { steps } }: LaidOutProgram): number {
  const kept = (step: Step): number =>
    step.kind === 'scheduledLoop' ? largest(step.loop.keepsCarries ? step.loop.length : 0, step.steps.map(kept)) : 0;
  return largest(0, steps.map(kept));
}

/** One line for people. */
export function describeMemory({ members, lanes, blockBytes, blocks, memberBytes, ...kept }: MemoryPlan): string {
  const block = `${formatBytes(blockBytes)} for a block of ${lanes === 1 ? 'one lane' : `${lanes} lanes`}`;
  if (members === 1) return `memory: ${block}; ${describeKept(kept)}`;
  const threads = blocks === 1 ? 'one block at a time' : `${blocks} blocks at a time`;
  const all = `${formatBytes(blocks * blockBytes + memberBytes)} in all with the numbers of ${members} members`;
  return `memory: ${block}, ${threads}; ${all}; ${describeKept(kept)}`;
}

function describeKept({ keptSteps: steps, segmentSteps }: Pick<MemoryPlan, 'keptSteps' | 'segmentSteps'>): string {
  if (steps === 0) return 'no states are kept';
  return segmentSteps === null
    ? `the states of all ${steps} steps are kept for the reverse sweep, no checkpoints needed`
    : `checkpoints every ${segmentSteps} of ${steps} steps; the states between them are made again in the reverse sweep`;
}
