/** @file What the workers of the Senses do: one estimates the rollout that is seen, another judges many. */
import type { PopulationRunner } from '../../../../parallel/population-runner.ts';
import { evaluationOf } from '../../../../scene/parse.ts';
import { fitRuns, fitSenses } from '../../../../senses/fit.ts';
import { monteCarloOf } from '../../../../senses/monte-carlo.ts';
import { outcomeWords } from '../../../../senses/outcome.ts';
import { diagnoseSenses, doctorRuns } from '../../../../senses/scene-doctor.ts';
import { type Handlers, handOver, type Ongoing } from '../../../worker/calls.ts';
import type { RunsDone, SensesCalls, SensesRequest } from '../calls.ts';
import { Estimating } from './estimating.ts';

/** Whatever is thrown once a call is cancelled says nothing. */
async function unlessCancelled<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) throw error;
    return null;
  }
}

export function sensesHandlers(runner: PopulationRunner): Handlers<SensesCalls> {
  const estimating = new Estimating();
  const runsOf = (
    { switches, seed, source: { scene } }: SensesRequest,
    runs: number,
    { signal, tell }: Ongoing<RunsDone>,
  ) => ({
    runs,
    seed: seed ?? evaluationOf(scene).test.seed,
    switches,
    runner,
    signal,
    onProgress: (done: number, total: number) => tell({ done, total }),
  });
  return {
    estimate(request) {
      const estimated = estimating.estimate(request);
      return handOver(estimated, [estimated.arm.poses, estimated.believed.poses]);
    },
    monteCarlo: ({ request, runs }, ongoing) =>
      unlessCancelled(ongoing.signal, async () => {
        const experiment = estimating.experimentOf(request.source);
        const parameters = estimating.parametersOf(experiment, request.source);
        const report = await monteCarloOf(experiment, parameters, runsOf(request, runs, ongoing));
        return { report, outcome: outcomeWords(experiment.settings.task, report.outcome) };
      }),
    diagnose: ({ request }, ongoing) =>
      unlessCancelled(ongoing.signal, () => {
        const experiment = estimating.experimentOf(request.source);
        const parameters = estimating.parametersOf(experiment, request.source);
        return diagnoseSenses(experiment, parameters, runsOf(request, doctorRuns, ongoing));
      }),
    fit: ({ request }, ongoing) =>
      unlessCancelled(ongoing.signal, () => {
        const experiment = estimating.experimentOf(request.source);
        const parameters = estimating.parametersOf(experiment, request.source);
        return fitSenses(experiment, parameters, runsOf(request, fitRuns, ongoing));
      }),
  };
}
