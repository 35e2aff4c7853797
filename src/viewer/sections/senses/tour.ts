/** @file The tour of the Senses: five short steps, each at a place on the page. */
import type { TourStep } from '../../studio/section.ts';

export const sensesTour: readonly TourStep[] = [
  {
    selector: '.stage',
    title: 'The arm, and what is believed of it',
    text: 'The tinted arm is where the filter believes it to be. The ellipsoid holds 2 σ of where its hand may be.',
  },
  {
    selector: '.senses-population, #tab-senses-population',
    title: 'A belief as activity',
    text: 'Units are tuned to one coordinate. The bump stands where it is believed to be; the surer the filter, the higher the bump.',
  },
  {
    selector: '.senses-lanes, #tab-senses-lanes',
    title: 'Estimate against truth',
    text: 'Below the estimate stand the squares of what surprised the filter. They should lie within their bounds.',
  },
  {
    selector: '.senses-rows, #tab-senses-sensors',
    title: 'Blind a sensor',
    text: 'A switch acts from the moment that is shown on. The controller acts on the estimate, so the arm moves otherwise, too.',
  },
  {
    selector: '#tab-senses-settings',
    title: 'Filter and noise',
    text: 'Choose another filter, or let it believe a wrong noise, and see what the squares make of it.',
  },
];
