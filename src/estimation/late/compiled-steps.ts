/** @file The steps of a filter, each compiled when it is first asked for: what runs again and again outside of any loop. */
import { compile } from '../../core/compile.ts';
import type { Tree } from '../../core/tree.ts';
import type { Draws, Filter, FilterMemory } from '../filters/filter.ts';
import type { Reading } from '../state-model.ts';

/** What a step is made of. */
type Told = { readonly memory: FilterMemory; readonly input: Tree; readonly draws: Draws };

/** Numbers in, numbers out. */
export interface CompiledSteps {
  readonly correct: (told: Told & { readonly reading: Reading }, sensor: number) => FilterMemory;
  readonly settle: (memory: FilterMemory) => FilterMemory;
  readonly predict: (told: Told) => FilterMemory;
}

export function compiledSteps(filter: Filter): CompiledSteps {
  const known = new Map<string, (given: Tree) => FilterMemory>();
  /** The function of this name, for what it was first called with and for whatever else. */
  const run = <X>(name: string, f: (given: X) => FilterMemory, given: X): FilterMemory => {
    const compiled = known.get(name) ?? compile((tree: Tree) => f(tree as X), [given as Tree]);
    known.set(name, compiled);
    return compiled(given as Tree);
  };
  return {
    correct: (told, sensor) =>
      run(
        `correct ${sensor}`,
        ({ memory, reading, input, draws }) => filter.correct(memory, sensor, reading, input, draws).memory,
        told,
      ),
    settle: (memory) => (filter.settle ? run('settle', filter.settle, memory) : memory),
    predict: (told) => run('predict', ({ memory, input, draws }) => filter.predict(memory, input, draws), told),
  };
}
