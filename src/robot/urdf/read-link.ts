/** @file <link>: its inertia, and its shapes. */
import type { LinkInertia, Matrix3 } from '../model.ts';
import { product, transposed } from '../pose.ts';
import type { LinkDescription } from '../description.ts';
import { readOrigin } from './read-origin.ts';
import { type Materials, readShapes } from './read-shape.ts';
import type { ElementReader } from './values.ts';
import { isXacroCall } from './xacro.ts';

export function readLink(reader: ElementReader, name: string, materials: Materials): LinkDescription {
  reader.knows('name', 'type');
  reader.expectsChildren(
    ['inertial', 'visual', 'collision'],
    ['self_collision_checking', 'contact', 'sensor', 'material'],
  );
  const inertial = reader.only('inertial');
  const inertia = inertial ? readInertial(inertial) : null;
  return {
    name,
    path: reader.path,
    line: reader.element.line,
    column: reader.element.column,
    inertia,
    hasFaultyInertial: inertial ? inertia === null : reader.element.children.some(isXacroCall),
    inertiaAt: inertial?.element.children.find((child) => child.name === 'inertia') ?? reader.element,
    visuals: readShapes(reader, 'visual', name, materials),
    collisions: readShapes(reader, 'collision', name, materials),
  };
}

function readInertial(reader: ElementReader): LinkInertia | null {
  reader.expectsChildren(['origin', 'mass', 'inertia']);
  // whatever is not there may come from it
  if (reader.element.children.some(isXacroCall)) return null;
  const pose = readOrigin(reader);
  const mass = readMass(reader);
  const inertia = readInertia(reader);
  if (mass === undefined || !inertia) return null;
  return {
    mass,
    centerOfMass: pose.translation,
    inertia: product(product(pose.rotation, inertia), transposed(pose.rotation)),
  };
}

function missing(reader: ElementReader, child: string, remedy: string): undefined {
  reader.findings.error('U031', reader.element, reader.path, `<${child}> is missing`, { remedy });
  return undefined;
}

/** Smallest mass whose reciprocal is finite, kg. */
const smallestMass = 1e-300;

function readMass(reader: ElementReader): number | undefined {
  const element = reader.only('mass');
  if (!element) return missing(reader, 'mass', 'add <mass value="…"/> in kg');
  element.knows('value');
  const mass = element.number('value', { required: true });
  if (mass === undefined) return undefined;
  const at = element.at('value');
  const found = element.element.attributes.get('value')?.value;
  if (mass < 0 || (mass > 0 && mass < smallestMass)) {
    element.findings.error('U029', at, element.path, mass < 0 ? 'mass is negative' : 'mass is too small to divide by', {
      found,
      expected: 'a positive mass in kg',
    });
    return undefined;
  }
  if (mass > 1e4)
    element.findings.warning('U034', at, element.path, `mass of ${mass} kg`, {
      remedy: 'is the file in g? URDF is in kg',
    });
  return mass;
}

function readInertia(reader: ElementReader): Matrix3 | undefined {
  const element = reader.only('inertia');
  if (!element) return missing(reader, 'inertia', 'add <inertia ixx ixy ixz iyy iyz izz/> in kg m^2');
  element.knows('ixx', 'ixy', 'ixz', 'iyy', 'iyz', 'izz');
  const entry = (name: string, required: boolean): number | undefined =>
    element.number(name, { required }) ?? (required || element.element.attributes.has(name) ? undefined : 0);
  const [xx, yy, zz] = ['ixx', 'iyy', 'izz'].map((name) => entry(name, true));
  const [xy, xz, yz] = ['ixy', 'ixz', 'iyz'].map((name) => entry(name, false));
  const all = [xx, xy, xz, xy, yy, yz, xz, yz, zz];
  return all.some((value) => value === undefined) ? undefined : (all as unknown as Matrix3);
}
