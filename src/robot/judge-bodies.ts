/** @file Judges inertias where they matter: on moving bodies, a link with all that is fixed to it, and on the tree of them. */
import { impossibility, isPoint, nearestPossible, nothing, showAll } from './body-inertia.ts';
import type { BodyParts } from './body-parts.ts';
import type { LinkDescription } from './description.ts';
import type { Estimate } from './estimate-inertia.ts';
import type { Findings } from './findings.ts';
import { type InertiaSettings, type JudgedRobot, lumped, regularInertias } from './regular-inertias.ts';
import type { LinkInertia } from './model.ts';
import { isFinitePose, length } from './pose.ts';
import { reportSingular } from './report-singular.ts';
import { warnOfUnits } from './units.ts';

/** What `repair` changed. */
export interface Repair {
  readonly body: string;
  readonly before: LinkInertia;
  readonly after: LinkInertia;
}

/** What the bodies of a robot weigh. */
export interface JudgedBodies {
  readonly inertias: readonly LinkInertia[];
  readonly repairs: readonly Repair[];
  readonly estimates: readonly Estimate[];
  readonly hasInertia: boolean;
}

/** The inertia of each body; what cannot move as a rigid body is reported, or estimated or repaired where that was asked for. */
export function judgeBodies(robot: JudgedRobot, settings: InertiaSettings, findings: Findings): JudgedBodies {
  const { bodies, joints } = robot;
  const none = { repairs: [], estimates: [] };
  const isSaid = ({ inertia, massOnly, hasFaultyInertial }: LinkDescription): boolean =>
    inertia !== null || massOnly !== undefined || hasFaultyInertial;
  const isWeighed = settings.estimateInertia || bodies.some(({ links }) => links.some(({ link }) => isSaid(link)));
  if (!isWeighed) {
    if (bodies.length > 0) warnOfNone(bodies[0], findings);
    return { ...none, inertias: bodies.map(() => nothing), hasInertia: bodies.length === 0 };
  }
  const judged = bodies.map((body) => judgeBody(body, settings, findings));
  // what is broken is reported already, and what hangs on it cannot be judged
  const isWhole =
    judged.every(Boolean) && joints.every(({ qIndex, placement }) => qIndex >= 0 && isFinitePose(placement));
  if (!isWhole) return { ...none, inertias: bodies.map(() => nothing), hasInertia: true };
  const { inertias, estimates, singular } = regularInertias(robot, settings);
  if (bodies.map((body, i) => overflows(body, inertias[i], findings)).some(Boolean))
    return { ...none, inertias: bodies.map(() => nothing), hasInertia: true };
  if (singular.length > 0) reportSingular(robot, settings, singular, findings);
  const repairs = bodies.flatMap((body, i) => repairOf(body, lumped(body, estimates[i]), inertias[i], findings) ?? []);
  for (const estimate of estimates.flat()) reportEstimate(estimate, robot, findings);
  warnOfBodies(robot, inertias, findings);
  return { inertias, repairs, estimates: estimates.flat(), hasInertia: true };
}

function warnOfNone({ links: [{ link }] }: BodyParts, findings: Findings): void {
  findings.warning('U028', link, link.path, 'nothing that moves has an <inertial>: there is kinematics only', {
    remedy: 'for dynamics give masses, or estimate them (--estimate-inertia)',
    offers: [{ estimateInertia: true }],
  });
}

/** Reports an inertia that is half said, too large, or impossible and not to be repaired; whether there is nothing of that. */
function judgeBody(body: BodyParts, { repair, estimateInertia }: InertiaSettings, findings: Findings): boolean {
  const halves = estimateInertia ? [] : body.links.flatMap(({ link: { massOnly } }) => massOnly ?? []);
  for (const { at, path } of halves)
    findings.error('U031', at, path, '<inertia> is missing', {
      remedy: 'add <inertia ixx ixy ixz iyy iyz izz/> in kg m^2, or estimate it (--estimate-inertia)',
      offers: [{ estimateInertia: true }],
    });
  const inertia = lumped(body, []);
  if (halves.length > 0 || body.links.some(({ link }) => link.hasFaultyInertial)) return false;
  if (overflows(body, inertia, findings)) return false;
  const fault = impossibility(inertia);
  if (!fault) for (const { link } of body.links) warnOfLink(link, body.links.length > 1, findings);
  if (!fault || repair) return true;
  const { inertiaAt, path } = faultyLink(body);
  const [found, nearest] = distinct(inertia.inertia, nearestPossible(inertia.inertia));
  findings.error(fault.isNegative ? 'U032' : 'U033', inertiaAt, path, fault.problem, {
    found,
    expected: 'an inertia that a rigid body can have',
    remedy: `nearest possible: ${nearest} (--repair takes it)`,
    offers: [{ repair: true }],
  });
  return false;
}

