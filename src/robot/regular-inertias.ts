/** @file Inertias of a robot's bodies with which its mass matrix is regular, as far as the file and the options give them. */
import { impossibility, inertiaSeenFrom, isPoint, lump, nearestPossible, nothing, withExtent } from './body-inertia.ts';
import type { BodyParts } from './body-parts.ts';
import { type Estimate, estimateOf, estimatesAnew, estimatesFor } from './estimate-inertia.ts';
import type { LinkTree } from './link-tree.ts';
import type { Joint, LinkInertia } from './model.ts';
import { isDefinite, singularJoints } from './regularity.ts';

/** Ways to an inertia where the file gives none that can move. */
export interface InertiaSettings {
  readonly repair: boolean;
  readonly estimateInertia: boolean;
}

/** A robot whose inertias are judged. Joint i carries body i. */
export interface JudgedRobot {
  readonly bodies: readonly BodyParts[];
  readonly joints: readonly Joint[];
  readonly nv: number;
  readonly tree: LinkTree;
}

/** What its file and estimates say of a body, as one. */
export function lumped({ links }: BodyParts, estimates: readonly Estimate[]): LinkInertia {
  const estimated = new Map(estimates.map((estimate) => [estimate.link, estimate.inertia]));
  const parts = links.flatMap(({ link, pose }) => {
    const inertia = estimated.get(link.name) ?? link.inertia;
    return inertia ? [inertiaSeenFrom(pose, inertia)] : [];
  });
  return lump(parts.length > 0 ? parts : [nothing]);
}

/** Inertias of all bodies, and the independent joints that nothing resists even so, in order from the tips to the base. */
export interface Inertias {
  readonly inertias: readonly LinkInertia[];
  /** By body. */
  readonly estimates: readonly (readonly Estimate[])[];
  readonly singular: readonly Joint[];
}

/** Inertias that resist every motion: estimated and repaired where that is asked for, and no more than it takes. */
export function regularInertias(robot: JudgedRobot, { repair, estimateInertia }: InertiaSettings): Inertias {
  const { bodies, joints, nv, tree } = robot;
  let estimates: Estimate[][] = bodies.map((body) => (estimateInertia ? estimatesFor(body, tree) : []));
  const possible = (inertia: LinkInertia): LinkInertia =>
    repair && impossibility(inertia) ? { ...inertia, inertia: nearestPossible(inertia.inertia) } : inertia;
  const ofBodies = (): LinkInertia[] => bodies.map((body, i) => possible(lumped(body, estimates[i])));
  const judge = (of: readonly LinkInertia[]): readonly Joint[] =>
    singularJoints({ nv, joints, bodies: of.map((inertia) => ({ inertia })) });
  let inertias = ofBodies();
  let singular = judge(inertias);
  if (singular.length > 0 && estimateInertia) {
    const moved = movedBy(singular, joints);
    estimates = estimates.map((own, i) =>
      moved.has(i) && own.length === 0 ? estimatesOfMoved(bodies[i], inertias[i], tree) : own,
    );
    inertias = ofBodies();
    singular = judge(inertias);
  }
  if (singular.length > 0 && repair) {
    const moved = movedBy(singular, joints);
    const isFree = (inertia: LinkInertia): boolean => inertia.mass > 0 && !isDefinite(inertia);
    inertias = inertias.map((inertia, i) => (moved.has(i) && isFree(inertia) ? withExtent(inertia) : inertia));
    singular = judge(inertias);
  }
  return { inertias, estimates, singular };
}

/** A mass of which the file says that it has no extent, and an extent of which it says that it has no mass, as if it had not said so. */
const estimatesOfMoved = (body: BodyParts, { mass }: LinkInertia, tree: LinkTree): Estimate[] =>
  mass === 0
    ? estimatesAnew(body, tree)
    : body.links.flatMap(({ link }) =>
        link.inertia && link.inertia.mass > 0 && isPoint(link.inertia) ? estimateOf(link, body, tree) : [],
      );

/** Indices of the bodies that hang on joints, or on those that follow them. */
function movedBy(moving: readonly Joint[], joints: readonly Joint[]): ReadonlySet<number> {
  const coordinates = new Set(moving.map(({ qIndex }) => qIndex));
  const moved = new Set<number>();
  joints.forEach(({ qIndex, parent }, i) => {
    if (coordinates.has(qIndex) || moved.has(parent)) moved.add(i);
  });
  return moved;
}
