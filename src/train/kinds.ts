/** @file The methods that train. */
import { Kinds } from '../settings/kinds.ts';
import { bpttKind } from './bptt.ts';
import type { Trainer } from './trainer.ts';

export const trainerKinds = new Kinds<null, Trainer>('method', [bpttKind]);
