/** @file What is drawn of a link: shapes whose form is known, and never a stand-in for a mesh that is not at hand. */
import type { Link, RobotModel, Shape } from '../../robot/model.ts';
import type { Solid } from './shape-geometry.ts';

/** A shape of known form. */
export type SolidShape = Shape & { readonly geometry: Solid };

const isSolid = (shape: Shape): shape is SolidShape => shape.geometry.type !== 'mesh';

/** Its visuals, or its collision shapes where a visual is a mesh that is not at hand; without any mesh. */
export function drawnShapes({ visuals, collisions }: Link): readonly SolidShape[] {
  const [seen, solid] = [visuals.filter(isSolid), collisions.filter(isSolid)];
  if (seen.length < visuals.length && solid.length > 0) return [...seen, ...solid];
  return visuals.length > 0 ? seen : solid;
}

/** Whether there is something to see of a link that cannot be drawn, as all of it is meshes. */
const isMissing = (link: Link): boolean =>
  drawnShapes(link).length === 0 && (link.visuals.length > 0 || link.collisions.length > 0);

/**
 * The bodies that bones stand for, -1 being the world: those with a link that is all meshes; every body of a robot of
 * which nothing can be drawn.
 */
export function bodiesOfBones(model: RobotModel): ReadonlySet<number> {
  const isBare = model.links.every((link) => drawnShapes(link).length === 0);
  if (isBare) return new Set([-1, ...model.bodies.keys()]);
  return new Set(model.links.filter(isMissing).map(({ body }) => body));
}