/** Whether a body's inertia is not in finite numbers, which is reported. */
function overflows({ links }: BodyParts, { mass, centerOfMass, inertia }: LinkInertia, findings: Findings): boolean {
  if ([mass, ...centerOfMass, ...inertia].every(Number.isFinite)) return false;
  const [{ link: carrier }] = links;
  findings.error('U036', carrier.inertiaAt, carrier.path, `inertia of moving body "${carrier.name}" overflows`, {
    found: `mass ${mass}, inertia ${showAll(inertia)}`,
    expected: 'finite numbers',
    remedy: 'check the units of its links: URDF is in kg, m, kg m^2',
  });
  return true;
}

/** The link that makes a body impossible, as far as one does. */
const faultyLink = ({ links }: BodyParts): LinkDescription =>
  (links.find(({ link: { inertia } }) => inertia && impossibility(inertia)) ?? links[0]).link;

/** Two lists of numbers with as many digits as tell them apart. */
function distinct(before: readonly number[], after: readonly number[]): readonly [string, string] {
  const digits = [6, 9, 12].find((count) => showAll(before, count) !== showAll(after, count));
  return [showAll(before, digits), showAll(after, digits)];
}

/** What is odd about a link, but does no harm. */
function warnOfLink({ inertia, inertiaAt, path }: LinkDescription, isPart: boolean, findings: Findings): void {
  if (!inertia) return;
  const found = showAll(inertia.inertia);
  const fault = isPart ? impossibility(inertia) : undefined;
  if (fault) findings.warning('U033', inertiaAt, path, `${fault.problem}; harmless inside its body`, { found });
  if (inertia.mass === 0 && !isPoint(inertia))
    findings.summary('U029', inertiaAt, path, 'the mass is 0, but the inertia is not', { found });
}

/** What repair changed of a body, if anything. */
function repairOf(body: BodyParts, before: LinkInertia, after: LinkInertia, findings: Findings): Repair | undefined {
  if (before.inertia.every((value, i) => value === after.inertia[i])) return undefined;
  const fault = impossibility(before)?.problem ?? 'the inertia does not resist every turn';
  const { inertiaAt, path } = faultyLink(body);
  const [found, taken] = distinct(before.inertia, after.inertia);
  findings.warning('U033', inertiaAt, path, `${fault}; repaired`, { found, remedy: `taken instead: ${taken}` });
  return { body: body.links[0].link.name, before, after };
}

function reportEstimate({ link: name, from, inertia }: Estimate, { tree }: JudgedRobot, findings: Findings): void {
  const link = tree.links.get(name)!;
  findings.summary('U028', link, link.path, 'the inertia is estimated', {
    found: `${showAll([inertia.mass], 3)} kg from ${from === 'shapes' ? 'its shapes' : 'capsules along it'}`,
    remedy: 'give an <inertial> where you know it',
  });
}

function warnOfBodies({ bodies, joints }: JudgedRobot, inertias: readonly LinkInertia[], findings: Findings): void {
  const origins: number[][] = bodies.map(() => []);
  joints.forEach(({ parent, placement }, i) => {
    if (parent < 0) return;
    origins[parent].push(length(placement.translation));
    warnOfRatio(bodies[i], inertias[i], bodies[parent], inertias[parent], findings);
  });
  bodies.forEach((body, i) => {
    warnOfUnits(body, inertias[i], origins[i], findings);
  });
}

function warnOfRatio(
  body: BodyParts,
  own: LinkInertia,
  parentBody: BodyParts,
  parent: LinkInertia,
  findings: Findings,
): void {
  const ratio = Math.max(own.mass, parent.mass) / Math.min(own.mass, parent.mass);
  if (!(ratio > 1e6) || !Number.isFinite(ratio)) return;
  const [{ link }] = body.links;
  const problem = `mass ratio ${ratio.toExponential(1)} between "${link.name}" and "${parentBody.links[0].link.name}"`;
  findings.warning('U035', link.inertiaAt, link.path, problem, {
    remedy: 'expect a stiff simulation: use a small dt',
  });
}
