/** @file The ways to run a program that have to agree, each as a check of a trial: what it finds, or `null`. */
import * as adjoint from '../../../src/index.ts';
import { InlineRunner } from '../../../src/parallel/inline-runner.ts';
import { kernelShards } from '../../../src/parallel/kernel-shards.ts';
import type { PopulationRunner } from '../../../src/index.ts';
import { close, largest, sameBits } from './compare.ts';
import { fromMembersAlone, isMemberwise } from './members.ts';
import { byComplexSteps } from './oracle.ts';
import { everyStep, type Plan } from './plan.ts';
import { forms, type Inputs, valueOf } from './program.ts';
import { rules } from './rules.ts';
import type { List, Trial } from './trial.ts';

export interface Mode {
  readonly name: string;
  readonly applies: (plan: Plan) => boolean;
  /** How it differs from what it should agree with. */
  readonly check: (trial: Trial) => string | null | Promise<string | null>;
}

const tolerance = 1e-10;
/** Errors of float64 beside those of float32, with room for what other orders of operations do to them. */
const conditioned = 1e-5;
/** Sums of some hundred equal terms err in one direction, by half a unit in the last place a term. */
const tolerance32 = 2e-4;
const conditioned32 = 100;

/** How far operations with float32's errors move an output. */
const sensitivity = (trial: Trial, output: number): number =>
  largest(trial.perturbed.map((list) => adjoint.sub(list[output], trial.reference[output])));

const closeToReference = (trial: Trial, found: List): string | null =>
  close(found, trial.reference, tolerance, (output) => conditioned * sensitivity(trial, output));

const always = (): boolean => true;
const hasLoop = ({ steps }: Plan): boolean => everyStep(steps).some(({ kind }) => kind === 'scan');
const hasLongLoop = ({ steps }: Plan): boolean =>
  everyStep(steps).some((step) => step.kind === 'scan' && step.length > 3);

const onInterpreter = (trial: Trial): List => {
  adjoint.chooseBackend('interpreter');
  try {
    return trial.execute();
  } finally {
    adjoint.chooseBackend('wasm');
  }
};

/** Results handed back as arguments of the next call: what the call gives, and what it should. */
function fedBack(trial: Trial): string | null {
  const f = adjoint.compile(trial.program('scan'), [trial.inputs], { checkFinite: false, reuseResults: true });
  const g = adjoint.compile(trial.program('scan'), [trial.inputs], { checkFinite: false });
  const { values, derivatives } = f(trial.inputs);
  const results = [...derivatives, ...values];
  const fed = adjoint.mapTree(
    trial.inputs,
    (input) =>
      results.find(({ shape, population }) => shape.join() === input.shape.join() && population === input.population) ??
      input,
  );
  const copies: Inputs = adjoint.mapTree(
    fed,
    ({ shape, population, data }) => new adjoint.PopulationTensor({ shape, population }, data.slice()),
  );
  const expected = g(copies);
  const found = f(fed);
  return sameBits([...found.values, ...found.derivatives], [...expected.values, ...expected.derivatives]);
}

const compositions = ['hvp', 'reverse over forward', 'reverse over reverse'] as const;

/** All orders of two derivatives give the same. */
function otherCompositions(trial: Trial): string | null {
  const { plan, captured, types, inputs, reference } = trial;
  const value = valueOf(plan, captured, { loops: 'written out', types });
  for (const composition of compositions) {
    if (composition === plan.derivative) continue;
    const found = [...reference.slice(0, plan.outputs.length), ...forms[composition](value)(inputs)];
    const differs = closeToReference(trial, found);
    if (differs) return `${composition}: ${differs}`;
  }
  return null;
}

/** Derivatives of a compiled function, which is called with symbols. */
function compiledInside({ plan, captured, types, inputs }: Trial): List {
  const value = valueOf(plan, captured, { loops: 'scan', types });
  const compiled = adjoint.compile(value, [inputs], { checkFinite: false });
  const derivatives = plan.derivative === 'value' ? [] : forms[plan.derivative](compiled)(inputs);
  return [...compiled(inputs), ...derivatives];
}

const isDifferentiated = ({ steps }: Plan): boolean =>
  everyStep(steps).every((step) => step.kind !== 'op' || !rules[step.op].isConstantToDerivatives);

function complexSteps(trial: Trial): string | null {
  const both = byComplexSteps(trial);
  if (!both) return null;
  const scale = tolerance * (1 + largest(trial.reference) + Math.max(0, ...both.expected.map(Math.abs)));
  const worst = both.expected.findIndex((right, i) => !(Math.abs(both.found[i] - right) <= 10 * scale));
  if (worst < 0) return null;
  const moved =
    conditioned * trial.reference.reduce((most, _, output) => Math.max(most, sensitivity(trial, output)), 0);
  const isFar = both.expected.some((right, i) => !(Math.abs(both.found[i] - right) <= 10 * scale + moved));
  return isFar ? `number ${worst}: ${both.found[worst]} instead of ${both.expected[worst]}` : null;
}

function float32(trial: Trial): string | null {
  const looser = (output: number): number => conditioned32 * sensitivity(trial, output);
  return close(trial.execute({ precision: 'float32' }), trial.reference, tolerance32, looser);
}

async function onRunner(trial: Trial, runner: PopulationRunner): Promise<string | null> {
  const f = adjoint.compileParallel(trial.program('scan'), [trial.inputs], runner, { checkFinite: false });
  const { values, derivatives } = await f(trial.inputs);
  return sameBits([...values, ...derivatives], trial.compiled);
}

const inline = new InlineRunner(kernelShards, () => Promise.resolve());

/** Modes that run wherever the library does. */
export const modes: readonly Mode[] = [
  { name: 'eager scan', applies: hasLoop, check: (trial) => closeToReference(trial, trial.eager('scan')) },
  { name: 'compiled', applies: always, check: (trial) => closeToReference(trial, trial.compiled) },
  {
    name: 'compiled, written out',
    applies: hasLoop,
    check: (trial) => closeToReference(trial, trial.compile('written out')),
  },
  { name: 'interpreter', applies: always, check: (trial) => sameBits(onInterpreter(trial), trial.compiled) },
  {
    name: 'segments',
    applies: hasLongLoop,
    check: (trial) => sameBits(trial.execute({ blockMemory: 1 }), trial.compiled),
  },
  { name: 'windows', applies: hasLoop, check: (trial) => sameBits(trial.execute({ cacheMemory: 1 }), trial.compiled) },
  { name: 'inline runner', applies: always, check: (trial) => onRunner(trial, inline) },
  { name: 'reused results', applies: always, check: fedBack },
  {
    name: 'compiled inside',
    applies: ({ derivative }) => derivative !== 'value',
    check: (trial) => closeToReference(trial, compiledInside(trial)),
  },
  { name: 'float32', applies: always, check: float32 },
  {
    name: 'members alone',
    applies: ({ population }) => population > 1,
    check: (trial) => {
      const found = isMemberwise(trial) ? fromMembersAlone(trial) : null;
      return found && closeToReference(trial, found);
    },
  },
  { name: 'complex steps', applies: ({ derivative }) => derivative !== 'value', check: complexSteps },
  {
    name: 'compositions',
    applies: (plan) => compositions.some((name) => name === plan.derivative) && isDifferentiated(plan),
    check: otherCompositions,
  },
];

/** The kernels on the workers of a pool. */
export const onWorkers = (pool: PopulationRunner): Mode => ({
  name: 'workers',
  applies: ({ population }) => population > 1,
  check: (trial) => onRunner(trial, pool),
});
