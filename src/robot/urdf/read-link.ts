/** @file <link>: its inertia, and its shapes. */
import type { LinkInertia, Matrix3, Vector3 } from '../model.ts';
import { product, transposed } from '../pose.ts';
import type { LinkDescription, MassOnly } from '../description.ts';
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
  const read = inertial ? readInertial(inertial) : {};
  return {
    name,
    path: reader.path,
    line: reader.element.line,
    column: reader.element.column,
    inertia: read.inertia ?? null,
    hasFaultyInertial: inertial ? !read.inertia && !read.massOnly : reader.element.children.some(isXacroCall),
    inertiaAt: inertial?.element.children.find((child) => child.name === 'inertia') ?? reader.element,
    ...(read.massOnly && { massOnly: read.massOnly }),
    visuals: readShapes(reader, 'visual', name, materials),
    collisions: readShapes(reader, 'collision', name, materials),
  };
}

/** Neither where it is wrong, which is reported. */
function readInertial(reader: ElementReader): { readonly inertia?: LinkInertia; readonly massOnly?: MassOnly } {
  reader.expectsChildren(['origin', 'mass', 'inertia']);
  // whatever is not there may come from it
  if (reader.element.children.some(isXacroCall)) return {};
  const pose = readOrigin(reader);
  const mass = readMass(reader);
  const element = reader.only('inertia');
  if (!element) return mass === undefined ? {} : { massOnly: massOnly(reader, mass, pose.translation) };
  const inertia = readInertia(element);
  if (mass === undefined || !inertia) return {};
  const turned = product(product(pose.rotation, inertia), transposed(pose.rotation));
  return { inertia: { mass, centerOfMass: pose.translation, inertia: turned } };
}

const massOnly = (reader: ElementReader, mass: number, centerOfMass: Vector3): MassOnly => ({
  mass,
  ...(reader.element.children.some(({ name }) => name === 'origin') && { centerOfMass }),
  at: { line: reader.element.line, column: reader.element.column },
  path: reader.path,
});

/** Smallest mass whose reciprocal is finite, kg. */
const smallestMass = 1e-300;

function readMass(reader: ElementReader): number | undefined {
  const element = reader.only('mass');
  if (!element) {
    reader.findings.error('U031', reader.element, reader.path, '<mass> is missing', {
      remedy: 'add <mass value="…"/> in kg',
    });
    return undefined;
  }
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

function readInertia(element: ElementReader): Matrix3 | undefined {
  element.knows('ixx', 'ixy', 'ixz', 'iyy', 'iyz', 'izz');
  const entry = (name: string, required: boolean): number | undefined =>
    element.number(name, { required }) ?? (required || element.element.attributes.has(name) ? undefined : 0);
  const [xx, yy, zz] = ['ixx', 'iyy', 'izz'].map((name) => entry(name, true));
  const [xy, xz, yz] = ['ixy', 'ixz', 'iyz'].map((name) => entry(name, false));
  const all = [xx, xy, xz, xy, yy, yz, xz, yz, zz];
  return all.some((value) => value === undefined) ? undefined : (all as unknown as Matrix3);
}
