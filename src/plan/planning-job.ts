/** @file PlanningJob: planning step by step, from one start or from several side by side, of which the best counts. */
import { requireInstance, requireParts, requireSignal } from '../core/arguments.ts';
import { tensor } from '../core/population-tensor.ts';
import { requireRunState, type RunState } from '../optimize/run-state.ts';
import type { End, Job, JobResult, MemberIteration, PlanningProgress, Progress } from '../run/job.ts';
import { constraintsOf, type Rising, type Violation, Violations, worstOf } from './constraints.ts';
import { followedPlan } from './followed-plan.ts';
import { withNoise } from './guess.ts';
import type { PlanningTask, PlanScore } from './method.ts';
import type { PlannerSettings } from './planner-fields.ts';
import { type Attempt, attemptsOf, namedAttempts } from './attempts.ts';
import { PlanLog } from './plan-log.ts';
import type { Plan } from './planning.ts';
import { Solver } from './solver.ts';
