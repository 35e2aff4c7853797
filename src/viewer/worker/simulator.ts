/** @file The worker's side of the protocol, apart from the port: loads experiments and optimizes them, one iteration at a time. */
import { NonFiniteError } from '../../errors.ts';
import { loadRobot } from '../../robot/urdf/load.ts';
import type { Trajectory } from '../../rollout/trajectory.ts';
import { type Iteration, Run } from '../../run/run.ts';
import { assemble, type Experiment } from '../../scene/assemble.ts';
import { defaultScene } from './default-scene.ts';
import { failureOf } from './failure.ts';
import { motionOf } from './motion.ts';
import type { Kept, Loaded, LoadRequest, Motion, Outcome, PageMessage, Stopped, WorkerMessage } from './protocol.ts';

/** Iterations are told of at most this often, however fast they are, so that the page stays smooth, ms. */
const reportInterval = 30;
/** Rollouts are drawn at most this often while optimizing, ms. */
const motionInterval = 150;

/** Sends a message; the buffers are handed over, not copied. */
export type Post = (message: WorkerMessage, transfer: Transferable[]) => void;

interface Workplace {
  readonly experiment: Experiment;
  readonly draw: (trajectory: Trajectory) => Motion;
  readonly run: Run;
}

const buffersOf = (motion: Motion): Transferable[] => [motion.poses.buffer, motion.endEffector.buffer] as ArrayBuffer[];

/** Lets messages in between two iterations, without a timer's delay. */
const messagesIn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

export class Simulator {
  readonly #post: Post;
  #workplace: Workplace | null = null;
  #running = false;

  constructor(post: Post) {
    this.#post = post;
  }

  receive(message: PageMessage): void {
    if (message.type === 'pause') this.#running = false;
    else if (message.type === 'load') this.#load(message.request, message.load);
    else void this.#optimize(message.request, message.iterations);
  }

  #load(request: number, load: LoadRequest): void {
    this.#running = false;
    try {
      const loaded = this.#build(load);
      this.#post({ type: 'loaded', request, loaded }, buffersOf(loaded.motion));
    } catch (error) {
      this.#post({ type: 'failed', request, failure: failureOf(error, 'scene'), kept: null }, []);
    }
  }

  /** Builds the experiment beside the present one, which stays where the new one fails. */
  #build({ robot, scene: given, startFrom }: LoadRequest): Loaded {
    const options = { file: robot.name, repair: robot.repair ?? false };
    const scene = given ?? defaultScene(loadRobot(robot.content, options).model, robot.name);
    const assembled = assemble(scene, robot.content, options);
    const experiment =
      startFrom?.length === assembled.layout.size ? { ...assembled, initialParameters: startFrom } : assembled;
    const draw = motionOf(experiment.model, experiment.settings.steps);
    const run = Run.start(experiment);
    const { parameters } = run.state;
    const motion = draw(experiment.simulate(parameters));
    this.#workplace = { experiment, draw, run };
    const { model, findings, repairs, disconnected, storedBytes, layout } = experiment;
    return {
      scene,
      model,
      findings,
      repairs,
      parameterCount: layout.size,
      disconnected,
      storedBytes,
      parameters,
      motion,
    };
  }

  async #optimize(request: number, iterations: number): Promise<void> {
    const workplace = this.#workplace;
    if (!workplace || this.#running) return;
    this.#running = true;
    try {
      const ended = await this.#iterate(workplace, request, workplace.run.iteration + iterations);
      if (this.#workplace === workplace) this.#stop(workplace, request, ended);
    } catch (error) {
      const during = error instanceof NonFiniteError ? 'optimize' : 'internal';
      const kept = during === 'optimize' ? keptOf(workplace) : null;
      this.#post(
        { type: 'failed', request, failure: failureOf(error, during), kept },
        kept ? buffersOf(kept.motion) : [],
      );
    } finally {
      if (this.#workplace === workplace) this.#running = false;
    }
  }

  async #iterate(workplace: Workplace, request: number, last: number): Promise<Pick<Stopped, 'outcome' | 'detail'>> {
    const { run, experiment, draw } = workplace;
    let reported = performance.now();
    let drawn = -Infinity;
    let news: Iteration[] = [];
    const report = (parameters: Float64Array): void => {
      const now = performance.now();
      const motion = now - drawn > motionInterval ? draw(experiment.simulate(parameters)) : null;
      if (motion) drawn = now;
      this.#post(
        {
          type: 'iterations',
          request,
          iterations: news,
          elapsed: (now - reported) / 1000,
          parameters: run.state.parameters,
          motion,
        },
        motion ? buffersOf(motion) : [],
      );
      news = [];
      reported = now;
    };
    for (;;) {
      const ended =
        this.#running && this.#workplace === workplace
          ? outcomeOf(run, experiment, last)
          : { outcome: 'paused' as const };
      const { parameters } = run.state;
      if (!ended) news.push(run.step());
      if (news.length > 0 && (ended || performance.now() - reported > reportInterval)) report(parameters);
      if (ended) return ended;
      await messagesIn();
    }
  }

  #stop(workplace: Workplace, request: number, ended: Pick<Stopped, 'outcome' | 'detail'>): void {
    const kept = keptOf(workplace);
    this.#post({ type: 'stopped', request, stopped: { ...ended, ...kept } }, buffersOf(kept.motion));
  }
}

/** The best so far; the start where nothing was evaluated yet. */
function keptOf({ run: { state }, experiment, draw }: Workplace): Kept {
  const parameters = state.best?.parameters ?? state.parameters;
  return { parameters, motion: draw(experiment.simulate(parameters)) };
}

/** Why the run has nothing left to do, if it has not. */
function outcomeOf(
  { state, iteration }: Run,
  { scene: { tolerance = 0 } }: Experiment,
  last: number,
): { outcome: Outcome; detail?: string } | null {
  if (state.best && state.best.endEffectorError < tolerance) return { outcome: 'reached' };
  if (state.finished !== undefined) return { outcome: 'converged', detail: state.finished };
  return iteration >= last ? { outcome: 'iterations' } : null;
}
