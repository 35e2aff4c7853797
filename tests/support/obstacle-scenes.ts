/** @file Random scenes of a Panda among spheres and boxes: seeded, clear at the start, with a goal that a clear configuration has. */
import { tensor } from '../../src/core/population-tensor.ts';
import { linkPose } from '../../src/dynamics/forward-kinematics.ts';
import type { Goal, Goals } from '../../src/robot/goal.ts';
import type { RobotModel } from '../../src/robot/model.ts';
import { robotParameters } from '../../src/robot/parameters.ts';
import { seenOf } from '../../src/rollout/seen.ts';
import { obstacleKinds } from '../../src/task/obstacles/kinds.ts';
import { distance } from '../../src/task/residuals/distance.ts';
import { Random } from './random.ts';

/** An obstacle as scene files say it. */
export type ObstacleSettings = { readonly type: string; readonly name: string } & Readonly<Record<string, unknown>>;

export interface ObstacleScene {
  readonly seed: number;
  readonly start: readonly number[];
  readonly obstacles: readonly ObstacleSettings[];
  /** Where the hand's tool shall be, m, and one clear configuration that has it there. */
  readonly goal: readonly number[];
  readonly solution: readonly number[];
}

/** The usual posture of the arm. */
export const pandaStart = [0, -0.785398, 0, -2.356194, 0, 1.570796, 0.785398];
export const pandaTool = 'panda_hand_tcp';
/** How clear start and goal are, m. */
const room = 0.03;

/** Goals of a scene's obstacles and of its goal. */
export const placesOf = ({ goal, obstacles }: Pick<ObstacleScene, 'goal' | 'obstacles'>): Goals => ({
  goal: { position: tensor([...goal]) },
  ...Object.fromEntries(
    obstacles.map((one) => [one.name, obstacleKinds.make(one as never, { model: undefined as never }) as Goal]),
  ),
});

const still = tensor(new Array<number>(7).fill(0));

/** How deep the arm is in the obstacles at a configuration, m. */
export function depthAt(model: RobotModel, q: readonly number[], obstacles: readonly ObstacleSettings[]): number {
  const goals = placesOf({ goal: [0, 0, 0], obstacles });
  const residual = distance(model, { to: obstacles.map(({ name }) => name) });
  const seen = seenOf(model, { q: tensor([...q]), v: still }, still, tensor(0), robotParameters(model));
  return residual.read(residual.evaluate(seen, goals)).item();
}

const placeOf = (model: RobotModel, q: readonly number[]): number[] =>
  linkPose(model, tensor([...q]), pandaTool).translation.toArray() as number[];

/** A configuration within nine tenths of the joints' ranges whose tool is in front of the arm and above the ground, away from the start's. */
function drawnGoal(model: RobotModel, random: Random): { readonly solution: number[]; readonly goal: number[] } {
  const begin = placeOf(model, pandaStart);
  for (;;) {
    const solution = model.joints.map(({ limits: { lower, upper } }) => {
      const inside = 0.05 * (upper - lower);
      return random.uniform(lower + inside, upper - inside);
    });
    const goal = placeOf(model, solution);
    const [x, y, z] = goal;
    const isInFront = x > 0.2 && Math.hypot(x, y) > 0.35 && z > 0.15 && z < 0.9;
    if (isInFront && Math.hypot(...goal.map((part, i) => part - begin[i])) > 0.3) return { solution, goal };
  }
}

/** A sphere or a box somewhere about the tool's straight way. */
function drawnObstacle(random: Random, name: string, from: readonly number[], to: readonly number[]): ObstacleSettings {
  const part = random.uniform(0.15, 0.85);
  const position = from.map((x, i) => x + part * (to[i] - x) + random.uniform(-0.2, 0.2));
  if (random.uniform(0, 1) < 0.5) return { type: 'sphere', name, position, radius: random.uniform(0.04, 0.12) };
  const orientation = random.list(4, -1, 1);
  return { type: 'box', name, position, size: random.list(3, 0.06, 0.25), orientation };
}

/** The scene of a seed: one to five obstacles. The start and a configuration at the goal are clear by 3 cm. */
export function obstacleScene(model: RobotModel, seed: number): ObstacleScene {
  const random = new Random(seed);
  const begin = placeOf(model, pandaStart);
  const { solution, goal } = drawnGoal(model, random);
  const count = 1 + Math.floor(random.uniform(0, 5));
  const obstacles: ObstacleSettings[] = [];
  while (obstacles.length < count) {
    const one = drawnObstacle(random, `obstacle-${obstacles.length + 1}`, begin, goal);
    if ([pandaStart, solution].every((q) => depthAt(model, q, [one]) < -room)) obstacles.push(one);
  }
  // of one structure where there are as many of each
  const sorted = [...obstacles].sort((one, other) => one.type.localeCompare(other.type));
  const named = sorted.map((one, i) => ({ ...one, name: `obstacle-${i + 1}` }));
  return { seed, start: pandaStart, obstacles: named, goal, solution };
}
