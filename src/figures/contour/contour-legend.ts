/** @file Signs of places and ways on a map, and what they mean. */
import { circlePath, diamondPath } from '../glyphs.ts';
import { counted } from '../../text/counted.ts';
import { type LegendEntry, lineSign } from '../legend.ts';
import { round, type Shape } from '../shapes.ts';
import type { ContourData, PlaceKind } from './contour-data.ts';

/** A star with five points. */
function starPath(x: number, y: number, radius: number): string {
  const points = Array.from({ length: 10 }, (_, k) => {
    const size = k % 2 === 0 ? radius : 0.45 * radius;
    const angle = (Math.PI * k) / 5;
    return `${round(x + size * Math.sin(angle))} ${round(y - size * Math.cos(angle))}`;
  });
  return `M${points.join('L')}Z`;
}

const crossPath = (x: number, y: number, size: number): string =>
  `M${round(x - size)} ${round(y - size)}l${2 * size} ${2 * size}M${round(x - size)} ${round(y + size)}l${2 * size} ${-2 * size}`;

/** Dark on a light rim, so that it is seen on every colour of the map. */
export function placeShapes(kind: PlaceKind, x: number, y: number): Shape[] {
  switch (kind) {
    case 'start':
      return [{ d: circlePath(x, y, 4.5), fill: '--surface', stroke: '--text', width: 2 }];
    case 'end':
      return [{ d: circlePath(x, y, 4.5), fill: '--text', stroke: '--surface', width: 1.5 }];
    case 'minimum':
      return [{ d: starPath(x, y, 7.5), fill: '--text', stroke: '--surface', width: 1.5 }];
    case 'maximum':
      return [{ d: diamondPath(x, y, 6), fill: '--text', stroke: '--surface', width: 1.5 }];
    case 'saddle':
      return [
        { d: crossPath(x, y, 4), stroke: '--surface', width: 5 },
        { d: crossPath(x, y, 4), stroke: '--text', width: 2.25 },
      ];
  }
}

/** A line with a rim of the surface. */
export const rimmedLine = (d: string, colour: string): Shape[] => [
  { d, stroke: '--surface', width: 4 },
  { d, stroke: colour, width: 2 },
];

const residualSign: LegendEntry['sign'] = (x, y) => [
  { d: circlePath(x, y, 5), stroke: '--text', width: 1.25 },
  { d: circlePath(x, y, 1.5), fill: '--text' },
];

/** What the drawing does not say beside the sign itself. */
export function contourLegend(
  { paths = [] }: ContourData,
  notFinite: number,
  kinds: readonly PlaceKind[],
): LegendEntry[] {
  return [
    ...paths.map(({ label, colour }): LegendEntry => ({ label, sign: lineSign(colour) })),
    ...(paths.some(({ residual }) => residual)
      ? [{ label: 'wider ring: farther from this plane', sign: residualSign }]
      : []),
    ...kinds.map((kind): LegendEntry => ({ label: kind, sign: (x, y) => placeShapes(kind, x, y) })),
    ...(notFinite > 0
      ? [
          {
            label: `${counted(notFinite, 'value')} not finite`,
            sign: (x: number, y: number): Shape[] => [
              { d: `M${x - 7} ${y - 5}h14v10h-14Z`, hatch: '--bad', stroke: '--bad', width: 1 },
            ],
          },
        ]
      : []),
  ];
}
