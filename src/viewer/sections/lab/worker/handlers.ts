/** @file What the Lab's worker does: draws figures of a study, finer and finer, and plays points of its surface. */
import { labFigures } from '../../../../lab/figures/all.ts';
import { dimensions } from '../../../../lab/figures/names.ts';
import { lossesOf } from '../../../../lab/figures/losses.ts';
import { pointOn, projectOnto } from '../../../../learning/surface/plane.ts';
import type { PopulationRunner } from '../../../../parallel/population-runner.ts';
import { nextTurn } from '../../../../platform/web/next-turn.ts';
import type { Experiment } from '../../../../scene/experiment.ts';
import { type Handlers, handOver } from '../../../worker/calls.ts';
import { Looking } from '../../arm/looking.ts';
import { targetPosition } from '../../arm/target.ts';
import { linkOf } from '../../arm/work.ts';
import type { LabCalls, PlanePoint, Played } from '../calls.ts';
import { Examiner } from './examiner.ts';
import { factsOf, type Seen, Studies } from './studies.ts';

/** Plays points; the same experiment is compiled once. */
class Player {
  readonly #looking = new WeakMap<Experiment, Looking>();

  play({ look: { study, frame, lowest }, robot }: Seen, at: PlanePoint | null): Played {
    if (!study.arm) throw new Error('this landscape moves no arm');
    const { experiment, rollouts } = study.arm;
    const { motion, loss, tau, costates } = this.#lookingAt(experiment).at(at ? pointOn(frame.plane, at) : lowest.x);
    const path = motion.paths[linkOf(experiment) ?? ''] ?? new Float64Array();
    return {
      robot,
      model: experiment.model,
      motion,
      path,
      target: targetPosition(experiment.scene),
      loss,
      rollouts,
      tau,
      costates: { tau: costates.tau, v: costates.v, q: costates.q },
      at: at ?? projectOnto(frame.plane, lowest.x).coordinates,
      by: at ? null : lowest.by,
    };
  }

  #lookingAt(experiment: Experiment): Looking {
    const known = this.#looking.get(experiment) ?? new Looking(experiment);
    this.#looking.set(experiment, known);
    return known;
  }
}

/** Whatever is thrown once a call is cancelled says nothing. */
async function unlessCancelled<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) throw error;
    return null;
  }
}

export function labHandlers(runner: PopulationRunner): Handlers<LabCalls> {
  const studies = new Studies(runner);
  const player = new Player();
  const examiner = new Examiner(studies);
  return {
    prepare: ({ request }, { signal }) =>
      unlessCancelled(signal, async () => {
        const { look } = await studies.look(request, signal);
        // its coarsest level has all programs of a surface compiled
        const levels = labFigures.surface.draw(look, { signal })[Symbol.asyncIterator]();
        await levels.next();
        await levels.return?.();
        return null;
      }),
    draw: ({ request, figures }, { signal, tell }) =>
      unlessCancelled(signal, async () => {
        const sight = figures.includes('surface') ? await studies.firstSight(request, signal) : null;
        if (sight) tell({ kind: 'figure', figure: 'surface', drawings: sight });
        const seen = await studies.look(request, signal);
        const { look } = seen;
        tell({ kind: 'facts', facts: factsOf(seen), losses: lossesOf(look) });
        for (const figure of figures) {
          if (labFigures[figure].missing(look) !== null) continue;
          for await (const drawings of labFigures[figure].draw(look, { signal, dimensions })) {
            tell({ kind: 'figure', figure, drawings });
            // what cancels it is heard then
            await nextTurn();
            signal.throwIfAborted();
          }
        }
        return null;
      }),
    tryOut: ({ request, place }, { signal }) => unlessCancelled(signal, () => studies.tryOut(request, place, signal)),
    async play({ request, at }, { signal }) {
      const played = player.play(await studies.look(request, signal), at);
      return handOver(played, [
        played.motion.poses,
        ...Object.values(played.motion.paths),
        played.tau,
        ...Object.values(played.costates),
      ]);
    },
    examine: ({ request }, ongoing) => unlessCancelled(ongoing.signal, () => examiner.examine(request, ongoing)),
    try: ({ request, ...which }, ongoing) =>
      unlessCancelled(ongoing.signal, () => examiner.try(request, which, ongoing)),
  };
}
