/** @file The derivatives of a scan: scans again, tangents forwards beside the stored carries, cotangents backwards. */
import { type ForwardContext, type InputCotangent, type ReverseContext, type Tangent } from './primitive.ts';
import type { Application } from './application.ts';
import { formOf, isReached, noCotangent } from './derivative/cotangent-flow.ts';
import { forwardSweep } from './derivative/forward.ts';
import { guardOfGraph, strongest } from './derivative/guards.ts';
import { activeApplications, type CotangentParts, sweepInParts } from './derivative/reverse.ts';
import { alias, nameOf, replay } from './graph.ts';
import { largest } from './largest.ts';
import { addTangents } from './ops/elementwise.ts';
import { spread } from './ops/structural.ts';
import { type PopulationTensor, zeros } from './population-tensor.ts';
import { attributesOf, type Scan, type ScanAttributes } from './scan-attributes.ts';
import { type Forms, flowThroughSteps } from './scan-flow.ts';

const range = (begin: number, end: number): number[] => Array.from({ length: end - begin }, (_, i) => begin + i);

type Tensors = readonly PopulationTensor[];

/** Which inputs carry derivatives, given which are asked for: a carry does as soon as its next value does. */
function activeInputs({ body, carries }: ScanAttributes, asked: readonly boolean[]): boolean[] {
  const active = [...asked];
  for (let changed = true; changed;) {
    changed = false;
    const { isActive } = activeApplications(
      body.outputs,
      body.inputs.filter((_, i) => active[i]),
    );
    for (let i = 0; i < carries; i++) {
      if (active[i] || !isActive(body.outputs[i])) continue;
      active[i] = true;
      changed = true;
    }
  }
  return active;
}

/** Tangents of all outputs. */
export function scanJvp(
  run: Scan,
  application: Application,
  outputs: Tensors,
  tangents: readonly Tangent[],
  context: ForwardContext,
): Tangent[] {
  const { body, carries, sequences, length, reverse } = attributesOf(application);
  const { inputs } = application;
  const moving = activeInputs(attributesOf(application), tangents.map(Boolean));
  const tangentOf = (i: number): PopulationTensor => tangents[i] ?? zeros(inputs[i].shape, inputs[i].population);
  const carried = range(0, carries).filter((i) => moving[i]);
  const sequenced = range(carries, carries + sequences).filter((i) => moving[i]);
  const others = range(carries + sequences, inputs.length).filter((i) => moving[i]);
  const targets = [...carried, ...sequenced, ...others];
  // what one step has masked may come to any operation of the next
  const guard = strongest(context.guard, guardOfGraph(body));
  const result = run(
    (carry: Tensors, item: { readonly [part in 'carries' | 'sequences' | 'tangents']: Tensors }) => {
      const at = [...item.carries, ...item.sequences, ...inputs.slice(carries + sequences)].map(alias);
      const next = replay(body, at);
      const moved = forwardSweep(
        next,
        targets.map((i) => at[i]),
        [...carry, ...item.tangents, ...others.map(tangentOf)],
        { guard },
      );
      const filled = moved.map((dx, i) => dx ?? zeros(next[i].shape, next[i].population));
      return { carry: carried.map((i) => filled[i]), output: [...filled.slice(carries), ...carry] };
    },
    carried.map(tangentOf),
    {
      carries: outputs.slice(outputs.length - carries),
      sequences: inputs.slice(carries, carries + sequences),
      tangents: sequenced.map(tangentOf),
    },
    { length, reverse },
  );
  const produced = body.outputs.length - carries;
  const place = (i: number): number => carried.indexOf(i);
  return [
    ...range(0, carries).map((i): Tangent => (moving[i] ? result.carry[place(i)] : null)),
    ...result.outputs.slice(0, produced),
    ...range(0, carries).map((i): Tangent => (moving[i] ? result.outputs[produced + place(i)] : null)),
  ];
}

