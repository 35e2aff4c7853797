/** @file The methods that plan. */
import { Kinds } from '../settings/kinds.ts';
import { ilqrKind } from './ilqr.ts';
import type { PlanningMethod } from './method.ts';
import { mpcKind } from './mpc/mpc-method.ts';
import { multipleShootingKind } from './multiple-shooting.ts';

export const plannerKinds = new Kinds<null, PlanningMethod>('method', [ilqrKind, multipleShootingKind, mpcKind]);
