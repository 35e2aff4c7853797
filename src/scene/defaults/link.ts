/** @file Which link of a robot a task is for where nothing says it: the tool of the arm, and no finger of its hand. */
import { largest } from '../../core/largest.ts';
import { ArgumentError } from '../../errors.ts';
import type { Link, RobotModel } from '../../robot/model.ts';
import { didYouMean } from '../../text/did-you-mean.ts';

/** Names of parts of a hand; a joint that is named after a gripper opens it, where a link may only carry it. */
const ofFingers = /finger|jaw|thumb|knuckle|claw|pinch/i;
const ofGrippers = /gripper/i;

/** Names of frames where tools work, and of those that only look on. */
const ofTools = /(^|[^a-z])(tcp|tool\d*|ee|eef|tip|grasp|end.?effector)($|[^a-z])/i;
const ofSensors = /camera|sensor|optical|imu|laser|lidar/i;

/** Joints before a hand that make it an arm. */
const leastArm = 2;

/** The moving bodies as a tree; -1 is the world. */
class BodyTree {
  readonly #children = new Map<number, number[]>();
  /** Of each body: the most joints on a way to a tip, its own included. */
  readonly #height: number[];

  constructor({ joints }: RobotModel) {
    joints.forEach(({ parent }, i) => this.#children.set(parent, [...this.childrenOf(parent), i]));
    this.#height = joints.map(() => 1);
    for (let i = joints.length - 1; i >= 0; i--) {
      const { parent } = joints[i];
      if (parent >= 0) this.#height[parent] = Math.max(this.#height[parent], this.#height[i] + 1);
    }
  }

  childrenOf(body: number): readonly number[] {
    return this.#children.get(body) ?? [];
  }

  /** The most joints on a way from a body to a tip. */
  below(body: number): number {
    return largest(
      0,
      this.childrenOf(body).map((child) => this.#height[child]),
    );
  }

  /** The child that most joints hang on; the later one where they tie. */
  longest(body: number): number {
    return this.childrenOf(body).findLast((child) => this.#height[child] === this.below(body))!;
  }
}

/** Whether a joint and its body are named as those of a hand. */
const isFinger = ({ joints, bodies }: RobotModel, body: number): boolean =>
  ofFingers.test(joints[body].name) || ofGrippers.test(joints[body].name) || ofFingers.test(bodies[body].name);

/** Whether what branches off from a body after `joints` of them is a hand: several parts that are named so, or are shorter than the arm. */
function isHand(model: RobotModel, tree: BodyTree, body: number, count: number): boolean {
  const parts = tree.childrenOf(body);
  if (parts.length < 2 || count === 0) return false;
  if (parts.every((part) => isFinger(model, part))) return true;
  const isCoupled = parts.some((part) => model.joints[part].mimic);
  return tree.below(body) < count || (isCoupled && tree.below(body) === count);
}

/** The chain of bodies to the end of the arm: the longest of the tree, as far as it is no hand. */
function armOf(model: RobotModel): number[] {
  const tree = new BodyTree(model);
  const chain: number[] = [];
  for (let body = -1; tree.childrenOf(body).length > 0 && !isHand(model, tree, body, chain.length);) {
    body = tree.longest(body);
    chain.push(body);
  }
  while (chain.length > leastArm && isFinger(model, chain.at(-1)!)) chain.pop();
  return chain;
}

function rankOf({ name }: Link): number {
  if (ofFingers.test(name) || ofSensors.test(name)) return 0;
  return ofTools.test(name) ? 2 : 1;
}

/** The link at the end of the arm: of those on its last body a tool's frame, or the last. */
export function armLink(model: RobotModel): Link {
  const end = armOf(model).at(-1);
  const links = model.links.filter(({ body }) => body === end);
  const best = largest(0, links.map(rankOf));
  return links.findLast((link) => rankOf(link) === best)!;
}

/** The link of that name; refused where there is none, or where no joint moves it. */
export function movedLink(model: RobotModel, name: string): Link {
  const link = model.links.find((candidate) => candidate.name === name);
  const moved = model.links.filter(({ body }) => body >= 0).map((candidate) => candidate.name);
  if (link && link.body >= 0) return link;
  const listed = `use one of ${moved.slice(0, 20).join(', ')}`;
  if (link) throw new ArgumentError('link', `"${name}", which stands still`, 'a link that joints move', listed);
  throw new ArgumentError('link', `"${name}"`, `a link of robot "${model.name}"`, didYouMean(name, moved, listed));
}