/** One form of one input's cotangent, as the backward scan handles it. */
interface Slot {
  readonly input: number;
  readonly form: keyof CotangentParts;
  readonly population: number;
}

/** Cotangents of all inputs. */
export function scanVjp(
  run: Scan,
  application: Application,
  outputs: Tensors,
  cotangents: readonly Tangent[],
  context: ReverseContext,
): InputCotangent[] {
  return new BackwardScan(application, outputs, cotangents, context).by(run);
}

type BackwardCarry = { readonly [part in 'carries' | 'constants']: Tensors };
type BackwardItem = { readonly [part in 'carries' | 'sequences' | 'outputs' | 'saved']: Tensors };
type BackwardOutput = { readonly [part in 'sequences' | 'observed']: Tensors };

class BackwardScan {
  readonly #application: Application;
  readonly #attributes: ScanAttributes;
  readonly #outputs: Tensors;
  readonly #cotangents: readonly Tangent[];
  readonly #context: ReverseContext;
  /** Members of parts. */
  readonly #members: number;
  readonly #carried: readonly Slot[];
  /** Which of the inputs' cotangents there are when all steps are made. */
  readonly #entering: Forms;
  readonly #sequenced: readonly Slot[];
  readonly #constant: readonly Slot[];
  /** Nodes with a name that the sweep of a step passes. */
  #observed: { readonly application: Application; readonly bar: PopulationTensor }[] = [];

