/** @file Names the joints that nothing resists, with the remedies that work for this robot. */
import type { RobotOffer } from '../errors.ts';
import { showAll } from './body-inertia.ts';
import type { Findings } from './findings.ts';
import type { Joint } from './model.ts';
import { type InertiaSettings, type JudgedRobot, lumped, regularInertias } from './regular-inertias.ts';
import { byArmature, byWelding, usualRotor } from './remedies.ts';

/** One error at what the first of the joints carries: the others are as free. */
export function reportSingular(
  robot: JudgedRobot,
  settings: InertiaSettings,
  singular: readonly Joint[],
  findings: Findings,
): void {
  const names = singular.map(({ name }) => name);
  const body = robot.bodies.find(({ joint }) => joint.name === names[0])!;
  const [{ link }] = body.links;
  const { mass, inertia } = lumped(body, []);
  const code = mass > 0 ? 'U032' : link.inertia ? 'U029' : 'U028';
  const others = names.length > 1 ? ` (and ${names.length - 1} more)` : '';
  const works = (more: Partial<InertiaSettings>): boolean =>
    regularInertias(robot, { ...settings, ...more }).singular.length === 0;
  const remedies: readonly (readonly [string, RobotOffer])[] = [
    [byArmature(names), { armature: Object.fromEntries(names.map((name) => [name, usualRotor])) }],
    [byWelding(names), { weld: names }],
    ...when(!settings.repair && works({ repair: true }), 'take the inertia of a solid sphere (--repair)', {
      repair: true,
    }),
    ...when(!settings.estimateInertia && works({ estimateInertia: true }), 'estimate it (--estimate-inertia)', {
      estimateInertia: true,
    }),
  ];
  const problem = `nothing resists joint "${names[0]}"${others}: the mass matrix is singular`;
  findings.error(code, link.inertiaAt, link.path, problem, {
    found: mass > 0 ? `mass ${showAll([mass])}, inertia ${showAll(inertia)}` : 'no mass',
    expected: 'masses that resist every motion in every configuration',
    remedy: `give "${link.name}" an inertia, or ${remedies.map(([words]) => words).join(', or ')}`,
    offers: remedies.map(([, offer]) => offer),
  });
}

/** A remedy where it is one. */
const when = (works: boolean, words: string, offer: RobotOffer): [string, RobotOffer][] =>
  works ? [[words, offer]] : [];
