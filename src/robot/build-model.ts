/** @file A tree of described links and joints -> RobotModel: depth-first, links joined by fixed joints are one body. */
import type { ResolvedJoint, LinkDescription } from './description.ts';
import type { Findings } from './findings.ts';
import { type BodyParts, judgeBodies, type Repair } from './judge-bodies.ts';
import type { LinkTree } from './link-tree.ts';
import type { Joint, JointTypeName, Link, Pose, RobotModel } from './model.ts';
import { compose, identityPose, isFinitePose } from './pose.ts';

/** What is said of a robot besides its file. */
export interface ModelSettings {
  readonly repair: boolean;
  readonly armature: Readonly<Record<string, number>>;
  readonly frictionVelocity: number;
}

interface Visit {
  readonly link: LinkDescription;
  readonly body: number;
  readonly pose: Pose;
}

/** Walks the tree depth-first in file order; links joined by fixed joints become one body. */
export function buildModel(
  name: string,
  { roots, children, links: linkOf }: LinkTree,
  { repair, armature, frictionVelocity }: ModelSettings,
  findings: Findings,
): { readonly model: RobotModel; readonly repairs: readonly Repair[] } {
  const bodies: (BodyParts & { readonly description: ResolvedJoint; readonly placement: Pose })[] = [];
  const links: Link[] = [];
  // A joint is entered when it is taken off the stack, so that bodies are numbered depth-first.
  const pending: (Visit | { readonly joint: ResolvedJoint; readonly from: Visit })[] = [
    ...roots.map((link) => ({ link, body: -1, pose: identityPose })),
  ];
  for (let next = pending.pop(); next; next = pending.pop()) {
    let visit: Visit;
    if ('joint' in next) {
      const { joint, from } = next;
      const placement = compose(from.pose, joint.origin);
      if (!isFinitePose(placement))
        findings.error('U036', joint, joint.path, 'pose overflows', {
          expected: 'finite numbers',
          remedy: 'check the units of the origins: URDF is in m',
        });
      const link = linkOf.get(joint.child)!;
      if (joint.type === 'fixed') visit = { link, body: from.body, pose: placement };
      else {
        bodies.push({ joint: joint.name, parent: from.body, links: [], description: joint, placement });
        visit = { link, body: bodies.length - 1, pose: identityPose };
      }
    } else visit = next;
    const { link, body, pose } = visit;
    if (body >= 0) bodies[body].links.push({ link, pose });
    links.push({
      name: link.name,
      body,
      poseInBody: pose,
      inertia: link.inertia,
      visuals: link.visuals,
      collisions: link.collisions,
    });
    const leaving = children.get(link.name) ?? [];
    for (let i = leaving.length - 1; i >= 0; i--) pending.push({ joint: leaving[i], from: visit });
  }
  const { inertias, repairs } = judgeBodies(bodies, repair, findings);
  const indexOf = independentIndices(bodies.map(({ description }) => description));
  const joints: Joint[] = bodies.map(({ description, parent, placement }) => ({
    name: description.name,
    type: description.type as JointTypeName,
    parent,
    placement,
    axis: description.axis,
    limits: description.limits,
    damping: description.damping,
    friction: description.friction,
    armature: Object.hasOwn(armature, description.name) ? armature[description.name] : 0,
    qIndex: indexOf.get(description.mimic?.joint ?? description.name)!,
    vIndex: indexOf.get(description.mimic?.joint ?? description.name)!,
    ...(description.mimic && { mimic: description.mimic }),
  }));
  const model: RobotModel = {
    name,
    nq: indexOf.size,
    nv: indexOf.size,
    joints,
    bodies: bodies.map(({ links: parts }, i) => ({ name: parts[0].link.name, inertia: inertias[i] })),
    links,
    gravity: [0, 0, -9.81],
    frictionVelocity,
    hasInertia: bodies.some(({ links: parts }) => parts.some(({ link }) => link.inertia)),
  };
  return { model, repairs };
}

/** Where each independent joint stands in q and v: in the order of the bodies. */
const independentIndices = (joints: readonly ResolvedJoint[]): ReadonlyMap<string, number> =>
  new Map(joints.filter(({ mimic }) => !mimic).map(({ name }, i) => [name, i]));
