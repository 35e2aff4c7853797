/** @file <visual> and <collision>: shapes and their colours, which are only drawn. What is wrong in them is said, and left out. */
import type { Geometry, Shape, Vector3 } from '../model.ts';
import { leavesFolder } from './mesh-path.ts';
import { readPose } from './read-origin.ts';
import type { ElementReader } from './values.ts';
import { isXacroCall } from './xacro.ts';

type Color = readonly [number, number, number, number];
export type Materials = Map<string, Color>;

/** The shapes of a link that can be drawn as the file says. */
export const readShapes = (
  link: ElementReader,
  kind: 'visual' | 'collision',
  linkName: string,
  materials: Materials,
): Shape[] => link.all(kind).flatMap((shape) => readShape(shape.asPicture(), linkName, materials) ?? []);

function readShape(reader: ElementReader, linkName: string, materials: Materials): Shape | undefined {
  reader.knows('name', 'group');
  reader.expectsChildren(['origin', 'geometry', 'material'], ['verbose', 'contact_coefficients']);
  const pose = readPose(reader);
  const geometry = readGeometry(reader);
  const material = reader.only('material');
  const color = material && readMaterial(material, materials);
  const name = reader.optional('name')?.value ?? linkName;
  return pose && geometry && { name, pose, geometry, ...(color && { color }) };
}

/** Color of a <material>, own or by name. */
export function readMaterial(material: ElementReader, materials: Materials): Color | undefined {
  const reader = material.asPicture();
  const name = reader.optional('name')?.value ?? '';
  const own = reader.only('color');
  const color = own && readColor(own);
  const known = materials.get(name);
  if (color && name && !known) materials.set(name, color);
  if (color && known?.some((value, i) => value !== color[i]))
    reader.fault('U044', reader.element, 'material has two colours', {
      found: name,
      expected: `the first colour, ${known.join(' ')}, for all that name it`,
    });
  return color ?? known;
}

function readColor(reader: ElementReader): Color | undefined {
  reader.knows('rgba');
  const rgba = reader.numbers('rgba', 4, { required: true, orCount: 3 });
  if (!rgba) return undefined;
  const found = reader.element.attributes.get('rgba')?.value;
  const at = reader.at('rgba');
  if (!rgba.every((value) => value >= 0 && value <= 1)) {
    reader.fault('U044', at, 'colour is not within 0 and 1', {
      found,
      expected: 'red, green, blue and alpha from 0 to 1',
    });
    return undefined;
  }
  if (rgba.length === 3)
    reader.fault('U044', at, 'colour without alpha: 1 is taken', { found, expected: 'four numbers' });
  const [red, green, blue, alpha = 1] = rgba;
  return [red, green, blue, alpha];
}

const geometryReaders: Readonly<Record<Geometry['type'], (reader: ElementReader) => Geometry | undefined>> = {
  box: (reader) => {
    reader.knows('size');
    const size = positive(reader, 'size', reader.vector('size', { required: true }));
    return size && { type: 'box', size };
  },
  sphere: (reader) => {
    reader.knows('radius');
    const radius = positiveNumber(reader, 'radius');
    return radius === undefined ? undefined : { type: 'sphere', radius };
  },
  cylinder: (reader) => {
    reader.knows('radius', 'length');
    const radius = positiveNumber(reader, 'radius');
    const height = positiveNumber(reader, 'length');
    return radius === undefined || height === undefined ? undefined : { type: 'cylinder', radius, length: height };
  },
  mesh: (reader) => {
    reader.knows('filename', 'scale');
    const file = reader.name('filename');
    const scale = readScale(reader);
    return file !== undefined && scale && isInside(reader, file) ? { type: 'mesh', file, scale } : undefined;
  },
};

const known = Object.keys(geometryReaders) as Geometry['type'][];
const expected = 'a box, cylinder, sphere or mesh';

/** The first shape of the first <geometry>. */
function readGeometry(parent: ElementReader): Geometry | undefined {
  const reader = parent.only('geometry');
  if (!reader) {
    parent.fault('U043', parent.element, '<geometry> is missing', { expected });
    return undefined;
  }
  const shapes = known.flatMap((kind) => reader.all(kind));
  const [first, second] = shapes.sort(({ element: a }, { element: b }) => a.line - b.line || a.column - b.column);
  if (!first) {
    refuseEmpty(reader);
    return undefined;
  }
  reader.expectsChildren(known);
  if (second)
    reader.fault('U043', second.element, 'second shape in one geometry', { expected: 'one: the others are left out' });
  return geometryReaders[first.element.name as Geometry['type']](first);
}

function refuseEmpty(reader: ElementReader): void {
  const other = reader.element.children.at(0);
  if (other && isXacroCall(other)) reader.expectsChildren(known);
  else if (other) reader.fault('U043', other, `unknown shape <${other.name}> is left out`, { expected });
  else reader.fault('U043', reader.element, 'geometry is empty', { expected });
}

function positive<T extends readonly number[]>(
  reader: ElementReader,
  attribute: string,
  values: T | undefined,
): T | undefined {
  if (!values || values.every((value) => value > 0)) return values;
  const found = reader.element.attributes.get(attribute)?.value;
  reader.fault('U043', reader.at(attribute), `${attribute} is not positive: the shape is left out`, {
    found,
    expected: 'positive lengths in m',
  });
  return undefined;
}

function positiveNumber(reader: ElementReader, attribute: string): number | undefined {
  const value = reader.number(attribute, { required: true });
  return value === undefined ? undefined : positive(reader, attribute, [value])?.[0];
}

/** Factors along the axes; a negative one mirrors. */
function readScale(reader: ElementReader): Vector3 | undefined {
  if (!reader.element.attributes.has('scale')) return [1, 1, 1];
  const scale = reader.numbers('scale', 3, { orCount: 1 });
  if (!scale) return undefined;
  const found = reader.element.attributes.get('scale')?.value;
  if (scale.includes(0)) {
    reader.fault('U043', reader.at('scale'), 'scale is 0', { found, expected: 'three factors' });
    return undefined;
  }
  if (scale.length === 3) return [scale[0], scale[1], scale[2]];
  const [all] = scale;
  reader.fault('U043', reader.at('scale'), 'scale of one number is taken for all axes', {
    found,
    expected: 'three factors',
  });
  return [all, all, all];
}

function isInside(reader: ElementReader, file: string): boolean {
  if (!leavesFolder(file)) return true;
  reader.fault('U045', reader.at('filename'), 'mesh path leaves the folder of the robot: it is not followed', {
    found: file,
    expected: 'a relative path or package://…',
  });
  return false;
}
