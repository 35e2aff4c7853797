/** @file <link>: inertia, visual and collision shapes. */
import type { Geometry, LinkInertia, Matrix3, Pose, Shape } from '../model.ts';
import { identityPose, length, product, rotationFromRollPitchYaw, transposed } from '../pose.ts';
import type { LinkDescription } from '../description.ts';
import type { ElementReader } from './values.ts';

type Color = readonly [number, number, number, number];
export type Materials = Map<string, Color>;

/** Lengths beyond which a file is likely in other units, m. */
const suspiciousLength = 100;
const fullTurn = 2 * Math.PI;

/** <origin xyz rpy>; the identity where it is absent. */
export function readOrigin(parent: ElementReader): Pose {
  const origin = parent.only('origin');
  if (!origin) return identityPose;
  origin.knows('xyz', 'rpy', 'quat_xyzw');
  const xyz = origin.vector('xyz') ?? ([0, 0, 0] as const);
  const rpy = origin.vector('rpy') ?? ([0, 0, 0] as const);
  if (length(xyz) > suspiciousLength)
    origin.findings.warning(
      'U034',
      origin.at('xyz'),
      origin.path,
      `origin is ${Number(length(xyz).toPrecision(4))} m away`,
      { remedy: 'is the file in mm? URDF is in m' },
    );
  if (rpy.some((angle) => Math.abs(angle) > fullTurn * (1 + 1e-6)))
    origin.findings.warning('U034', origin.at('rpy'), origin.path, 'rpy angle beyond a full turn', {
      remedy: 'are the angles in degrees? URDF is in rad',
    });
  return { rotation: rotationFromRollPitchYaw(rpy), translation: xyz };
}

export function readLink(reader: ElementReader, name: string, materials: Materials): LinkDescription {
  reader.knows('name', 'type');
  reader.expectsChildren(
    ['inertial', 'visual', 'collision'],
    ['self_collision_checking', 'contact', 'sensor', 'material'],
  );
  const inertial = reader.only('inertial');
  const shapes = (kind: 'visual' | 'collision'): Shape[] =>
    reader.all(kind).flatMap((shape) => readShape(shape, name, materials) ?? []);
  const inertia = inertial ? readInertial(inertial) : null;
  return {
    name,
    path: reader.path,
    line: reader.element.line,
    column: reader.element.column,
    inertia,
    hasFaultyInertial: inertial !== undefined && inertia === null,
    inertiaAt: inertial?.element.children.find((child) => child.name === 'inertia') ?? reader.element,
    visuals: shapes('visual'),
    collisions: shapes('collision'),
  };
}

function readInertial(reader: ElementReader): LinkInertia | null {
  reader.expectsChildren(['origin', 'mass', 'inertia']);
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

function readShape(reader: ElementReader, link: string, materials: Materials): Shape | undefined {
  reader.knows('name', 'group');
  reader.expectsChildren(['origin', 'geometry', 'material'], ['verbose', 'contact_coefficients']);
  const pose = readOrigin(reader);
  const geometry = readGeometry(reader);
  const material = reader.only('material');
  const color = material && readMaterial(material, materials);
  return (
    geometry && { name: reader.element.attributes.get('name')?.value ?? link, pose, geometry, ...(color && { color }) }
  );
}

/** Color of a <material>, own or by name. */
export function readMaterial(reader: ElementReader, materials: Materials): Color | undefined {
  const name = reader.element.attributes.get('name')?.value ?? '';
  const color = reader.only('color')?.numbers('rgba', 4, { required: true }) as Color | undefined;
  if (color && name && !materials.has(name)) materials.set(name, color);
  return color ?? materials.get(name);
}

const geometryReaders: Readonly<Record<Geometry['type'], (reader: ElementReader) => Geometry | undefined>> = {
  box: (reader) => {
    const size = positive(reader, 'size', reader.vector('size', { required: true }));
    return size && { type: 'box', size };
  },
  sphere: (reader) => {
    const radius = positiveNumber(reader, 'radius');
    return radius === undefined ? undefined : { type: 'sphere', radius };
  },
  cylinder: (reader) => {
    const radius = positiveNumber(reader, 'radius');
    const height = positiveNumber(reader, 'length');
    return radius === undefined || height === undefined ? undefined : { type: 'cylinder', radius, length: height };
  },
  mesh: (reader) => {
    const file = reader.name('filename');
    const scale = reader.vector('scale') ?? ([1, 1, 1] as const);
    if (file === undefined || !allowedMesh(reader, file)) return undefined;
    return { type: 'mesh', file, scale };
  },
};

function readGeometry(parent: ElementReader): Geometry | undefined {
  const reader = parent.only('geometry');
  if (!reader) {
    parent.findings.error('U043', parent.element, parent.path, '<geometry> is missing', {
      remedy: 'add <geometry> with a box, cylinder, sphere or mesh',
    });
    return undefined;
  }
  const known = Object.keys(geometryReaders) as Geometry['type'][];
  reader.expectsChildren(known);
  for (const kind of known) {
    const shape = reader.only(kind);
    if (shape) return geometryReaders[kind](shape);
  }
  reader.findings.error('U043', reader.element, reader.path, 'geometry is empty', {
    expected: 'a box, cylinder, sphere or mesh',
  });
  return undefined;
}

function positive<T extends readonly number[]>(
  reader: ElementReader,
  attribute: string,
  values: T | undefined,
): T | undefined {
  if (!values || values.every((value) => value > 0)) return values;
  const found = reader.element.attributes.get(attribute)?.value;
  reader.findings.error('U043', reader.at(attribute), reader.path, `${attribute} is not positive`, {
    found,
    expected: 'positive lengths in m',
  });
  return undefined;
}

function positiveNumber(reader: ElementReader, attribute: string): number | undefined {
  const value = reader.number(attribute, { required: true });
  return value === undefined ? undefined : positive(reader, attribute, [value])?.[0];
}

/** Mesh references may not reach out of the model's folder, nor carry a program. */
function allowedMesh(reader: ElementReader, file: string): boolean {
  const outside =
    /^\s*(?:file|javascript|data|https?|ftp|blob):/i.test(file) ||
    /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(file) ||
    /^(?:[\\/]|[a-zA-Z]:)/.test(file);
  if (!outside) return true;
  reader.findings.error('U045', reader.at('filename'), reader.path, 'mesh reference leaves the folder of the robot', {
    found: file,
    expected: 'a relative path or package://…',
  });
  return false;
}
