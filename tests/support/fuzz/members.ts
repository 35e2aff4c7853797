/** @file One member's program: what a member of a population computes is what it computes alone. */
import { PopulationTensor } from '../../../src/index.ts';
import { everyStep, type Plan } from './plan.ts';
import { type Inputs, programOf } from './program.ts';
import { rules } from './rules.ts';
import type { List, Trial } from './trial.ts';
import { inferPlan, typeOf } from './types.ts';

/** Derivatives whose total over the members is the sum of what the members have alone. */
const additive = ['value', 'jvp', 'grad', 'hvp', 'reverse over forward', 'reverse over reverse'];
const mostMembers = 7;

/** Nothing in the program looks across the members, sums of derivatives by shared values included. */
export function isMemberwise({ plan, types }: Trial): boolean {
  if (plan.population === 1 || !additive.includes(plan.derivative)) return false;
  return everyStep(plan.steps).every((step) => {
    if (step.kind === 'op') return !rules[step.op].isAcross;
    return step.kind === 'scan' || step.at.every(({ value }) => typeOf(types, value).population > 1);
  });
}

function memberOf({ shape, population, data, size }: PopulationTensor, member: number): PopulationTensor {
  if (population === 1) return new PopulationTensor({ shape, population }, data);
  return new PopulationTensor(
    { shape, population: 1 },
    Float64Array.from({ length: size }, (_, element) => data[element * population + member]),
  );
}

const only = (tensors: Inputs, member: number): Inputs =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, memberOf(tensor, member)]));

const alone = (plan: Plan): Plan => ({
  ...plan,
  inputs: plan.inputs.map((input) => ({ ...input, population: 1 })),
  captured: plan.captured.map((tensor) => ({ ...tensor, population: 1 })),
});

/** The results, put together from what members compute alone; `null` where there are too many members. */
export function fromMembersAlone(trial: Trial): List | null {
  const { plan, reference, types } = trial;
  if (plan.population > mostMembers) return null;
  const types1 = inferPlan(alone(plan));
  const runs = Array.from({ length: plan.population }, (_, member) => {
    const f = programOf(plan, only(trial.captured, member), { loops: 'written out', types: types1 });
    const { values, derivatives } = f(only(trial.inputs, member));
    return [...values, ...derivatives];
  });
  const lossPopulation = Math.max(...plan.outputs.map((name) => typeOf(types, name).population));
  return reference.map((like, k) => {
    const isCotangent = k >= plan.outputs.length && plan.derivative !== 'jvp';
    if (like.population > 1)
      return joined(
        runs.map((run) => run[k]),
        like,
      );
    if (!isCotangent || lossPopulation === 1) return runs[0][k];
    return summed(
      runs.map((run) => run[k]),
      like,
    );
  });
}

const joined = (members: List, { shape, population }: PopulationTensor): PopulationTensor =>
  new PopulationTensor(
    { shape, population },
    Float64Array.from(
      { length: members[0].size * population },
      (_, i) => members[i % population].data[Math.floor(i / population)],
    ),
  );

const summed = (members: List, { shape }: PopulationTensor): PopulationTensor =>
  new PopulationTensor(
    { shape, population: 1 },
    Float64Array.from({ length: members[0].size }, (_, i) => members.reduce((sum, { data }) => sum + data[i], 0)),
  );
