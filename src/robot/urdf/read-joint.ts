/** @file <joint>: type, links, origin, axis, limits, damping and friction, and what it follows. */
import type { Vector3 } from '../model.ts';
import { length, times } from '../pose.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { JointDescription } from '../description.ts';
import { Findings, type Position } from '../findings.ts';
import { byWelding } from '../remedies.ts';
import { readLimits, unlimited } from './read-limits.ts';
import { readOrigin } from './read-origin.ts';
import { ElementReader } from './values.ts';

const supported = ['revolute', 'continuous', 'prismatic', 'fixed'] as const;
/** Joints of several coordinates. */
const unsupported = ['floating', 'planar', 'spherical', 'ball'];

/** How joints are read. */
export interface JointReading {
  readonly weld: ReadonlySet<string>;
  readonly ignoreZeroEffort: boolean;
}

/** The joint, or `undefined` after reporting what keeps it from being one. */
export function readJoint(
  reader: ElementReader,
  name: string,
  { weld, ignoreZeroEffort }: JointReading,
): JointDescription | undefined {
  reader.knows('name', 'type');
  reader.expectsChildren(
    ['origin', 'parent', 'child', 'axis', 'limit', 'dynamics', 'mimic', 'calibration'],
    ['safety_controller', 'hardwareInterface', 'disable_collision'],
  );
  const isWelded = weld.has(name);
  const type = isWelded ? weldedType(reader) : readType(reader, name);
  const parent = readEnd(reader, 'parent');
  const child = readEnd(reader, 'child');
  const origin = readOrigin(reader);
  const moves = type !== undefined && type !== 'fixed';
  const follows = moves ? readMimic(reader) : undefined;
  if (type === 'fixed' && !isWelded) warnOfLeftOver(reader);
  // a welded joint is not judged; of one that follows another, the axis says where it stands
  const axis = moves && (!isWelded || follows) ? readAxis(reader) : ([1, 0, 0] as const);
  const judge = isWelded ? new ElementReader(reader.element, '', new Findings('')) : reader;
  const reading = { ignoreZero: ignoreZeroEffort, isFollower: follows !== undefined };
  const limits = moves ? readLimits(judge, type, reading) : unlimited;
  const { damping, friction } = moves ? readDynamics(judge) : { damping: 0, friction: 0 };
  if (!type || !parent || !child) return undefined;
  return {
    name,
    path: reader.path,
    line: reader.element.line,
    column: reader.element.column,
    type,
    isWelded,
    parent: parent.name,
    child: child.name,
    parentAt: parent.at,
    childAt: child.at,
    origin,
    axis,
    limits,
    damping,
    friction,
    ...(follows && { follows }),
  };
}

/** The type that a welded joint would have; where that is none that could stand anywhere but at 0, it is fixed as it is. */
const weldedType = (reader: ElementReader): JointDescription['type'] =>
  supported.find((candidate) => candidate === reader.element.attributes.get('type')?.value) ?? 'fixed';

function readType(reader: ElementReader, name: string): JointDescription['type'] | undefined {
  const attribute = reader.required('type');
  if (!attribute) return undefined;
  const { value } = attribute;
  const type = supported.find((candidate) => candidate === value);
  if (type) return type;
  const known = unsupported.includes(value);
  reader.findings.error(
    'U023',
    attribute,
    reader.path,
    known ? `${value} joints are not supported yet` : 'unknown joint type',
    {
      found: value,
      expected: supported.join(', '),
      remedy: known ? byWelding([name]) : `${didYouMean(value, supported, 'use one of them')}, or ${byWelding([name])}`,
      offers: [{ weld: [name] }],
    },
  );
  return undefined;
}

/** <mimic>; `undefined` where there is none, or one that could not be read, which is reported. */
function readMimic(joint: ElementReader): JointDescription['follows'] {
  const reader = joint.only('mimic');
  if (!reader) return undefined;
  reader.knows('joint', 'multiplier', 'offset');
  const followed = reader.name('joint');
  const multiplier = reader.number('multiplier') ?? 1;
  const offset = reader.number('offset') ?? 0;
  return followed === undefined ? undefined : { joint: followed, multiplier, offset, at: reader.at('joint') };
}

function warnOfLeftOver(joint: ElementReader): void {
  const left = joint.element.children.find((child) => child.name === 'mimic');
  if (left)
    joint.findings.summary('U027', left, joint.path, 'a fixed joint follows nothing: <mimic> is ignored', {
      remedy: 'remove <mimic>',
    });
}

function readEnd(
  reader: ElementReader,
  end: 'parent' | 'child',
): { readonly name: string; readonly at: Position } | undefined {
  const element = reader.only(end);
  if (!element) {
    reader.findings.error('U022', reader.element, reader.path, `<${end}> is missing`, {
      remedy: `add <${end} link="…"/>`,
    });
    return undefined;
  }
  element.knows('link');
  const name = element.name('link');
  return name === undefined ? undefined : { name, at: element.at('link') };
}

function readAxis(reader: ElementReader): Vector3 {
  const element = reader.only('axis');
  if (!element) return [1, 0, 0];
  element.knows('xyz');
  const axis = element.vector('xyz', { required: true });
  if (!axis) return [1, 0, 0];
  const size = length(axis);
  const at = element.at('xyz');
  const found = element.element.attributes.get('xyz')?.value;
  if (!(size > 0) || !Number.isFinite(size)) {
    const problem = size > 0 ? 'axis is too long to normalize' : 'axis is zero';
    element.findings.error('U037', at, element.path, problem, {
      found,
      expected: 'a unit vector',
      remedy: 'give the direction of the joint',
    });
    return [1, 0, 0];
  }
  if (Math.abs(size - 1) > 1e-3)
    element.findings.warning('U037', at, element.path, `axis of length ${Number(size.toPrecision(6))} is normalized`, {
      found,
      expected: 'a unit vector',
    });
  return size === 1 ? axis : times(1 / size, axis);
}

function readDynamics(reader: ElementReader): { readonly damping: number; readonly friction: number } {
  const element = reader.only('dynamics');
  if (!element) return { damping: 0, friction: 0 };
  element.knows('damping', 'friction', 'spring_reference', 'spring_stiffness');
  const read = (attribute: 'damping' | 'friction'): number => {
    const value = element.number(attribute) ?? 0;
    if (value >= 0) return value;
    element.findings.error('U041', element.at(attribute), element.path, `${attribute} is negative: it adds energy`, {
      found: element.element.attributes.get(attribute)?.value,
      expected: 'a number >= 0',
    });
    return 0;
  };
  return { damping: read('damping'), friction: read('friction') };
}
