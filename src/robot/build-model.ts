/** @file A tree of described links and joints -> RobotModel: depth-first, links joined by fixed joints are one body. */
import type { BodyParts } from './body-parts.ts';
import type { LinkDescription, ResolvedJoint } from './description.ts';
import type { Findings } from './findings.ts';
import { judgeBodies, type JudgedBodies } from './judge-bodies.ts';
import type { LinkTree } from './link-tree.ts';
import type { Joint, JointTypeName, Pose, RobotModel } from './model.ts';
import { compose, identityPose, isFinitePose } from './pose.ts';
import type { InertiaSettings } from './regular-inertias.ts';

/** What is said of a robot besides its file. */
export interface ModelSettings extends InertiaSettings {
  readonly armature: Readonly<Record<string, number>>;
  readonly frictionVelocity: number;
}

/** A model, and what was made up for it. */
export interface BuiltModel extends Pick<JudgedBodies, 'repairs' | 'estimates'> {
  readonly model: RobotModel;
}

/** The model, which is complete where nothing was found wrong. */
export function buildModel(name: string, tree: LinkTree, settings: ModelSettings, findings: Findings): BuiltModel {
  const { bodies, links } = placeLinks(tree, findings);
  const joints = jointsOf(bodies, settings.armature);
  const nv = joints.filter(({ mimic }) => !mimic).length;
  const judged = judgeBodies({ bodies, joints, nv, tree }, settings, findings);
  const { repairs, estimates } = judged;
  const estimated = new Map(estimates.map(({ link, inertia }) => [link, inertia]));
  const model: RobotModel = {
    name,
    nq: nv,
    nv,
    joints,
    bodies: bodies.map(({ links: [{ link }] }, i) => ({ name: link.name, inertia: judged.inertias[i] })),
    links: links.map(({ link, body, pose }) => ({
      name: link.name,
      body,
      poseInBody: pose,
      inertia: estimated.get(link.name) ?? link.inertia,
      visuals: link.visuals,
      collisions: link.collisions,
    })),
    gravity: [0, 0, -9.81],
    frictionVelocity: settings.frictionVelocity,
    hasInertia: judged.hasInertia,
  };
  return { model, repairs, estimates };
}

interface Visit {
  readonly link: LinkDescription;
  readonly body: number;
  readonly pose: Pose;
}

/** Walks the tree depth-first in file order; links joined by fixed joints become one body. */
function placeLinks(
  { roots, children, links: linkOf }: LinkTree,
  findings: Findings,
): { readonly bodies: readonly BodyParts[]; readonly links: readonly Visit[] } {
  const bodies: BodyParts[] = [];
  const links: Visit[] = [];
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
        bodies.push({ joint, parent: from.body, links: [], placement });
        visit = { link, body: bodies.length - 1, pose: identityPose };
      }
    } else visit = next;
    links.push(visit);
    if (visit.body >= 0) bodies[visit.body].links.push(visit);
    const leaving = children.get(visit.link.name) ?? [];
    for (let i = leaving.length - 1; i >= 0; i--) pending.push({ joint: leaving[i], from: visit });
  }
  return { bodies, links };
}

/** Joint i carries body i. Independent joints are numbered in this order; one that follows another has that one's coordinate. */
function jointsOf(bodies: readonly BodyParts[], armature: ModelSettings['armature']): Joint[] {
  const independent = bodies.filter(({ joint }) => !joint.mimic);
  const indexOf = new Map(independent.map(({ joint }, i) => [joint.name, i]));
  return bodies.map(({ joint, parent, placement }) => {
    // what it follows can be lost with a part of a broken tree
    const index = indexOf.get(joint.mimic?.joint ?? joint.name) ?? -1;
    return {
      name: joint.name,
      type: joint.type as JointTypeName,
      parent,
      placement,
      axis: joint.axis,
      limits: joint.limits,
      damping: joint.damping,
      friction: joint.friction,
      armature: Object.hasOwn(armature, joint.name) ? armature[joint.name] : 0,
      qIndex: index,
      vIndex: index,
      ...(joint.mimic && { mimic: joint.mimic }),
    };
  });
}
