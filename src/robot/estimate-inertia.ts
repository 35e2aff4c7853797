/** @file Inertias of links whose file gives none: from their shapes, or where there are none that say a size, from capsules along them. */
import type { BodyParts } from './body-parts.ts';
import { isNothing, lump, scaledTo } from './body-inertia.ts';
import type { LinkDescription } from './description.ts';
import type { LinkTree } from './link-tree.ts';
import type { LinkInertia, Matrix3, Pose, Shape, Vector3 } from './model.ts';
import { addMatrices, identityPose, length, outer, product, scaleMatrix, times, transposed } from './pose.ts';
import { solidOf } from './shapes/shape-types.ts';
import { assumedDensity, type Solid, solidCapsule, solidSphere } from './shapes/solids.ts';

/** An inertia that stands for one that the file does not give, in the link's axes. */
export interface Estimate {
  readonly link: string;
  /** Of what it is: of solids of the link's shapes, or of capsules along it. */
  readonly from: 'shapes' | 'capsules';
  readonly inertia: LinkInertia;
}

/** Radius of a capsule by its length, and at least, m; at least of a link without any extent. */
const [slenderness, thinnest, smallest] = [0.1, 0.005, 0.02];
/** Joints nearer than this are at one place, m. */
const samePlace = 1e-3;

/** Estimates for the links of a body that the file leaves without a mass, or with nothing but one. */
export function estimatesFor(body: BodyParts, tree: LinkTree): Estimate[] {
  const links = body.links.map(({ link }) => link);
  const weighed = links.flatMap((link) =>
    link.massOnly && link.massOnly.mass > 0 ? estimateOf(link, body, tree) : [],
  );
  const isSaid = links.some(({ inertia }) => inertia && !isNothing(inertia));
  return weighed.length > 0 || isSaid ? weighed : estimatesAnew(body, tree);
}

/** Estimates for a body as if its file gave no mass to it: where it gives an inertia without one, that is not enough to move. */
export function estimatesAnew(body: BodyParts, tree: LinkTree): Estimate[] {
  const links = body.links.map(({ link }) => link);
  const bare = links.filter(({ inertia }) => !inertia || isNothing(inertia));
  const from = (estimate: (link: LinkDescription) => Estimate | undefined): Estimate[] =>
    bare.flatMap((link) => estimate(link) ?? []);
  const shaped = from(fromShapes);
  if (shaped.length > 0) return shaped;
  const long = from((link) => fromCapsules(link, tree));
  return long.length > 0 ? long : [sphereAt(links[0], body)];
}

/** An estimate for a link whatever the others are, scaled to the mass that the file gives. */
export function estimateOf(link: LinkDescription, body: BodyParts, tree: LinkTree): Estimate {
  const estimate = fromShapes(link) ?? fromCapsules(link, tree) ?? sphereAt(link, body);
  const { mass, centerOfMass = estimate.inertia.centerOfMass } = link.massOnly ?? link.inertia!;
  return { ...estimate, inertia: { ...scaledTo(mass, estimate.inertia), centerOfMass } };
}

/** The solid's inertia, placed in the link. */
function placed({ volume, moments }: Solid, { rotation, translation }: Pose): LinkInertia {
  const [x, y, z] = times(assumedDensity, moments);
  const diagonal: Matrix3 = [x, 0, 0, 0, y, 0, 0, 0, z];
  return {
    mass: assumedDensity * volume,
    centerOfMass: translation,
    inertia: product(product(rotation, diagonal), transposed(rotation)),
  };
}

/** From the collision shapes, which are made to fill the link; else from what is seen. Meshes are not opened. */
function fromShapes(link: LinkDescription): Estimate | undefined {
  const solids = (shapes: readonly Shape[]): LinkInertia[] =>
    shapes.flatMap(({ geometry, pose }) => {
      const solid = solidOf(geometry);
      return solid ? placed(solid, pose) : [];
    });
  const collisions = solids(link.collisions);
  const parts = collisions.length > 0 ? collisions : solids(link.visuals);
  return parts.length > 0 ? { link: link.name, from: 'shapes', inertia: lump(parts) } : undefined;
}

const radiusOfCapsule = (along: number): number => Math.max(thinnest, slenderness * along);

/** From the link's origin to the origins of the joints that leave it. */
function fromCapsules(link: LinkDescription, { children }: LinkTree): Estimate | undefined {
  const ends = (children.get(link.name) ?? []).map(({ origin }) => origin.translation);
  const parts = ends.filter((end) => length(end) >= samePlace).map(capsuleTo);
  return parts.length > 0 ? { link: link.name, from: 'capsules', inertia: lump(parts) } : undefined;
}

/** With u along the link: across 1 + (about - across) u u'. */
function capsuleTo(end: Vector3): LinkInertia {
  const along = length(end);
  const unit = times(1 / along, end);
  const { volume, moments } = solidCapsule(radiusOfCapsule(along), along);
  const [across, , about] = times(assumedDensity, moments);
  const all: Matrix3 = [across, 0, 0, 0, across, 0, 0, 0, across];
  return {
    mass: assumedDensity * volume,
    centerOfMass: times(0.5, end),
    inertia: addMatrices(all, scaleMatrix(about - across, outer(unit, unit))),
  };
}

/** A leaf of the tree, or a link whose joints are at one place: as thick as what it hangs on. */
function sphereAt(link: LinkDescription, { joint }: BodyParts): Estimate {
  const radius = Math.max(smallest, radiusOfCapsule(length(joint.origin.translation)));
  return { link: link.name, from: 'capsules', inertia: placed(solidSphere(radius), identityPose) };
}
