/** @file A laid-out program as C: functions over pairs of doubles (GCC's vector extensions), one function a tile. */
import { streamPosition } from '../../../dist/src/core/program/arrange/layout.js';
import { numberFormats } from '../../../dist/src/core/program/record/number-format.js';
import { writeOut } from '../../../dist/src/core/program/write-out.js';
import { emitArrayOperation } from './emit-array-operation.mjs';

/** Types, and what GCC's vectors have no operator for. Masks are pairs of 64-bit integers, -1 where true. */
export const prelude = `
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef __SSE4_1__
#include <immintrin.h>
#endif
typedef double V __attribute__((vector_size(16)));
typedef long long I __attribute__((vector_size(16)));
#define INLINE static inline __attribute__((always_inline))
INLINE V K(double x) { return (V){x, x}; }
INLINE V number(I mask) { return (V)(mask & (I)K(1.0)); }
INLINE int anyTrue(I mask) { return (mask[0] | mask[1]) != 0; }
INLINE V entries(const double *table, V n) { return (V){table[(int)n[0]], table[(int)n[1]]}; }
INLINE V choose(I mask, V x, V y) { return (V)((mask & (I)x) | (~mask & (I)y)); }
INLINE V absolute(V x) { return (V)((I)x & 0x7fffffffffffffffLL); }
INLINE V copySign(V x, V y) { return (V)(((I)x & 0x7fffffffffffffffLL) | ((I)y & ~0x7fffffffffffffffLL)); }
INLINE V exponent(V x) { return __builtin_convertvector((((I)x >> 52) & 0x7ff) - 1023, V); }
INLINE V powerOfTwo(V n) { return (V)((__builtin_convertvector(n, I) + 1023) << 52); }
INLINE V truncateLow(V x) { return (V)((I)x & ~0xffffffffLL); }
INLINE V exclusiveOr(V x, V y) { return (V)((I)x ^ (I)y); }
INLINE V shiftLeft62(V x) { return (V)((I)x << 62); }
#ifdef __SSE4_1__
INLINE V root(V x) { return _mm_sqrt_pd(x); }
INLINE V floored(V x) { return _mm_floor_pd(x); }
INLINE V smaller(V x, V y) { return _mm_min_pd(y, x); }
INLINE V larger(V x, V y) { return _mm_max_pd(y, x); }
#else
INLINE V root(V x) { return (V){sqrt(x[0]), sqrt(x[1])}; }
INLINE V floored(V x) { return (V){floor(x[0]), floor(x[1])}; }
INLINE V smaller(V x, V y) { return choose(y < x, y, x); }
INLINE V larger(V x, V y) { return choose(x < y, y, x); }
#endif
`;

const comparisons = { less: '<', lessEqual: '<=', equal: '==' };

export const expressions = {
  add: (x, y) => `${x} + ${y}`,
  sub: (x, y) => `${x} - ${y}`,
  mul: (x, y) => `${x} * ${y}`,
  div: (x, y) => `${x} / ${y}`,
  neg: (x) => `-${x}`,
  abs: (x) => `absolute(${x})`,
  sqrt: (x) => `root(${x})`,
  floor: (x) => `floored(${x})`,
  min: (x, y) => `smaller(${x}, ${y})`,
  max: (x, y) => `larger(${x}, ${y})`,
  xor: (x, y) => `exclusiveOr(${x}, ${y})`,
  shiftLeft62: (x) => `shiftLeft62(${x})`,
  copySign: (x, y) => `copySign(${x}, ${y})`,
  exponent: (x) => `exponent(${x})`,
  powerOfTwo: (x) => `powerOfTwo(${x})`,
  truncateLow: (x) => `truncateLow(${x})`,
};

function literal(x) {
  if (Number.isNaN(x)) return 'K(NAN)';
  if (!Number.isFinite(x)) return x < 0 ? 'K(-INFINITY)' : 'K(INFINITY)';
  return Object.is(x, -0) ? 'K(-0.0)' : `K(${x})`;
}

/** What tiles share: tables, and functions for what is rare, each written once. */
class Parts {
  #parts = new Map();

  #add(instruction, write) {
    const known = this.#parts.get(instruction);
    if (known) return known.name;
    const name = `part_${instruction.name}`;
    const text = write(name);
    this.#parts.set(instruction, { name, text });
    return name;
  }

  tableOf(instruction) {
    return this.#add(instruction, (name) => `static const double ${name}[] = {${instruction.table.join(', ')}};\n`);
  }

  functionOf(instruction) {
    return this.#add(instruction, (name) => {
      const { operands, items, storesOf } = writeOut(instruction, numberFormats.float64);
      const writer = new TileWriter({ layout: { slotOf: () => null }, schedule: { storesOf: new Map() } }, this);
      operands.forEach((operand, k) => writer.names.set(operand, `given${k}`));
      items.forEach((item) => writer.item(item));
      const result = writer.names.get([...storesOf.keys()][0]);
      return `static __attribute__((noinline)) V ${name}(${operands.map((_, k) => `V given${k}`).join(', ')}) {\n${writer.lines.map((line) => `  ${line}\n`).join('')}  return ${result};\n}\n`;
    });
  }

  /** In the order in which they were completed: a part stands behind those that it uses. */
  get text() {
    return [...this.#parts.values()].map(({ text }) => text).join('');
  }
}

