/** @file Goal: a point that comes through others at their times, from rest to rest. */
import * as z from 'zod/mini';
import { tensor } from '../../core/population-tensor.ts';
import { field, positive, vector3 } from '../../settings/fields.ts';
import { kind } from '../../settings/kinds.ts';
import { positionField } from './point.ts';

const via = z.strictObject({ position: vector3, time: positive });

export const viaPointsKind = kind({
  type: 'via-points',
  title: 'Path through points',
  settings: {
    start: positionField,
    points: field(
      z.array(via).check(
        z.minLength(1),
        z.refine(
          (points) => points.every(({ time }, i) => i === 0 || time > points[i - 1].time),
          'points whose times rise',
        ),
      ),
      {
        title: 'Points',
        description: 'where it is later, each with its position (m, world) and its time (s since the start)',
        touches: 'input',
        isAdvanced: true,
      },
    ),
  },
  make: ({ start, points }) => ({
    position: tensor([...start]),
    times: tensor([0, ...points.map(({ time }) => time)]),
    offsets: tensor([[0, 0, 0], ...points.map(({ position }) => position.map((x, i) => x - start[i]))]),
  }),
});
