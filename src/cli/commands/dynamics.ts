/** @file `adjoint dynamics`: what the engine computes for one state of a robot, to be compared with a user's own tool. */
import { isFinite } from '../../core/backend/provenance.ts';
import { TracedFunction } from '../../core/compile.ts';
import { type PopulationTensor, tensor } from '../../core/population-tensor.ts';
import { tensorsOf, type TreeOf } from '../../core/tree.ts';
import { forwardDynamicsDerivatives } from '../../dynamics/forward-dynamics-derivatives.ts';
import { forwardDynamics } from '../../dynamics/forward-dynamics.ts';
import { linkPose } from '../../dynamics/forward-kinematics.ts';
import { bias, inverseDynamics } from '../../dynamics/inverse-dynamics.ts';
import { jacobian } from '../../dynamics/jacobian.ts';
import { jointFriction } from '../../dynamics/joint-friction.ts';
import { massMatrix } from '../../dynamics/mass-matrix.ts';
import { NonFiniteError } from '../../errors.ts';
import { readBytes, robotFileMeant } from '../../platform/node/files.ts';
import { independentJoints } from '../../robot/independent-joints.ts';
import type { RobotModel } from '../../robot/model.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { formatFindings } from '../../robot/findings.ts';
import { printable } from '../../text/printable.ts';
import { operand, type OptionValues, UsageError } from '../arguments.ts';
import { jointOption, loadWithOptions, robotHelp, robotOptions } from '../robot-options.ts';
import { glossary, table, type Terminal } from '../terminal.ts';
import { type Command, type ExitStatus, exitStatus } from './command.ts';

const help = `Usage: adjoint dynamics ROBOT [options]

Prints the dynamics of ROBOT, a URDF file or the name of a built-in robot, in one state: mass
matrix M, bias (Coriolis, centrifugal, gravity), forward dynamics a for the forces tau, inverse
dynamics of that a, joint friction (not part of the others), pose and Jacobian of a frame, and the
derivatives da/dq, da/dv, da/dtau. SI units; joints in depth-first file order, those that follow
others left out; the root link is fixed to the world.

Options:
${glossary([
  ['--q LIST', 'configuration, rad or m: 0.1,0.2,… or joint=0.1,… (others 0)'],
  ['--v LIST', 'velocity, rad/s or m/s'],
  ['--tau LIST', 'forces, N m or N'],
  ['--frame LINK', 'frame to give pose and Jacobian of (default: the last link)'],
  ...robotHelp,
  ['--json', 'print JSON, keyed by joint name'],
  ['--help', 'show this text'],
])}

Jacobian rows: angular x y z, linear x y z, in world axes at the frame's origin.
`;

type Vector = Record<string, number>;
type Matrix = Record<string, Vector>;

export interface DynamicsReport {
  readonly robot: string;
  readonly joints: readonly string[];
  readonly q: Vector;
  readonly v: Vector;
  readonly tau: Vector;
  readonly M: Matrix;
  readonly bias: Vector;
  readonly friction: Vector;
  readonly a: Vector;
  readonly inverseDynamics: Vector;
  readonly frame: {
    readonly link: string;
    readonly position: number[];
    readonly rotation: number[][];
    readonly jacobian: Record<string, number[]>;
  };
  readonly 'da/dq': Matrix;
  readonly 'da/dv': Matrix;
  readonly 'da/dtau': Matrix;
}

export interface DynamicsState {
  readonly q: readonly number[];
  readonly v: readonly number[];
  readonly tau: readonly number[];
  readonly frame: string;
}

/** Everything that the command prints, for one state. */
export function reportDynamics(model: RobotModel, state: DynamicsState): DynamicsReport {
  const joints = independentJoints(model).map(({ name }) => name);
  const vector = (x: PopulationTensor | readonly number[]): Vector =>
    Object.fromEntries(
      joints.map((name, i) => [name, (Array.isArray(x) ? x : (x as PopulationTensor).toArray())[i] as number]),
    );
  const matrix = (x: PopulationTensor): Matrix => {
    const values = x.toArray();
    return Object.fromEntries(
      joints.map((name, i) => [name, vector(values.slice(i * joints.length, (i + 1) * joints.length))]),
    );
  };
  const result = evaluateDynamics(model, state);
  const rotation = result.rotation.toArray();
  const rows = result.jacobian.toArray();
  return {
    robot: model.name,
    joints,
    q: vector(state.q),
    v: vector(state.v),
    tau: vector(state.tau),
    M: matrix(result.M),
    bias: vector(result.bias),
    friction: vector(result.friction),
    a: vector(result.a),
    inverseDynamics: vector(result.inverseDynamics),
    frame: {
      link: state.frame,
      position: result.position.toArray(),
      rotation: [0, 1, 2].map((row) => rotation.slice(3 * row, 3 * row + 3)),
      jacobian: Object.fromEntries(
        joints.map((name, j) => [name, [0, 1, 2, 3, 4, 5].map((row) => rows[row * joints.length + j])]),
      ),
    },
    'da/dq': matrix(result.dq),
    'da/dv': matrix(result.dv),
    'da/dtau': matrix(result.dtau),
  };
}