/** Writes the statements of one tile; a value from elsewhere is loaded where it is first needed. */
class TileWriter {
  constructor({ layout, schedule }, parts) {
    this.layout = layout;
    this.schedule = schedule;
    this.parts = parts;
    this.lines = [];
    this.names = new Map();
    this.masks = new Map();
    this.streams = new Set();
  }

  #position({ base, stream }) {
    if (!stream) return `${base}`;
    this.streams.add(stream);
    return `${base} + p${stream.id}`;
  }

  #read(value) {
    if (value.kind === 'constant') return literal(value.value);
    const known = this.names.get(value);
    if (known) return known;
    const address = value.kind === 'load' ? this.layout.addressOf(value.place) : this.layout.homeOf(value);
    const position = this.#position(address);
    const name = this.#define(value, address.shared ? `K(M[${position}])` : `*(V *)(M + ${position} + j)`);
    return name;
  }

  #define(value, expression) {
    const name = `x${value.id}`;
    this.lines.push(`V ${name} = ${expression};`);
    this.names.set(value, name);
    return name;
  }

  #store(address, name) {
    const position = this.#position(address);
    this.lines.push(address.shared ? `M[${position}] = (${name})[0];` : `*(V *)(M + ${position} + j) = ${name};`);
  }

  item(item) {
    if (item.kind === 'move') {
      const { place, value } = item.store;
      this.#store(this.layout.addressOf(place), this.#read(value));
      return;
    }
    const name = this.#define(item, this.#expression(item));
    for (const { place } of this.schedule.storesOf.get(item) ?? []) this.#store(this.layout.addressOf(place), name);
    const slot = this.layout.slotOf(item);
    if (slot) this.#store(slot, name);
  }

  #expression(operation) {
    const { instruction, operands } = operation;
    if (instruction.name === 'select' || instruction.rare) {
      const [condition, x, y] = operands;
      // the comparison itself where it was made here
      const mask = this.masks.get(condition) ?? `(${this.#read(condition)} != 0)`;
      const [first, second] = [this.#read(x), this.#read(y)];
      if (!instruction.rare) return `choose(${mask}, ${first}, ${second})`;
      const { f, rest } = instruction.rare;
      const rare = `${this.parts.functionOf(f)}(${[first, ...rest.map(literal)].join(', ')})`;
      return `__builtin_expect(anyTrue(${mask}), 0) ? choose(${mask}, ${rare}, ${second}) : ${second}`;
    }
    if (instruction.table) return `entries(${this.parts.tableOf(instruction)}, ${this.#read(operands[0])})`;
    const read = operands.map((operand) => this.#read(operand));
    const comparison = comparisons[instruction.name];
    if (!comparison && !expressions[instruction.name]) throw new Error(`no C for the instruction ${instruction.name}`);
    if (!comparison) return expressions[instruction.name](...read);
    const mask = `m${operation.id}`;
    this.lines.push(`I ${mask} = ${read.join(` ${comparison} `)};`);
    this.masks.set(operation, mask);
    return `number(${mask})`;
  }
}

/** C functions of all steps, and `run(M)` that calls them on the memory of one block. */
export function emitProgram(program) {
  const { layout, schedule } = program;
  const functions = [];
  const parts = new Parts();
  const tile = ({ items }) => {
    const writer = new TileWriter(program, parts);
    items.forEach((item) => writer.item(item));
    const streams = [...writer.streams];
    const parameters = ['double *M', ...streams.map(({ id }) => `long p${id}`)].join(', ');
    const name = `tile${functions.length}`;
    const body = writer.lines.map((line) => `    ${line}\n`).join('');
    functions.push(
      `static __attribute__((noinline)) void ${name}(${parameters}) {\n  for (int j = 0; j < ${layout.lanes}; j += 2) {\n${body}  }\n}\n`,
    );
    return `${name}(${['M', ...streams.map(({ id }) => `p${id}`)].join(', ')});\n`;
  };
  const block = (steps) => steps.map(step).join('');
  const step = (each) => {
    if (each.kind === 'tile') return tile(each);
    if (each.kind !== 'scheduledLoop') return emitArrayOperation(each, layout);
    const { loop, steps } = each;
    const pointers = loop.streams.map((stream) => pointerOf(stream, layout)).join('');
    return `for (long s = 0; s < ${loop.length}; s++) {\n${pointers}${block(steps)}}\n`;
  };
  const body = block(schedule.steps);
  return `${parts.text}${functions.join('')}static void run(double *M) {\n${body}}\n`;
}

/** Positions are affine in the number of the step, or alternate between two. */
function pointerOf(stream, { lanes }) {
  const unit = stream.array.shared ? 1 : lanes;
  const [first, second] = [0, 1].map((s) => unit * streamPosition(stream, s));
  const alternates = stream.role !== 'item' && !stream.loop.keepsCarries;
  return `  long p${stream.id} = ${first} + (${alternates ? 's & 1' : 's'}) * ${second - first}; (void)p${stream.id};\n`;
}
