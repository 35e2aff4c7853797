/** @file The figures of the Lab: who draws each name. */
import { flowFigure } from './flow.ts';
import { horizonFigure } from './horizon.ts';
import type { LabFigure } from './lab-figure.ts';
import type { FigureName } from './names.ts';
import { normsFigure } from './norms.ts';
import { padFigure } from './pad.ts';
import { spectrumFigure } from './spectrum.ts';
import { surfaceFigure } from './surface.ts';

/** In the order in which they are read. */
export const labFigures: Readonly<Record<FigureName, LabFigure>> = {
  surface: surfaceFigure,
  norms: normsFigure,
  flow: flowFigure,
  spectrum: spectrumFigure,
  pad: padFigure,
  horizon: horizonFigure,
};