/** Numbers at once: what is called for one state only is not worth compiling. Throws a NonFiniteError where something overflows. */
function evaluateDynamics(model: RobotModel, state: DynamicsState) {
  const evaluate = (q: PopulationTensor, v: PopulationTensor, tau: PopulationTensor) =>
    everyResult(model, q, v, tau, state.frame);
  const vectors: Vectors = [tensor([...state.q]), tensor([...state.v]), tensor([...state.tau])];
  const results = evaluate(...vectors);
  if (!tensorsOf(results).every(isFinite)) explain(evaluate, vectors, tensorsOf(results));
  return results;
}

type Vectors = [q: PopulationTensor, v: PopulationTensor, tau: PopulationTensor];

function everyResult(model: RobotModel, q: PopulationTensor, v: PopulationTensor, tau: PopulationTensor, link: string) {
  const a = forwardDynamics(model, q, v, tau);
  const { dq, dv, dtau } = forwardDynamicsDerivatives(model, q, v, tau);
  const { translation, rotation } = linkPose(model, q, link);
  return {
    M: massMatrix(model, q),
    bias: bias(model, q, v),
    friction: jointFriction(model, v),
    a,
    inverseDynamics: inverseDynamics(model, q, v, a),
    position: translation,
    rotation,
    jacobian: jacobian(model, q, link),
    dq,
    dv,
    dtau,
  };
}

/** Only a graph knows which joint and operation a number comes from: it is recorded where that is asked. */
function explain<R extends TreeOf<R>>(f: (...vectors: Vectors) => R, vectors: Vectors, results: PopulationTensor[]) {
  try {
    new TracedFunction(f, vectors).resultOf(vectors, results);
  } catch (error) {
    throw error instanceof NonFiniteError ? new NonFiniteError(error.origin, advice) : error;
  }
}

const advice = 'smaller numbers for --q, --v and --tau, or in the robot file';

const number = (value: number): string => (Math.abs(value) < 1e-15 ? '0' : Number(value.toPrecision(7)).toString());

function print(report: DynamicsReport, terminal: Terminal): void {
  const { joints } = report;
  const matrix = (title: string, values: Matrix): string =>
    `${title}\n${table([['', ...joints], ...joints.map((row) => [row, ...joints.map((column) => number(values[row][column]))])])}\n`;
  const vectors = ['q', 'v', 'tau', 'bias', 'friction', 'a', 'inverseDynamics'] as const;
  const { link, position, rotation, jacobian: columns } = report.frame;
  terminal.out(
    [
      `Robot ${printable(report.robot)}\n`,
      `${table([['joint', ...vectors], ...joints.map((name) => [name, ...vectors.map((key) => number(report[key][name]))])])}\n`,
      matrix('Mass matrix M', report.M),
      `Frame ${printable(link)}: position ${position.map(number).join(' ')}; rotation rows ${rotation.map((row) => row.map(number).join(' ')).join(' | ')}\n`,
      `Jacobian\n${table([['', ...joints], ...['wx', 'wy', 'wz', 'vx', 'vy', 'vz'].map((row, i) => [row, ...joints.map((name) => number(columns[name][i]))])])}\n`,
      ...(['da/dq', 'da/dv', 'da/dtau'] as const).map((key) => matrix(key, report[key])),
    ].join('\n'),
  );
}

async function runDynamics(
  positionals: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<ExitStatus> {
  const path = robotFileMeant(operand(positionals, 'ROBOT'));
  const { model, findings } = loadWithOptions(path, await readBytes(path), values);
  if (findings.length > 0) terminal.err(`${formatFindings(path, findings)}\n`);
  const frame = (values.frame as string | undefined) ?? model.links.at(-1)!.name;
  const links = model.links.map(({ name }) => name);
  if (!links.includes(frame))
    throw new UsageError(`--frame: unknown link "${frame}"; ${didYouMean(frame, links, `links: ${links.join(', ')}`)}`);
  const report = reportDynamics(model, {
    q: jointOption(values, 'q', model),
    v: jointOption(values, 'v', model),
    tau: jointOption(values, 'tau', model),
    frame,
  });
  if (values.json === true) terminal.out(`${JSON.stringify(report)}\n`);
  else print(report, terminal);
  return exitStatus.ok;
}

export const dynamics: Command = {
  help,
  operands: ['ROBOT'],
  options: {
    q: { type: 'string' },
    v: { type: 'string' },
    tau: { type: 'string' },
    frame: { type: 'string' },
    ...robotOptions,
    json: { type: 'boolean' },
  },
  run: ({ positionals, values }, terminal) => runDynamics(positionals, values, terminal),
};
