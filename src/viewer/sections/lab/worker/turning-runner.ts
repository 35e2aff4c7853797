/** @file A runner that lets the event loop turn between runs: what cancels a long drawing is heard, and a point is played in its midst. */
import { Pace } from '../../../../learning/pace.ts';
import type { PopulationRun, PopulationRunner } from '../../../../parallel/population-runner.ts';

export class TurningRunner implements PopulationRunner {
  readonly #runner: PopulationRunner;
  readonly #pace = new Pace();

  constructor(runner: PopulationRunner) {
    this.#runner = runner;
  }

  get size(): number {
    return this.#runner.size;
  }

  allocate(length: number): Float64Array {
    return this.#runner.allocate(length);
  }

  async run(run: PopulationRun): Promise<boolean> {
    await this.#pace.step();
    run.signal?.throwIfAborted();
    return this.#runner.run(run);
  }

  close(): Promise<void> {
    return this.#runner.close();
  }
}
