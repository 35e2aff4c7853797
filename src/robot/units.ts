/** @file Inertias in other units than kg m^2: what needs a body many times larger, or lighter, than any is. */
import { largest } from '../core/largest.ts';
import { showAll } from './body-inertia.ts';
import type { BodyParts } from './body-parts.ts';
import type { Findings } from './findings.ts';
import type { LinkInertia } from './model.ts';
import { length } from './pose.ts';
import { extentOf } from './shapes/shape-types.ts';

/** How often the size of a body its radius of gyration can be; of the distances between its joints, where its size is not known. */
const [largestBySize, largestByJoints] = [10, 50];
/** Mass by the cube of the radius of gyration of the lightest frame that moves, kg/m^3; of solids it is beyond 1000. */
const lightest = 0.01;
/** Where neither size is known, radii of gyration up to this are masses and inertias that somebody put in to have some, m. */
const placeholder = 1;

/** Distance at which all of the body's mass would have its largest moment of inertia, m. */
export const radiusOfGyration = ({ mass, inertia }: LinkInertia): number =>
  Math.sqrt(largest(0, [inertia[0], inertia[4], inertia[8]]) / mass);

/** Why an inertia is likely in other units; `undefined` where it is not. `origins`: of the joints that hang on the body, m. */
export function suspicion(body: BodyParts, inertia: LinkInertia, origins: readonly number[]): string | undefined {
  if (!(inertia.mass > 0)) return undefined;
  const gyration = radiusOfGyration(inertia);
  const size = sizeOf(body);
  const radius = `radius of gyration ${showAll([gyration], 3)} m`;
  if (size > 0 && size < Infinity)
    return gyration > largestBySize * size ? `${radius} for a ${showAll([size], 3)} m body` : undefined;
  if (gyration <= placeholder) return undefined;
  const apart = largest(length(inertia.centerOfMass), [length(body.joint.origin.translation), ...origins]);
  if (apart > 0 && gyration > largestByJoints * apart)
    return `${radius} for a body whose joints lie ${showAll([apart], 3)} m apart`;
  const density = inertia.mass / (gyration * gyration * gyration);
  if (density < lightest) return `${radius} for ${showAll([inertia.mass], 3)} kg, lighter than any body of that size`;
  return undefined;
}

/** How far its shapes reach, m; 0 where it has none, and Infinity where one is not known. */
const sizeOf = ({ links }: BodyParts): number =>
  largest(
    0,
    links.flatMap(({ link, pose }) =>
      [...link.visuals, ...link.collisions].map(
        (shape) => extentOf(shape.geometry) + length(shape.pose.translation) + length(pose.translation),
      ),
    ),
  );

export function warnOfUnits(
  body: BodyParts,
  inertia: LinkInertia,
  origins: readonly number[],
  findings: Findings,
): void {
  const problem = suspicion(body, inertia, origins);
  if (problem === undefined) return;
  const [{ link }] = body.links;
  const most = largest(0, [inertia.inertia[0], inertia.inertia[4], inertia.inertia[8]]);
  findings.warning('U034', link.inertiaAt, link.path, problem, {
    found: `sqrt(${showAll([most])} kg m^2 / ${showAll([inertia.mass])} kg)`,
    remedy: 'is the inertia in kg mm^2 or g mm^2, or the file in mm? URDF is in kg, m, kg m^2',
  });
}
