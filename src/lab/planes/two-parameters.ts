/** @file The plane of two parameters, which a file names as layouts do. */
import * as z from 'zod/mini';
import { ArgumentError } from '../../errors.ts';
import { parameterPlane, type Plane } from '../../learning/surface/plane.ts';
import { field } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import { printable } from '../../text/printable.ts';
import type { PlaneContext } from './plane-context.ts';

const parameterField = (title: string, description: string) =>
  field(z.string().check(z.minLength(1), z.maxLength(200)), { title, description, touches: 'input' });

const settings = {
  x: parameterField('Across', 'parameter along the first axis, e.g. "logKp[0]"'),
  y: parameterField('Up', 'parameter along the second axis'),
};

/** Position of a parameter by its name. */
function indexOf(axis: string, name: string, { layout }: PlaneContext['landscape']): number {
  const names = Array.from({ length: layout.size }, (_, index) => layout.nameOf(index));
  const index = names.indexOf(name);
  if (index >= 0) return index;
  const some = names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ');
  throw new ArgumentError(
    axis,
    `"${printable(name)}"`,
    `a parameter: ${some}`,
    didYouMean(name, names, 'choose one of them'),
  );
}

export const twoParametersKind = kind({
  type: 'parameters',
  title: 'Two parameters',
  settings,
  make({ x, y }, { landscape, center, axisOf }: PlaneContext): Plane {
    const [first, second] = [indexOf('x', x, landscape), indexOf('y', y, landscape)];
    if (first === second) throw new ArgumentError('y', `"${printable(y)}"`, 'another parameter than x');
    return { ...parameterPlane(landscape.layout, center, [first, second]), axes: [axisOf(first), axisOf(second)] };
  },
});
