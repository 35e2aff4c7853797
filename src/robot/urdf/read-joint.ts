/** @file <joint>: type, links, origin, axis, limits, damping and friction. */
import type { JointLimits, JointTypeName, Vector3 } from '../model.ts';
import { length, times } from '../pose.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { JointDescription } from '../description.ts';
import type { Position } from '../findings.ts';
import { readOrigin } from './read-origin.ts';
import type { ElementReader } from './values.ts';

const supported = ['revolute', 'continuous', 'prismatic', 'fixed'] as const;
const unlimited: JointLimits = { lower: -Infinity, upper: Infinity, effort: Infinity, velocity: Infinity };

/** The joint, or `undefined` after reporting what keeps it from being one. */
export function readJoint(reader: ElementReader, name: string): JointDescription | undefined {
  reader.knows('name', 'type');
  reader.expectsChildren(
    ['origin', 'parent', 'child', 'axis', 'limit', 'dynamics', 'mimic', 'calibration'],
    ['safety_controller', 'hardwareInterface', 'disable_collision'],
  );
  const type = readType(reader);
  const parent = readEnd(reader, 'parent');
  const child = readEnd(reader, 'child');
  const origin = readOrigin(reader);
  const moves = type !== undefined && type !== 'fixed';
  const axis = moves ? readAxis(reader) : ([1, 0, 0] as const);
  const limits = moves ? readLimits(reader, type) : unlimited;
  const { damping, friction } = readDynamics(reader);
  const mimic = reader.only('mimic');
  const mimicked = mimic?.name('joint');
  if (!type || !parent || !child) return undefined;
  return {
    name,
    path: reader.path,
    line: reader.element.line,
    column: reader.element.column,
    type,
    parent: parent.name,
    child: child.name,
    parentAt: parent.at,
    childAt: child.at,
    origin,
    axis,
    limits,
    damping,
    friction,
    ...(mimic && mimicked !== undefined && { mimics: { joint: mimicked, at: mimic.at('joint') } }),
  };
}

function readType(reader: ElementReader): JointDescription['type'] | undefined {
  const attribute = reader.required('type');
  if (!attribute) return undefined;
  const { value } = attribute;
  const type = supported.find((candidate) => candidate === value);
  if (type) return type;
  const known = value === 'floating' || value === 'planar';
  reader.findings.error(
    'U023',
    attribute,
    reader.path,
    known ? `${value} joints are not supported yet` : 'unknown joint type',
    {
      found: value,
      expected: supported.join(', '),
      remedy: known ? 'fix the base to the world by a fixed joint' : didYouMean(value, supported, 'use one of them'),
    },
  );
  return undefined;
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

function readLimits(reader: ElementReader, type: JointTypeName): JointLimits {
  const element = reader.only('limit');
  if (!element) {
    if (type === 'continuous') return unlimited;
    reader.findings.error('U038', reader.element, reader.path, `${type} joint without <limit>`, {
      remedy:
        type === 'revolute'
          ? 'add <limit lower upper effort velocity/>, or use type="continuous"'
          : 'add <limit lower upper effort velocity/>',
    });
    return unlimited;
  }
  element.knows('lower', 'upper', 'effort', 'velocity');
  const required = type !== 'continuous';
  const lower = element.number('lower') ?? 0;
  const upper = element.number('upper') ?? 0;
  if (required) checkRange(element, lower, upper, type);
  const range = required ? { lower, upper } : { lower: -Infinity, upper: Infinity };
  return {
    ...range,
    effort: readBound(element, 'effort', required),
    velocity: readBound(element, 'velocity', required),
  };
}

function checkRange(reader: ElementReader, lower: number, upper: number, type: JointTypeName): void {
  const found = `lower ${lower}, upper ${upper}`;
  const at = reader.at('lower');
  if (lower > upper)
    reader.findings.error('U039', at, reader.path, 'lower limit is above the upper', { found, remedy: 'swap them' });
  if (lower === upper)
    reader.findings.warning('U039', at, reader.path, 'limits are equal: the joint is locked', { found });
  if (type === 'revolute' && Math.max(Math.abs(lower), Math.abs(upper)) > 8 * Math.PI)
    reader.findings.warning('U034', at, reader.path, 'limits beyond four turns', {
      found,
      remedy: 'are they in degrees? URDF is in rad',
    });
}

function readBound(reader: ElementReader, attribute: 'effort' | 'velocity', required: boolean): number {
  const value = reader.number(attribute, { required });
  if (value === undefined) return Infinity;
  const found = reader.element.attributes.get(attribute)?.value;
  if (value < 0)
    reader.findings.error('U040', reader.at(attribute), reader.path, `${attribute} limit is negative`, {
      found,
      expected: 'a positive number',
    });
  if (value === 0)
    reader.findings.warning(
      'U040',
      reader.at(attribute),
      reader.path,
      `${attribute} limit is 0: the joint cannot be driven`,
      { found },
    );
  return value;
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
