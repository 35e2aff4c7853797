/** @file Which outputs of each node are needed: a scan that nobody asks for its stacked carries need not store them. */
import { type Application, applicationsOf } from '../../application.ts';
import type { PopulationTensor } from '../../population-tensor.ts';
import type { ScanAttributes } from '../../scan-attributes.ts';

export type Uses = ReadonlyMap<Application, readonly boolean[]>;

/** For every node that the outputs need, not looking behind those of `given`: which of its own outputs are needed. */
export function usesOf(outputs: readonly PopulationTensor[], given?: { has(application: Application): boolean }): Uses {
  const uses = new Map<Application, boolean[]>();
  const use = ({ application, outputIndex }: PopulationTensor): void => {
    if (!application) return;
    let used = uses.get(application);
    if (!used) {
      used = application.outputs.map(() => false);
      uses.set(application, used);
    }
    used[outputIndex] = true;
  };
  outputs.forEach(use);
  const order = applicationsOf(outputs, given);
  for (let position = order.length - 1; position >= 0; position--) {
    const application = order[position];
    const used = uses.get(application);
    if (!used) continue;
    const needed = inputsNeeded(application, used);
    application.inputs.forEach((input, i) => needed?.[i] !== false && use(input));
  }
  return uses;
}

function inputsNeeded({ primitive, attributes }: Application, used: readonly boolean[]): readonly boolean[] | null {
  return primitive.form?.kind === 'scan' ? scanNeeds(attributes as ScanAttributes, used).inputs : null;
}

export interface ScanNeeds {
  /** Inputs of the body, and so of the scan, that matter. Those among the first `carries` are carried. */
  readonly inputs: readonly boolean[];
  /** Outputs of the body that are computed. */
  readonly outputs: readonly boolean[];
}

/** What a scan has to carry and to compute for some of its outputs. */
export function scanNeeds({ body, carries }: ScanAttributes, used: readonly boolean[]): ScanNeeds {
  const stacked = body.outputs.length;
  const outputs = body.outputs.map((_, i) => used[i] || (i < carries && used[stacked + i]));
  for (;;) {
    const uses = usesOf(body.outputs.filter((_, i) => outputs[i]));
    const inputs = body.inputs.map(
      ({ application }, i) => (application !== null && uses.has(application)) || (i < carries && outputs[i]),
    );
    const missing = inputs.slice(0, carries).findIndex((needed, i) => needed && !outputs[i]);
    if (missing < 0) return { inputs, outputs };
    for (let i = 0; i < carries; i++) outputs[i] ||= inputs[i];
  }
}