  constructor(application: Application, outputs: Tensors, cotangents: readonly Tangent[], context: ReverseContext) {
    this.#application = application;
    this.#attributes = attributesOf(application);
    this.#outputs = outputs;
    this.#cotangents = cotangents;
    this.#context = context;
    const { inputs } = application;
    this.#members = largest(
      1,
      [...inputs, ...outputs, ...cotangents].map((tensor) => tensor?.population ?? 1),
    );
    const { anywhere: forms, entering } = flowThroughSteps(
      this.#attributes,
      cotangents.map((bar, i) => (bar ? formOf(bar, outputs[i].population) : noCotangent)),
    );
    this.#entering = entering;
    const active = activeInputs(this.#attributes, context.needed);
    const slots = (begin: number, end: number): Slot[] =>
      range(begin, end).flatMap((input): Slot[] => {
        if (!active[input] || !isReached(forms[input])) return [];
        const { population } = inputs[input];
        return [
          ...(forms[input].whole ? [{ input, form: 'whole' as const, population }] : []),
          ...(forms[input].inParts ? [{ input, form: 'parts' as const, population: this.#members }] : []),
        ];
      });
    const { carries, sequences } = this.#attributes;
    this.#carried = slots(0, carries);
    this.#sequenced = slots(carries, carries + sequences);
    this.#constant = slots(carries + sequences, inputs.length);
  }

  by(run: Scan): InputCotangent[] {
    const { body, carries, sequences, length, reverse } = this.#attributes;
    const { inputs } = this.#application;
    const produced = this.#given(carries, body.outputs.length);
    const saved = this.#given(body.outputs.length, this.#outputs.length);
    const result = run(
      (carry: BackwardCarry, item: BackwardItem) =>
        this.#step(
          carry,
          item,
          produced.map(({ output }) => output),
          saved.map(({ output }) => output),
        ),
      {
        carries: this.#carried.map((slot) => this.#final(slot)),
        constants: this.#constant.map((slot) => this.#zero(slot)),
      },
      {
        carries: this.#outputs.slice(body.outputs.length),
        sequences: inputs.slice(carries, carries + sequences),
        outputs: produced.map(({ bar }) => bar),
        saved: saved.map(({ bar }) => bar),
      },
      { length, reverse: !reverse },
    );
    this.#observed.forEach(({ application }, k) => this.#context.observe!(application, [result.outputs.observed[k]]));
    const bars: PopulationTensor[][] = inputs.map(() => []);
    const give = (slots: readonly Slot[], results: Tensors): void =>
      slots.forEach(({ input, form }, k) => {
        const { whole, inParts } = this.#entering[input];
        if (form === 'whole' ? whole : inParts) bars[input].push(results[k]);
      });
    give(this.#carried, result.carry.carries);
    give(this.#sequenced, result.outputs.sequences);
    give(this.#constant, result.carry.constants);
    return bars;
  }

  /** Cotangents that are given of some outputs, at the population of their form. */
  #given(begin: number, end: number): { readonly output: number; readonly bar: PopulationTensor }[] {
    return range(begin, end).flatMap((output) => {
      const bar = this.#cotangents[output];
      const { population } = this.#outputs[output];
      return bar ? [{ output, bar: bar.population < population ? spread(bar, population) : bar }] : [];
    });
  }

  #zero({ input, population }: Slot): PopulationTensor {
    return zeros(this.#application.inputs[input].shape, population);
  }

  /** Where the backward scan begins: what is given of the last carry. */
  #final(slot: Slot): PopulationTensor {
    const bar = this.#cotangents[slot.input];
    if (!bar) return this.#zero(slot);
    const isOwn = formOf(bar, this.#outputs[slot.input].population).inParts === (slot.form === 'parts');
    return isOwn ? spread(bar, slot.population) : this.#zero(slot);
  }

  #step(
    carry: BackwardCarry,
    item: BackwardItem,
    produced: readonly number[],
    saved: readonly number[],
  ): { readonly carry: BackwardCarry; readonly output: BackwardOutput } {
    const { body, carries, sequences } = this.#attributes;
    const { guard, observe } = this.#context;
    const at = [...item.carries, ...item.sequences, ...this.#application.inputs.slice(carries + sequences)].map(alias);
    const bars: PopulationTensor[][] = body.outputs.map(() => []);
    this.#carried.forEach(({ input }, k) => bars[input].push(carry.carries[k]));
    produced.forEach((output, k) => bars[output].push(item.outputs[k]));
    const targets = [...new Set([...this.#carried, ...this.#sequenced, ...this.#constant].map(({ input }) => input))];
    this.#observed = [];
    const collected = sweepInParts(
      replay(body, at),
      bars,
      targets.map((i) => at[i]),
      {
        // what one step has masked may come to any operation of the one before
        guard: strongest(guard, guardOfGraph(body)),
        ...(observe && { observe: this.#collect }),
      },
    );
    const back = new Map(targets.map((input, k) => [input, collected[k]]));
    this.#requireSlots(back);
    const own = (slot: Slot): Tangent => back.get(slot.input)![slot.form];
    const entering = this.#carried.map((slot) => {
      const kept = saved.indexOf(body.outputs.length + slot.input);
      const bar = kept < 0 ? null : item.saved[kept];
      const isOwn = bar && formOf(bar, at[slot.input].population).inParts === (slot.form === 'parts');
      return addTangents(own(slot), isOwn ? bar : null) ?? this.#zero(slot);
    });
    return {
      carry: {
        carries: entering,
        constants: this.#constant.map((slot, k) => addTangents(carry.constants[k], own(slot))!),
      },
      output: {
        sequences: this.#sequenced.map((slot) => own(slot) ?? zeros(at[slot.input].shape, slot.population)),
        observed: this.#observed.map(({ bar }) => bar),
      },
    };
  }

  /** What comes back in a form that was not foreseen would be lost. */
  #requireSlots(back: ReadonlyMap<number, CotangentParts>): void {
    const slots = [...this.#carried, ...this.#sequenced, ...this.#constant];
    for (const [input, bars] of back)
      for (const form of ['whole', 'parts'] as const)
        if (bars[form] && !slots.some((slot) => slot.input === input && slot.form === form))
          throw new Error(`scan: input ${input} has a cotangent (${form}) that nothing foresaw`);
  }

  readonly #collect = (application: Application, [bar]: readonly Tangent[]): void => {
    if (bar && nameOf(application) !== undefined) this.#observed.push({ application, bar });
  };
}
