/** @file What the Lab's choices are called. */
import type { FigureName } from '../../../lab/figures/names.ts';
import { methodKinds } from '../../../optimize/kinds.ts';

/** The figures, in the order of their tabs. */
export const figureTabs: readonly { readonly name: FigureName; readonly title: string; readonly tip: string }[] = [
  {
    name: 'surface',
    title: 'Surface',
    tip: 'The loss over two parameters or directions, with the ways of the methods',
  },
  { name: 'norms', title: 'Norms', tip: 'How large gradients are: by group of parameters, and by joint and time' },
  { name: 'flow', title: 'Flow', tip: 'Methods beside the gradient flow, and the order of their distance' },
  { name: 'spectrum', title: 'Spectrum', tip: 'Eigenvalues of the Hessian, and sharpness beside its threshold' },
  { name: 'pad', title: 'Pad', tip: 'What each step size and momentum does; press it to choose them' },
  { name: 'horizon', title: 'Horizon', tip: 'What step size and horizon do to an arm, and the loss along a line' },
];

/** Points a side of a surface. */
export const sides = [11, 21, 41, 81, 161, 321] as const;

export const levelWords = [
  { name: 'linear', title: 'even' },
  { name: 'logarithmic', title: 'logarithmic' },
  { name: 'asinh', title: 'asinh' },
] as const;

/** Methods that can be compared. */
export const methodWords = methodKinds.all.map(({ type, title }) => ({ type, title }));

/** Id of the panel of the doctor. */
export const doctorId = 'lab-doctor';
