/** @file What the worker that plans does for the page's calls: one scene at a time, running or at rest. */
import { changeOfScenes } from '../../../../../scene/robot.ts';
import type { Experiment } from '../../../../../scene/experiment.ts';
import type { Scenario } from '../../../../../rollout/scenario.ts';
import { tensor } from '../../../../../core/population-tensor.ts';
import type { Scene } from '../../../../../scene/schema.ts';
import { type Handlers, handOver } from '../../../../worker/calls.ts';
import type { RobotFile } from '../../calls.ts';
import { experimentOf, isSameFile } from '../../experiment-of.ts';
import { mainMeasureName } from '../../main-measure-name.ts';
import { targetOf } from '../../target.ts';
import { linkOf } from '../../work.ts';
import type { LiveFacts, LiveNews, LiveRequest, Place, PlanCalls, Steering } from '../calls.ts';
import { LiveLoop, type Watch } from './live-loop.ts';
import type { LiveMpc } from '../../../../../plan/mpc/live.ts';
import type { PilotMaker } from './pilot.ts';
import { usualPush } from './spring.ts';

const sent = (news: LiveNews): LiveNews => handOver(news, [news.poses, news.path, news.tau]);

/** The scene's numbers, with the target somewhere else. */
function scenarioOf({ scene, given: { scenario } }: Experiment, target: Place | null): Scenario {
  const goal = target && targetOf(scene)?.goal;
  if (!goal) return scenario;
  const goals = { ...scenario.goals, [goal]: { ...scenario.goals[goal], position: tensor([...target]) } };
  return { ...scenario, goals };
}

/** The link that the task watches; of a task of no link, the last one that moves. */
const watchedLink = (experiment: Experiment): string =>
  linkOf(experiment) ??
  experiment.model.links.filter(({ body }) => body >= 0).at(-1)?.name ??
  experiment.model.links[0].name;

/** How long a plan is settled at rest: from nothing, and from the one before while a hand drags, ms. */
const settling = { first: 600, again: 100 } as const;

/** A scene that is open. */
interface Opened {
  readonly robot: RobotFile;
  experiment: Experiment;
  target: Place | null;
  readonly link: string;
  pilot: LiveMpc;
  loop: LiveLoop;
}

class Planning {
  readonly #makePilot: PilotMaker;
  readonly #watch: Watch;
  #opened: Opened | null = null;
  #isRunning = false;

  constructor(makePilot: PilotMaker, watch: Watch) {
    this.#makePilot = makePilot;
    this.#watch = watch;
  }

  open({ robot, scene, target }: LiveRequest): { facts: LiveFacts; news: LiveNews } {
    const known = this.#opened && isSameFile(this.#opened.robot, robot) ? this.#opened.experiment : null;
    const experiment = experimentOf(scene, robot, known);
    const link = watchedLink(experiment);
    const pilot = this.#makePilot(experiment, null);
    pilot.turnTo(scenarioOf(experiment, target));
    const loop = new LiveLoop(experiment, pilot, link, this.#watch);
    loop.turnTo(scenarioOf(experiment, target));
    this.#opened = { robot, experiment, target, link, pilot, loop };
    loop.settle(settling.first);
    return { facts: factsOf(this.#opened), news: sent(loop.news()) };
  }

  async live(signal: AbortSignal, tell: (news: LiveNews) => void): Promise<LiveNews> {
    const { loop } = this.#required();
    this.#isRunning = true;
    try {
      await loop.run(signal, (news) => tell(sent(news)));
    } finally {
      this.#isRunning = false;
    }
    return sent(loop.news());
  }

  steer(steering: Steering): LiveNews | null {
    const opened = this.#required();
    const { loop } = opened;
    const { scene, target, hold, push, speed, settings } = steering;
    if (speed !== undefined) loop.speed = speed;
    if (hold !== undefined) loop.hold = hold;
    if (push) loop.push(push);
    if (settings) this.#plan(opened, settings);
    if (scene) this.#change(opened, scene);
    if (target !== undefined) opened.target = target;
    if (scene || target !== undefined) loop.turnTo(scenarioOf(opened.experiment, opened.target));
    if (this.#isRunning) return null;
    if (scene || target !== undefined || settings) loop.settle(settling.again);
    return sent(loop.news());
  }

  restart(): LiveNews {
    const { loop } = this.#required();
    loop.restart();
    loop.settle(settling.first);
    return sent(loop.news());
  }

  #change(opened: Opened, scene: Scene): void {
    if (changeOfScenes(opened.experiment.scene, scene).touches === null) return;
    opened.experiment = experimentOf(scene, opened.robot, opened.experiment);
  }

  /** With other settings. */
  #plan(opened: Opened, settings: NonNullable<Steering['settings']>): void {
    opened.pilot = this.#makePilot(opened.experiment, settings);
    opened.loop.pilot = opened.pilot;
  }

  #required(): Opened {
    if (!this.#opened) throw new Error('nothing has been opened yet');
    return this.#opened;
  }
}

function factsOf({ experiment, link, pilot }: Opened): LiveFacts {
  const { model, settings, warnings } = experiment;
  const name = mainMeasureName(settings.task);
  return {
    model,
    link,
    terms: settings.task.terms.map(({ name: term }) => term),
    measure: name === undefined ? null : { name, unit: settings.task.measures[name].residual.unit },
    dt: settings.dt,
    push: usualPush(model),
    settings: pilot.settings,
    warnings,
  };
}

export function planHandlers(makePilot: PilotMaker, watch: Watch): Handlers<PlanCalls> {
  const planning = new Planning(makePilot, watch);
  return {
    open: (request) => planning.open(request),
    live: (_, { signal, tell }) => planning.live(signal, tell),
    steer: (steering) => planning.steer(steering),
    restart: () => planning.restart(),
  };
}
