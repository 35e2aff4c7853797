/** @file The steps of a filter, each compiled when it is first asked for: what runs again and again outside of any loop. */
import { compile } from '../../core/compile.ts';
import type { Tree } from '../../core/tree.ts';
import type { Draws, Filter, FilterMemory } from '../filters/filter.ts';
import type { Reading } from '../state-model.ts';

/** Numbers in, numbers out. */
export interface CompiledSteps {
  readonly correct: (memory: FilterMemory, sensor: number, reading: Reading, input: Tree, draws: Draws) => FilterMemory;
  readonly settle: (memory: FilterMemory) => FilterMemory;
  readonly predict: (memory: FilterMemory, input: Tree, draws: Draws) => FilterMemory;
}

type Step = (...given: Tree[]) => FilterMemory;

export function compiledSteps(filter: Filter): CompiledSteps {
  const known = new Map<string, Step>();
  /** The function of this name, for what it was first called with and for whatever else. */
  const run = (name: string, f: Step, given: Tree[]): FilterMemory => {
    const compiled = known.get(name) ?? (compile(f, given) as Step);
    known.set(name, compiled);
    return compiled(...given);
  };
  return {
    correct: (memory, sensor, reading, input, draws) =>
      run(
        `correct ${sensor}`,
        (now, told, acts, numbers) =>
          filter.correct(now as FilterMemory, sensor, told as Reading, acts, numbers as Draws).memory,
        [memory, reading, input, draws as Tree],
      ),
    settle: (memory) =>
      filter.settle ? run('settle', (now) => filter.settle!(now as FilterMemory), [memory]) : memory,
    predict: (memory, input, draws) =>
      run('predict', (now, acts, numbers) => filter.predict(now as FilterMemory, acts, numbers as Draws), [
        memory,
        input,
        draws as Tree,
      ]),
  };
}
