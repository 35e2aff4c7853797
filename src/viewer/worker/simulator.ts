/** @file The worker's side of the protocol, apart from the port: loads experiments and optimizes them, one iteration at a time. */
import { activeBackend } from '../../core/backend/choose-backend.ts';
import { NonFiniteError } from '../../errors.ts';
import { nextTurn } from '../../optimize/next-turn.ts';
import { loadRobot } from '../../robot/urdf/load.ts';
import { assemble } from '../../scene/assemble.ts';
import { defaultScene } from '../../scene/default-scene.ts';
import { failureOf } from './failure.ts';
import { motionOf } from './motion.ts';
import { type End, PageJob } from './optimization.ts';
import type { Kept, Loaded, LoadRequest, PageMessage } from './protocol.ts';
import { buffersOf, type Post, Reporter, type Workplace } from './reporter.ts';

/** A request to optimize; two of them are not the same, whatever their numbers. */
interface Asked {
  readonly request: number;
  readonly iterations: number;
}

export class Simulator {
  readonly #post: Post;
  #workplace: Workplace | null = null;
  /** What shall go on; nothing after a pause or a load. */
  #wanted: Asked | null = null;
  /** Ended when the last loop that was asked for has: there is one at a time. */
  #loop: Promise<void> = Promise.resolve();

  constructor(post: Post) {
    this.#post = post;
  }

  receive(message: PageMessage): void {
    if (message.type === 'pause') this.#wanted = null;
    else if (message.type === 'load') this.#load(message.request, message.load);
    else this.#optimize(message.request, message.iterations);
  }

  #load(request: number, load: LoadRequest): void {
    this.#wanted = null;
    try {
      const loaded = this.#build(load);
      this.#post({ type: 'loaded', request, loaded }, buffersOf(loaded.motion));
    } catch (error) {
      this.#post({ type: 'failed', request, failure: failureOf(error, 'scene'), kept: null }, []);
    }
  }

  /** Builds the experiment beside the present one, which stays where the new one fails. */
  #build({ robot, scene: given, startFrom, restarts }: LoadRequest): Loaded {
    const options = { file: robot.name, repair: robot.repair ?? false };
    const scene = given ?? defaultScene(loadRobot(robot.content, options).model, robot.name);
    const assembled = assemble(scene, robot.content, options);
    const start = startFrom?.length === restarts * assembled.layout.size ? startFrom : null;
    const experiment = start ? { ...assembled, initialParameters: start.slice(0, assembled.layout.size) } : assembled;
    const draw = motionOf(experiment.model, experiment.settings.steps);
    const optimization = new PageJob(experiment, restarts, start);
    const motion = draw(experiment.simulate(optimization.shown));
    this.#workplace = { experiment, draw, optimization, isCompiled: false };
    const { model, findings, repairs, disconnected, storedBytes, layout } = experiment;
    return {
      scene,
      restarts,
      backend: activeBackend(),
      model,
      findings,
      repairs,
      parameterCount: layout.size,
      disconnected,
      storedBytes,
      parameters: optimization.parameters,
      motion,
    };
  }

  /** A request takes the place of the one before, whose loop ends between two iterations and is waited for. */
  #optimize(request: number, iterations: number): void {
    const workplace = this.#workplace;
    if (!workplace) return;
    const asked = { request, iterations };
    this.#wanted = asked;
    this.#loop = this.#loop.then(() => this.#run(workplace, asked));
  }

  async #run(workplace: Workplace, asked: Asked): Promise<void> {
    const { request } = asked;
    try {
      const ended = await this.#iterate(workplace, asked);
      if (this.#workplace === workplace) this.#stop(workplace, request, ended);
    } catch (error) {
      const during = error instanceof NonFiniteError ? 'optimize' : 'internal';
      const kept = during === 'optimize' ? keptOf(workplace) : null;
      this.#post(
        { type: 'failed', request, failure: failureOf(error, during), kept },
        kept ? buffersOf(kept.motion) : [],
      );
    } finally {
      if (this.#wanted === asked) this.#wanted = null;
    }
  }

  async #iterate(workplace: Workplace, asked: Asked): Promise<End> {
    const { optimization } = workplace;
    const last = optimization.iteration + asked.iterations;
    const reporter = new Reporter(workplace, asked.request, this.#post);
    for (;;) {
      const isWanted = this.#wanted === asked && this.#workplace === workplace;
      const ended = isWanted ? endOf(optimization, last) : { outcome: 'paused' as const };
      if (ended) {
        reporter.report();
        return ended;
      }
      reporter.add(await optimization.step());
      await nextTurn();
    }
  }

  #stop(workplace: Workplace, request: number, ended: End): void {
    const kept = keptOf(workplace);
    const paths = ended.outcome === 'paused' ? null : workplace.optimization.otherPaths();
    this.#post({ type: 'stopped', request, stopped: { ...ended, ...kept, paths } }, buffersOf(kept.motion, paths));
  }
}

/** The best so far; the start where nothing was evaluated yet. */
function keptOf({ optimization: { bestParameters }, experiment, draw }: Workplace): Kept {
  const motion = draw(experiment.simulate(bestParameters.slice(0, experiment.layout.size)));
  return { parameters: bestParameters, motion };
}

/** Why there is nothing left to do, if there is not. */
const endOf = (optimization: PageJob, last: number): End | null =>
  optimization.end ?? (optimization.iteration >= last ? { outcome: 'iterations' } : null);
