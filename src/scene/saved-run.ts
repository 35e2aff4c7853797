/** @file Run files with their scenes: written from a job, read, and opened again with their robots to go on with the same bits. */
import { requireInstance, requireInteger, requireParts, requireText } from '../core/arguments.ts';
import { AdjointError, SceneError } from '../errors.ts';
import { checksum } from '../formats/checksum.ts';
import type { MemberHistory } from '../optimize/iteration-values.ts';
import type { RunState } from '../optimize/run-state.ts';
import { type RobotSettings, unusual } from '../robot/robot-fields.ts';
import { requireRobotText } from '../robot/urdf/load-options.ts';
import type { End } from '../run/job.ts';
import { decodeRun, encodeRun, type RunFile } from '../run/run-file.ts';
import { assemble } from './assemble.ts';
import { Experiment } from './experiment.ts';
import { termNames } from './migrate.ts';
import { parseScene } from './parse.ts';
import { robotOf, withRobot } from './robot.ts';
import type { Scene } from './schema.ts';

/** A run file, and the scene in it. */
export interface SavedRun extends RunFile {
  readonly scene: Scene;
}

/** The part of a job that its run file says. */
export interface SavedJob {
  /** All that the best member goes on from. */
  readonly state: RunState;
  readonly members: number;
  readonly bestMember: number;
}

/** What a run file says besides. */
export interface RunTextOptions {
  /** Why the job was not gone on with. */
  readonly end?: Pick<End, 'outcome' | 'detail'> | null;
  /** Which of how many restarts it was that a job of one member goes on with. */
  readonly member?: RunFile['member'];
  /** Iterations that the caller has kept, where they are more than the job has: the best and the last among them. */
  readonly history?: MemberHistory;
}

/** What a run file knows its robot's file by, whatever mark of its encoding stands before it. */
export function robotChecksum(robot: string | Uint8Array): string {
  requireRobotText(robot);
  return checksum(typeof robot === 'string' ? robot.replace(/^\ufeff/, '') : new TextDecoder().decode(robot));
}

/**
 * Text of the run file of a job of this experiment, with the trajectory of its best parameters; `checksumOfRobot`: what `robotChecksum`
 * says of the file that the experiment was assembled with. Throws an ArgumentError where something of it is missing.
 */
export function writeRunText(
  experiment: Experiment,
  checksumOfRobot: string,
  job: SavedJob,
  options: RunTextOptions = {},
): string {
  requireInstance('experiment', experiment, Experiment, 'give what assemble(…) returns');
  requireText('checksumOfRobot', checksumOfRobot);
  requireParts('job', job, { state: 'an object', members: 'a number' }, 'give an Optimization');
  requireInteger('job.bestMember', job.bestMember, 0, job.members - 1);
  const { scene, estimates, layout } = experiment;
  const { end, history } = options;
  const robot = robotOf(scene);
  const { weld, repair } = robot;
  const member = job.members > 1 ? { index: job.bestMember, of: job.members } : options.member;
  const state = history ? { ...job.state, history } : job.state;
  return encodeRun({
    scene,
    robot: {
      checksum: checksumOfRobot,
      weld,
      repair,
      ...unusual(robot),
      ...(estimates.length > 0 && { estimates }),
    },
    parameters: layout.slots,
    state,
    ...(member && { member }),
    ...(end && { end }),
    trajectory: state.best && experiment.simulate(state.best.parameters),
  });
}

/** The run in a run file's text, of any version; its scene says all that is known of its robot. Throws a SceneError. */
export function readRun(text: string): SavedRun {
  const run = decodeRun(text, { terms: termNames });
  return { ...run, scene: withRobot(parseScene(run.scene), saidOf(run.robot)) };
}

/** What a run file says of how its robot was loaded; a file of version 1 says it nowhere else. */
export function saidOf({ checksum: _, estimates: __, ...said }: RunFile['robot']): Partial<RobotSettings> {
  return said;
}

function requireRobotOf({ robot, scene }: SavedRun, checksumOfRobot: string): void {
  if (robot.checksum === checksumOfRobot) return;
  const { file } = robotOf(scene);
  throw new AdjointError(`${file} is not the file that the run was made with; fix: restore it, or start a new run`);
}

/** Refuses to go on with another robot, or with parameters that are none of this experiment's; `checksumOfRobot`: of its file. */
export function requireRunOf(saved: SavedRun, { layout }: Experiment, checksumOfRobot: string): void {
  requireRobotOf(saved, checksumOfRobot);
  if (saved.state.parameters.length !== layout.size)
    throw new SceneError('$.run.parameters', `${saved.state.parameters.length} numbers`, `${layout.size} numbers`);
}

/** A run that can be gone on with: `Optimization.resume(experiment.one(), run.state)`. */
export interface OpenedRun {
  readonly experiment: Experiment;
  readonly run: SavedRun;
}

/**
 * The run in a run file's text, with its robot's file (`readRun(text).scene` names it). Throws a SceneError where the text is no run
 * file, a RobotFormatError where the robot cannot be read, and an AdjointError where it is another one.
 */
export function openRun(text: string, robot: string | Uint8Array): OpenedRun {
  const run = readRun(text);
  const found = robotChecksum(robot);
  requireRobotOf(run, found);
  const experiment = assemble(run.scene, robot, { file: robotOf(run.scene).file });
  requireRunOf(run, experiment, found);
  return { experiment, run };
}
