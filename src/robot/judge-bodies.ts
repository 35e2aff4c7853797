/** @file Judges inertias where they matter: on moving bodies, a link with all that is fixed to it. */
import { largest } from '../core/largest.ts';
import { impossibility, inertiaSeenFrom, lump, nearestPossible } from './body-inertia.ts';
import type { LinkInertia, Pose } from './model.ts';
import { length } from './pose.ts';
import { extentOf } from './shapes/shape-types.ts';
import type { LinkDescription } from './description.ts';
import type { Findings } from './findings.ts';

/** A moving body before it is judged: its links with their fixed poses in it. */
export interface BodyParts {
  readonly joint: string;
  readonly parent: number;
  readonly links: { readonly link: LinkDescription; readonly pose: Pose }[];
}

/** What `repair` changed. */
export interface Repair {
  readonly body: string;
  readonly before: LinkInertia;
  readonly after: LinkInertia;
}

const show = (values: readonly number[]): string =>
  values.map((value) => String(Number(value.toPrecision(6)))).join(' ');

/** The inertia of each body; what cannot move as a rigid body is reported, or repaired where that was asked for. */
export function judgeBodies(
  bodies: readonly BodyParts[],
  repair: boolean,
  findings: Findings,
): { readonly inertias: LinkInertia[]; readonly repairs: Repair[] } {
  const repairs: Repair[] = [];
  const inertias = bodies.map((body) => {
    const parts = body.links.flatMap(({ link, pose }) => (link.inertia ? [inertiaSeenFrom(pose, link.inertia)] : []));
    const lumped = lump(parts.length > 0 ? parts : [nothing]);
    return judgeBody(body, lumped, repair, repairs, findings);
  });
  bodies.forEach((body, i) => {
    if (body.parent >= 0) warnOfRatio(body, inertias[i], bodies[body.parent], inertias[body.parent], findings);
  });
  return { inertias, repairs };
}

const nothing: LinkInertia = { mass: 0, centerOfMass: [0, 0, 0], inertia: [0, 0, 0, 0, 0, 0, 0, 0, 0] };

function judgeBody(
  body: BodyParts,
  lumped: LinkInertia,
  repair: boolean,
  repairs: Repair[],
  findings: Findings,
): LinkInertia {
  const [{ link: carrier }] = body.links;
  if (body.links.some(({ link }) => link.hasFaultyInertial)) return lumped;
  if (!(lumped.mass > 0)) {
    const listed = body.links.length > 1 ? ` (links ${body.links.map(({ link }) => `"${link.name}"`).join(', ')})` : '';
    findings.error(
      carrier.inertia ? 'U029' : 'U028',
      carrier.inertia ? carrier.inertiaAt : carrier,
      carrier.path,
      `moving body "${carrier.name}"${listed} has no mass`,
      {
        remedy: `give it an <inertial> with a mass, or weld its joint (--weld ${body.joint})`,
      },
    );
    return lumped;
  }
  if (![lumped.mass, ...lumped.centerOfMass, ...lumped.inertia].every(Number.isFinite)) {
    findings.error('U036', carrier.inertiaAt, carrier.path, `inertia of moving body "${carrier.name}" overflows`, {
      found: `mass ${lumped.mass}, inertia ${show(lumped.inertia)}`,
      expected: 'finite numbers',
      remedy: 'check the units of its links: URDF is in kg, m, kg m^2',
    });
    return lumped;
  }
  const fault = impossibility(lumped.inertia);
  const faultyLink = body.links.find(
    ({ link }) => link.inertia && link.inertia.mass > 0 && impossibility(link.inertia.inertia),
  );
  if (!fault) {
    for (const { link } of body.links) warnOfLink(link, body.links.length > 1, findings);
    warnOfSize(body, lumped, findings);
    return lumped;
  }
  const nearest = nearestPossible(lumped.inertia);
  const after = { ...lumped, inertia: nearest };
  const { link } = faultyLink ?? body.links[0];
  if (repair) {
    repairs.push({ body: carrier.name, before: lumped, after });
    findings.warning('U033', link.inertiaAt, link.path, `${fault.problem}; repaired`, {
      found: show(lumped.inertia),
      remedy: `taken instead: ${show(nearest)}`,
    });
    return after;
  }
  const negative = fault.problem.startsWith('inertia');
  findings.error(negative ? 'U032' : 'U033', link.inertiaAt, link.path, fault.problem, {
    found: show(lumped.inertia),
    expected: 'an inertia that a rigid body can have',
    remedy: `nearest possible: ${show(nearest)} (--repair takes it)`,
  });
  return lumped;
}

/** A faulty link inside a possible body does no harm, but is likely a mistake. */
function warnOfLink(link: LinkDescription, isPart: boolean, findings: Findings): void {
  if (!isPart || !link.inertia) return;
  const fault = impossibility(link.inertia.inertia);
  if (link.inertia.mass === 0 && link.inertia.inertia.every((value) => value === 0)) return;
  if (fault)
    findings.warning('U033', link.inertiaAt, link.path, `${fault.problem}; harmless inside its body`, {
      found: show(link.inertia.inertia),
    });
}

/** An inertia that needs a body many times larger than it is drawn points to wrong units. */
function warnOfSize(body: BodyParts, { mass, inertia }: LinkInertia, findings: Findings): void {
  const [{ link }] = body.links;
  const gyration = Math.sqrt(Math.max(inertia[0], inertia[4], inertia[8]) / mass);
  const size = largest(
    0,
    body.links.flatMap(({ link: part, pose }) =>
      [...part.visuals, ...part.collisions].map(
        (shape) => extentOf(shape.geometry) + length(shape.pose.translation) + length(pose.translation),
      ),
    ),
  );
  if (size > 0 && gyration > 10 * size)
    findings.warning(
      'U034',
      link.inertiaAt,
      link.path,
      `radius of gyration ${Number(gyration.toPrecision(3))} m for a ${Number(size.toPrecision(3))} m body`,
      {
        found: `sqrt(${show([Math.max(inertia[0], inertia[4], inertia[8])])} kg m^2 / ${show([mass])} kg)`,
        remedy: 'is the inertia in kg mm^2 or g mm^2? URDF is in kg m^2',
      },
    );
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
  findings.warning(
    'U035',
    link.inertiaAt,
    link.path,
    `mass ratio ${ratio.toExponential(1)} between "${link.name}" and "${parentBody.links[0].link.name}"`,
    {
      remedy: 'expect a stiff simulation: use a small dt',
    },
  );
}
