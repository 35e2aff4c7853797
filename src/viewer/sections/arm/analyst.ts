/** @file The analysis worker's side: looks at the experiment, and checks its gradient, beside the run. */
import { tensor } from '../../../core/population-tensor.ts';
import { checkExperiment, type GradientTrust } from '../../../learning/check-experiment.ts';
import type { CheckPart } from '../../../learning/check-parts.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { handOver, type Ongoing } from '../../worker/calls.ts';
import type { Calls, CheckRequest, Look, PrepareRequest, RobotFile } from './calls.ts';
import { experimentOf } from './experiment-of.ts';
import { arraysOf, Looking } from './looking.ts';
import { targetOf } from './target.ts';
import { type CrowdLook, CrowdLooking, type Situation } from './train/crowd-look.ts';

interface Prepared {
  readonly robot: RobotFile;
  readonly experiment: Experiment;
  readonly looking: Looking;
  /** Null before many arms were looked at. */
  crowd: CrowdLooking | null;
}

export class Analyst {
  #prepared: Prepared | null = null;

  /** What changes numbers only costs no new trace; all else is compiled now, so that the first look need not wait for it. */
  prepare({ robot, scene, situation }: PrepareRequest): null {
    const before = this.#prepared;
    const known = before && isSameFile(before.robot, robot) ? before.experiment : null;
    const experiment = experimentOf(scene, robot, known);
    const isSame = before !== null && experiment.programs === before.experiment.programs;
    const looked = situation ? inSituation(experiment, situation) : experiment;
    const looking = isSame ? before.looking.of(looked) : new Looking(looked);
    this.#prepared = { robot, experiment, looking, crowd: isSame ? (before.crowd?.of(experiment) ?? null) : null };
    if (!isSame) looking.at(experiment.initialParameters);
    return null;
  }

  look({ parameters }: Calls['look']['argument']): Look {
    const look = this.#required().looking.at(parameters);
    return handOver(look, arraysOf(look));
  }

  lookAtMany({ parameters }: Calls['lookAtMany']['argument']): CrowdLook {
    const prepared = this.#required();
    prepared.crowd ??= new CrowdLooking(prepared.experiment);
    const look = prepared.crowd.at(parameters);
    return handOver(look, [look.poses, look.parameters]);
  }

  /** In a worker of its own: what it compiles would keep looks waiting. */
  check({ robot, scene, parameters }: CheckRequest, { signal, tell }: Ongoing<CheckPart>): Promise<GradientTrust> {
    return checkExperiment(experimentOf(scene, robot), { parameters, signal, onPart: tell });
  }

  #required(): Prepared {
    if (!this.#prepared) throw new Error('nothing has been prepared yet');
    return this.#prepared;
  }
}

/** The experiment whose one rollout begins and ends elsewhere. */
function inSituation(experiment: Experiment, { q, v, goal }: Situation): Experiment {
  const target = targetOf(experiment.scene);
  const { goals } = experiment.given.scenario;
  return experiment.from({
    initial: { q: tensor([...q]), v: tensor([...v]) },
    goals: target && goal ? { [target.goal]: { ...goals[target.goal], position: tensor([...goal]) } } : {},
  });
}

/** Asked with every change, while a target is dragged too: bytes are compared as they are. */
function isSameFile(one: RobotFile, other: RobotFile): boolean {
  if (one.name !== other.name) return false;
  const [content, also] = [one.content, other.content];
  if (typeof content === 'string' || typeof also === 'string') return content === also;
  return content.length === also.length && content.every((byte, i) => byte === also[i]);
}
