/** @file What a controller file says of a policy: what it sees, with scales, what its numbers mean, and moments that it must repeat. */
import type { ControllerParameters } from '../../controllers/controller.ts';
import type { MlpParameters, Policy, PolicyMemory } from '../../controllers/policy.ts';
import { compile } from '../core/compile.ts';
import { PopulationTensor } from '../core/population-tensor.ts';
import type { Moments } from '../rollout/moments.ts';
import { rollout } from '../rollout/rollout.ts';
import type { ControllerFacts } from '../run/controller-facts.ts';
import type { Experiment } from './experiment.ts';

/** What a policy sees, in SI units, and what the network is given of it: (value - offset) * scale; and what its numbers from -1 to 1 are. */
export function policyFacts({ senses, action }: Policy): Pick<ControllerFacts, 'observations' | 'action'> {
  return {
    observations: senses.map(({ name, scale, offset, entries }) => ({ name, scale, offset, entries })),
    action: { kind: action.name, scale: action.scale },
  };
}

/** Rollouts whose moments are stored. */
const members = 8;

/** Numbers [count, size] of members and periods, a row a moment: at most so many, evenly apart. */
function rowsOf({ data, population, shape }: PopulationTensor, most: number): Float64Array {
  const [periods, size] = shape;
  const all = periods * population;
  const count = Math.min(all, most);
  const rows = new Float64Array(count * size);
  for (let row = 0; row < count; row++) {
    const moment = Math.floor((row * all) / count);
    const [period, member] = [Math.floor(moment / population), moment % population];
    for (let i = 0; i < size; i++) rows[row * size + i] = data[(period * size + i) * population + member];
  }
  return rows;
}

/** What a policy sees in rollouts of the validation, in SI units, and its commands. */
export function policyMoments(experiment: Experiment, parameters: ControllerParameters, most: number): Moments {
  const { settings, sampler, examinations } = experiment;
  const controller = settings.controller as unknown as Policy;
  const scenario = sampler.draw({ set: 'validation', seed: examinations.validation.seed, count: members });
  const watched = {
    ...settings,
    watch: (own: ControllerParameters, memory: unknown, seen: Parameters<Policy['values']>[1]) => {
      const observation = controller.values(memory as PolicyMemory, seen);
      return { observation, action: controller.decide(own as MlpParameters, controller.scaled(observation)) };
    },
  };
  const run = compile((own: ControllerParameters) => rollout(watched, own, scenario).outputs.watched, [parameters]);
  const found = run(parameters) as { readonly observation: PopulationTensor; readonly action: PopulationTensor };
  return { observation: rowsOf(found.observation, most), action: rowsOf(found.action, most) };
}

/** The commands that a policy gives where it sees these rows, in SI units. */
export function policyActions(
  policy: Policy,
  parameters: ControllerParameters,
  observation: Float64Array,
): Float64Array {
  const { inputs, outputs } = policy.settings;
  const count = observation.length / inputs;
  const data = new Float64Array(inputs * count);
  for (let row = 0; row < count; row++)
    for (let i = 0; i < inputs; i++) data[i * count + row] = observation[row * inputs + i];
  const seen = new PopulationTensor({ shape: [inputs], population: count }, data);
  const command = policy.decide(parameters as MlpParameters, policy.scaled(seen));
  return Float64Array.from(
    { length: count * outputs },
    (_, i) => command.data[(i % outputs) * count + Math.floor(i / outputs)],
  );
}
