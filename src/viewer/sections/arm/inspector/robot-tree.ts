/** @file The robot as a tree of joints with the links that each moves, and the meshes that its file asks for. */
import { independentJoints } from '../../../../robot/independent-joints.ts';
import type { Joint, RobotModel } from '../../../../robot/model.ts';
import { formatAngle, formatLength } from '../../../../text/quantities.ts';

export interface JointNode {
  readonly name: string;
  readonly type: Joint['type'];
  /** "turns −166° to 166°, 87 N m". */
  readonly facts: string;
  /** Whether it moves by itself: what follows another one cannot be selected. */
  readonly isOwn: boolean;
  readonly links: readonly string[];
  readonly children: readonly JointNode[];
}

export interface RobotTree {
  /** Links that are fixed to the world. */
  readonly base: readonly string[];
  readonly children: readonly JointNode[];
}

const verbs = { revolute: 'turns', continuous: 'turns freely', prismatic: 'slides' } as const;

/** Type and limits of a joint in words. */
function factsOf({ type, limits, mimic }: Joint): string {
  const { lower, upper, effort } = limits;
  const format = type === 'prismatic' ? formatLength : (angle: number) => formatAngle(angle).replace('.0°', '°');
  const range =
    Number.isFinite(lower) && Number.isFinite(upper) ? ` ${signed(lower, format)} to ${signed(upper, format)}` : '';
  if (mimic) return `follows ${mimic.joint}`;
  const drive = Number.isFinite(effort)
    ? `, at most ${Number(effort.toPrecision(4))} ${type === 'prismatic' ? 'N' : 'N m'}`
    : '';
  return `${verbs[type]}${range}${drive}`;
}

const signed = (value: number, format: (size: number) => string): string =>
  `${value < 0 ? '−' : ''}${value === 0 ? '0' : format(Math.abs(value))}`;

export function robotTree(model: RobotModel): RobotTree {
  const own = new Set(independentJoints(model).map(({ name }) => name));
  const linksOf = (body: number): string[] => model.links.filter((link) => link.body === body).map(({ name }) => name);
  const below = (parent: number): JointNode[] =>
    model.joints.flatMap((joint, body) =>
      joint.parent === parent
        ? [
            {
              name: joint.name,
              type: joint.type,
              facts: factsOf(joint),
              isOwn: own.has(joint.name),
              links: linksOf(body),
              children: below(body),
            },
          ]
        : [],
    );
  return { base: linksOf(-1), children: below(-1) };
}

/** Mesh files that the robot's links are drawn with, each once. */
export const meshesOf = ({ links }: RobotModel): string[] => [
  ...new Set(
    links.flatMap(({ visuals }) =>
      visuals.flatMap(({ geometry }) => (geometry.type === 'mesh' ? [geometry.file] : [])),
    ),
  ),
];
