/** @file Symmetric matrices from their upper triangle, so that a compiled program computes each pair once. */
import { gatherFlat } from '../core/ops/structural.ts';
import { type TensorLike, type PopulationTensor, tensor } from '../core/population-tensor.ts';

const upper = Int32Array.from([0, 1, 2, 1, 4, 5, 2, 5, 8]);

/** The symmetric [3, 3] matrix with the upper triangle of x; the lower one is not read. */
export const mirrorUpper = (x: TensorLike): PopulationTensor => gatherFlat(tensor(x), upper, [3, 3]);
