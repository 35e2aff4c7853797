/** @file The methods that train. */
import { Kinds } from '../settings/kinds.ts';
import { bpttKind } from './bptt.ts';
import { cemKind } from './cem.ts';
import { esKind } from './es.ts';
import { shacKind } from './shac/shac.ts';
import type { Trainer } from './trainer.ts';

export const trainerKinds = new Kinds<null, Trainer>('method', [bpttKind, shacKind, cemKind, esKind]);
