/** @file Colours of joints, the same in curves, heatmaps and in the 3-D view. */

/** After Okabe and Ito, who chose hues that a colour-blind eye tells apart; without the orange of the present, and each at least 3 : 1 on white and on the dark surface. */
export const jointHues = [
  '#3a93c8',
  '#009e73',
  '#c46f9f',
  '#0072b2',
  '#a08a00',
  '#858d96',
  '#8c6bb1',
  '#b0565f',
] as const;

/** Of the joint at a place among those that move by themselves; colours come round again after eight. */
export const jointHue = (index: number): string => jointHues[index % jointHues.length];
