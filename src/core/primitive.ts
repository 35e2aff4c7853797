/** @file The primitive: what a graph node can be. Its one declaration gives value, jvp, vjp, lowering and the tests' oracles. */
import { makeApplication, type Application, type Graph, type TensorType } from './application.ts';
import { PopulationTensor } from './population-tensor.ts';
import type { Arithmetic } from './scalar/arithmetic.ts';
import type { ScalarInstruction } from './scalar/instruction.ts';
import { numberArithmetic } from './scalar/number-arithmetic.ts';
import { sizeOf } from './shape.ts';

/** A derivative that is structurally zero is `null`, so that it costs nothing. */
export type Tangent = PopulationTensor | null;

/** Numbers of kind T held by every member: `values[member][element]`. */
export type MemberValues<T> = readonly ArrayLike<T>[];

/**
 * What a derivative on its way may have met. 0: nothing. 1: an op that masks (clamp, abs), so that it may be 0 where a partial
 * is infinite at finite operands. 2: a branch that was not taken, so that it may be 0 where operands are not finite at all.
 * A zero must stay one: partials are masked where it matters, and nowhere else, as masks cost.
 */
export type Guard = 0 | 1 | 2;

export interface ForwardContext {
  /** Of the tangents that come in. */
  readonly guard: Guard;
}

export interface ReverseContext {
  /** Which inputs the derivative is asked for. */
  readonly needed: readonly boolean[];
  /** Of the cotangents that come in. */
  readonly guard: Guard;
  /** Called with cotangents of nodes inside of this one; those of a loop's steps are stacked on axis 0. */
  readonly observe?: CotangentObserver;
}

/** Called with the total cotangent of every node that a reverse sweep passes. */
export type CotangentObserver = (application: Application, cotangents: readonly Tangent[]) => void;

/**
 * Forms of a value's cotangent: whole, or (of what members share) in parts, a member each, that are yet to be added up. None: it
 * is structurally zero.
 */
export interface CotangentForms {
  readonly whole: boolean;
  readonly inParts: boolean;
}

/** A cotangent of an input; or several, which add up. */
export type InputCotangent = Tangent | readonly Tangent[];

/**
 * What a primitive does to whole tensors, for lowering large ones to loops over memory: passes them on, moves their
 * elements by the index map among the attributes or by an index that is computed, applies an instruction to each, multiplies matrices, loops in time, adds up the members, or moves numbers between them.
 */
export type PrimitiveForm =
  | {
      readonly kind:
        | 'identity'
        | 'gather'
        | 'scatterAdd'
        | 'take'
        | 'put'
        | 'join'
        | 'matmul'
        | 'scan'
        | 'populationSum'
        | 'takeMembers';
    }
  | { readonly kind: 'map'; readonly instruction: ScalarInstruction };

