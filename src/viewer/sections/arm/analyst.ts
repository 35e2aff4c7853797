/** @file The analysis worker's side: looks at the experiment, and checks its gradient, beside the run. */
import { checkExperiment, type GradientTrust } from '../../../learning/check-experiment.ts';
import type { CheckPart } from '../../../learning/check-parts.ts';
import type { Experiment } from '../../../scene/experiment.ts';
import { setAsidePart, smoothed } from '../../../scene/smooth.ts';
import type { Scene } from '../../../scene/schema.ts';
import { handOver, type Ongoing } from '../../worker/calls.ts';
import type { Calls, CheckRequest, Look, PrepareRequest, RobotFile, SecondRequest } from './calls.ts';
import { experimentOf, isSameFile } from './experiment-of.ts';
import { arraysOf, Looking } from './looking.ts';
import type { InBoth, SecondLook } from './second/results.ts';
import { evaluateInBoth } from './second/evaluate-in-both.ts';
import { lookInSecond } from './second/second-look.ts';
import { type CrowdLook, CrowdLooking } from './train/crowd-look.ts';
import type { Situation } from './train/situation.ts';

interface Prepared {
  readonly robot: RobotFile;
  readonly experiment: Experiment;
  readonly situation: Situation | null;
  readonly looking: Looking;
  /** Null before many arms were looked at. */
  crowd: CrowdLooking | null;
}

export class Analyst {
  #prepared: Prepared | null = null;

  /** What changes numbers only costs no new trace; all else is compiled now, so that the first look need not wait for it. */
  prepare({ robot, scene, situation }: PrepareRequest): null {
    const before = this.#prepared;
    const experiment = this.#like(scene, robot);
    const isSame = before !== null && experiment.programs === before.experiment.programs;
    const looking = isSame ? before.looking.of(experiment) : new Looking(experiment);
    const crowd = isSame ? (before.crowd?.of(experiment) ?? null) : null;
    this.#prepared = { robot, experiment, situation, looking, crowd };
    if (!isSame) looking.at(experiment.initialParameters);
    return null;
  }

  look({ parameters }: Calls['look']['argument']): Look {
    const { looking, situation } = this.#required();
    const look = looking.at(parameters, situation);
    return handOver(look, arraysOf(look));
  }

  lookAtMany({ parameters }: Calls['lookAtMany']['argument']): CrowdLook {
    const prepared = this.#required();
    prepared.crowd ??= new CrowdLooking(prepared.experiment);
    const look = prepared.crowd.at(parameters);
    return handOver(look, [look.poses, look.parameters]);
  }

  /** Of an experiment of its own, so that looks and what they are prepared with may come between its steps. */
  async lookInSecond(
    { robot, scene, situation, parameters }: SecondRequest,
    ongoing: Ongoing<number>,
  ): Promise<SecondLook | null> {
    const look = await lookInSecond(this.#like(scene, robot), { parameters, situation }, ongoing);
    return look && handOver(look, [look.poses]);
  }

  evaluateInBoth({ robot, scene, parameters }: CheckRequest, ongoing: Ongoing<number>): Promise<InBoth | null> {
    return evaluateInBoth(this.#like(scene, robot), parameters, ongoing);
  }

  /** In a worker of its own: what it compiles would keep looks waiting. */
  async check(
    { robot, scene, parameters }: CheckRequest,
    { signal, tell }: Ongoing<CheckPart>,
  ): Promise<GradientTrust> {
    const { scene: smooth, setAside } = smoothed(scene);
    const parts = setAside.map(setAsidePart);
    parts.forEach(tell);
    const report = await checkExperiment(experimentOf(smooth, robot), { parameters, signal, onPart: tell });
    return { ...report, parts: [...parts, ...report.parts] };
  }

  /** An experiment, with the programs of the prepared one where they are its own. */
  #like(scene: Scene, robot: RobotFile): Experiment {
    const known = this.#prepared;
    return experimentOf(scene, robot, known && isSameFile(known.robot, robot) ? known.experiment : null);
  }

  #required(): Prepared {
    if (!this.#prepared) throw new Error('nothing has been prepared yet');
    return this.#prepared;
  }
}