/** A stack of products, [batch, rows, inner] x [batch, inner, columns] -> [batch, rows, columns], all in row-major order. */
export interface ProductExtents {
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** `count` of `rows` rows of `inner` numbers each; `missing` stands in a row that an index beyond them would take. */
export interface TakeExtents {
  readonly rows: number;
  readonly inner: number;
  readonly count: number;
  readonly missing: number;
}

/** What the attributes of a node say, where two nodes of the same content compute the same. */
export interface NodeContent {
  readonly numbers?: ArrayLike<number>;
  readonly graphs?: readonly Graph[];
}

export interface Primitive {
  readonly name: string;
  /** Tells a node's attributes; where there are attributes and this is absent, programs with the node are not cached. */
  readonly content?: (application: Application) => NodeContent;
  readonly form?: PrimitiveForm;
  /** Values of one member from those of its inputs; written over any arithmetic, so it is also the lowering. */
  readonly compute?: <T>(
    arithmetic: Arithmetic<T>,
    inputs: readonly ArrayLike<T>[],
    application: Application,
  ) => readonly ArrayLike<T>[];
  /** The same for primitives that look across members or own a loop; wins over `compute`. */
  readonly computePopulation?: <T>(
    arithmetic: Arithmetic<T>,
    inputs: readonly MemberValues<T>[],
    application: Application,
  ) => readonly MemberValues<T>[];
  /** Faster float64 evaluation with the same bits, where the generic one is slow. */
  readonly computeConcrete?: (inputs: readonly PopulationTensor[], application: Application) => PopulationTensor[];
  /** Throws why the values of a member are NaN on purpose, where they are; an explanation of what is not finite asks. */
  readonly refuse?: (application: Application, inputs: readonly ArrayLike<number>[], member: number) => void;
  /** Tangents of the outputs. `outputs` are the primal results. */
  readonly jvp: (
    application: Application,
    outputs: readonly PopulationTensor[],
    tangents: readonly Tangent[],
    context: ForwardContext,
  ) => readonly Tangent[];
  /**
   * Cotangents of the inputs; linear in `cotangents`. Those of outputs that members share may have members: parts of a sum that
   * is yet to be taken, and so may then be the results.
   */
  readonly vjp: (
    application: Application,
    outputs: readonly PopulationTensor[],
    cotangents: readonly Tangent[],
    context: ReverseContext,
  ) => readonly InputCotangent[];
  /** Which inputs a derivative flows through; absent: all. */
  readonly flows?: (application: Application) => readonly boolean[];
  /** The forms of its inputs' cotangents from those of its outputs, where that is not the same for all. */
  readonly flow?: (application: Application, outputs: readonly CotangentForms[]) => readonly CotangentForms[];
  /** What derivatives have met that pass a node, cotangents upstream of it and tangents downstream; absent: nothing. */
  readonly guards?: (application: Application) => Guard;
  /** Recorded even where all inputs are concrete. */
  readonly alwaysSymbolic?: boolean;
}

/** Tensors that stand for the outputs of an application. */
export function outputsOf(application: Application): PopulationTensor[] {
  return application.outputs.map((type, outputIndex) => new PopulationTensor(type, { application, outputIndex }));
}

/** Applies a primitive: computes at once where all inputs are numbers, records a node otherwise. */
export function apply(
  primitive: Primitive,
  inputs: readonly PopulationTensor[],
  outputs: readonly TensorType[],
  attributes: unknown = null,
): PopulationTensor[] {
  const application = makeApplication(primitive, inputs, attributes, outputs);
  if (primitive.alwaysSymbolic || !inputs.every((input) => input.isConcrete)) return outputsOf(application);
  return computeShared(application) ?? computeConcrete(application, inputs);
}

/** What all members have in common is computed once, and stays known as such. */
function computeShared({ primitive, inputs, outputs, attributes }: Application): PopulationTensor[] | null {
  if (primitive.computePopulation || !inputs.some(({ sharedValue }) => sharedValue)) return null;
  const shared = inputs.map((input) => input.sharedValue ?? input);
  if (!shared.every(({ population }) => population === 1)) return null;
  const types = outputs.map(({ shape }) => ({ shape, population: 1 }));
  const values = computeConcrete(makeApplication(primitive, shared, attributes, types), shared);
  return values.map((value, i) => new PopulationTensor(outputs[i], { sharedValue: value }));
}

/** Float64 values of an application for concrete inputs. */
export function computeConcrete(application: Application, inputs: readonly PopulationTensor[]): PopulationTensor[] {
  const { primitive } = application;
  if (primitive.computeConcrete) return primitive.computeConcrete(inputs, application);
  const results = computeMembers(
    numberArithmetic,
    inputs.map((input) => membersOf(input)),
    application,
  );
  return results.map((members, index) => fromMembers(members, application.outputs[index]));
}

/** Values of an application over any arithmetic. */
export function computeMembers<T>(
  arithmetic: Arithmetic<T>,
  inputs: readonly MemberValues<T>[],
  application: Application,
): readonly MemberValues<T>[] {
  const { primitive, outputs } = application;
  if (primitive.computePopulation) return primitive.computePopulation(arithmetic, inputs, application);
  if (!primitive.compute) throw new Error(`${primitive.name} has no value`);
  const { compute } = primitive;
  const values = Array.from({ length: outputs[0]?.population ?? 1 }, (_, member) =>
    compute(
      arithmetic,
      inputs.map((own) => own[own.length === 1 ? 0 : member]),
      application,
    ),
  );
  return outputs.map((_, index) => values.map((own) => own[index]));
}

/** Splits the data of a concrete tensor by member. */
export function membersOf(tensor: PopulationTensor): MemberValues<number> {
  const { data, population, size } = tensor;
  if (population === 1) return [data];
  return Array.from({ length: population }, (_, member) => {
    const values = new Float64Array(size);
    for (let element = 0; element < size; element++) values[element] = data[element * population + member];
    return values;
  });
}

export function fromMembers(members: MemberValues<number>, type: TensorType): PopulationTensor {
  const size = sizeOf(type.shape);
  const count = type.population;
  const data = new Float64Array(size * count);
  members.forEach((values, member) => {
    for (let element = 0; element < size; element++) data[element * count + member] = values[element];
  });
  return new PopulationTensor(type, data);
}
