/** @file A scalar program as C: functions over pairs of doubles (GCC's vector extensions), one function a tile. */

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
INLINE V choose(I mask, V x, V y) { return (V)((mask & (I)x) | (~mask & (I)y)); }
INLINE V absolute(V x) { return (V)((I)x & 0x7fffffffffffffffLL); }
INLINE V copySign(V x, V y) { return (V)(((I)x & 0x7fffffffffffffffLL) | ((I)y & ~0x7fffffffffffffffLL)); }
INLINE V exponent(V x) { return __builtin_convertvector((((I)x >> 52) & 0x7ff) - 1023, V); }
INLINE V powerOfTwo(V n) { return (V)((__builtin_convertvector(n, I) + 1023) << 52); }
INLINE V truncateLow(V x) { return (V)((I)x & ~0xffffffffLL); }
#ifdef __SSE4_1__
INLINE V root(V x) { return _mm_sqrt_pd(x); }
INLINE V floored(V x) { return _mm_floor_pd(x); }
INLINE V nearest(V x) { return _mm_round_pd(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
#else
INLINE V root(V x) { return (V){sqrt(x[0]), sqrt(x[1])}; }
INLINE V floored(V x) { return (V){floor(x[0]), floor(x[1])}; }
INLINE V nearest(V x) { return (V){rint(x[0]), rint(x[1])}; }
#endif
`;

const comparisons = { less: '<', lessEqual: '<=', equal: '==' };

const expressions = {
  add: (x, y) => `${x} + ${y}`,
  sub: (x, y) => `${x} - ${y}`,
  mul: (x, y) => `${x} * ${y}`,
  div: (x, y) => `${x} / ${y}`,
  neg: (x) => `-${x}`,
  abs: (x) => `absolute(${x})`,
  sqrt: (x) => `root(${x})`,
  floor: (x) => `floored(${x})`,
  nearest: (x) => `nearest(${x})`,
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

/** Group (carry, sequence, …) and element of a position in the flat list of a program's inputs or outputs. */
function locate(groups) {
  return groups.flatMap(({ size, shared }, group) =>
    Array.from({ length: size }, (_, element) => ({ group, element, shared })),
  );
}

/** Writes the statements of one tile; a value from elsewhere is loaded where it is first needed. */
class TileWriter {
  constructor({ slotOf, lanes, inputs, ids }) {
    Object.assign(this, { slotOf, lanes, inputs, ids, lines: [], loaded: new Set(), masks: new Set() });
  }

  address(base, element) {
    return `*(V *)(${base} + ${element * this.lanes} + j)`;
  }

  read(value) {
    if (value.constant !== undefined) return literal(value.constant);
    const name = value.input === undefined ? `x${this.ids.get(value)}` : `i${value.input}`;
    if (this.loaded.has(value.input ?? value)) return name;
    this.loaded.add(value.input ?? value);
    this.lines.push(`V ${name} = ${this.place(value)};`);
    return name;
  }

  place(value) {
    if (value.input === undefined) return this.address('M', this.slotOf.get(value));
    const { group, element, shared } = this.inputs[value.input];
    return shared ? `K(in[${group}][${element}])` : this.address(`in[${group}]`, element);
  }

  /** The condition of a selection as a mask: the comparison itself where it was made here. */
  mask(value) {
    return this.masks.has(value) ? `m${this.ids.get(value)}` : `(${this.read(value)} != 0)`;
  }

  operation(operation) {
    const { name, operands } = operation;
    const id = this.ids.get(operation);
    if (name in comparisons) {
      const [x, y] = operands.map((operand) => this.read(operand));
      this.lines.push(`I m${id} = ${x} ${comparisons[name]} ${y};`, `V x${id} = number(m${id});`);
      this.masks.add(operation);
    } else if (name === 'select') {
      const [condition, x, y] = operands;
      const mask = this.mask(condition);
      this.lines.push(`V x${id} = choose(${mask}, ${this.read(x)}, ${this.read(y)});`);
    } else {
      const read = operands.map((operand) => this.read(operand));
      this.lines.push(`V x${id} = ${expressions[name](...read)};`);
    }
    this.loaded.add(operation);
    if (this.slotOf.has(operation)) this.lines.push(`${this.place(operation)} = x${id};`);
  }

  store(value, { group, element }) {
    const read = this.read(value);
    this.lines.push(`${this.address(`out[${group}]`, element)} = ${read};`);
  }
}

/**
 * C of a cut program for blocks of `lanes` members: `name(M, in, out)` runs it once. `in[g]` and `out[g]` point to the
 * elements of group g, `[element][lane]`; a shared group holds one number an element. M holds what crosses tiles.
 */
export function emitProgram(name, program, { tiles, slotOf }, { lanes, inputs, outputs }) {
  const ids = new Map(program.operations.map((operation, k) => [operation, k]));
  const [inputPlaces, outputPlaces] = [locate(inputs), locate(outputs)];
  const targets = new Map();
  program.outputs.forEach((value, k) => targets.set(value, [...(targets.get(value) ?? []), outputPlaces[k]]));
  const parameters = 'double *restrict M, const double *const *restrict in, double *const *restrict out';
  const functions = tiles.map((tile, k) => {
    const writer = new TileWriter({ slotOf, lanes, inputs: inputPlaces, ids });
    for (const operation of tile) {
      writer.operation(operation);
      for (const place of targets.get(operation) ?? []) writer.store(operation, place);
    }
    if (k === tiles.length - 1)
      for (const [value, places] of targets) if (!value.operands) places.forEach((place) => writer.store(value, place));
    const body = writer.lines.map((line) => `    ${line}\n`).join('');
    return `static __attribute__((noinline)) void ${name}_${k}(${parameters}) {\n  for (int j = 0; j < ${lanes}; j += 2) {\n${body}  }\n}\n`;
  });
  const calls = tiles.map((_, k) => `  ${name}_${k}(M, in, out);\n`).join('');
  return `${functions.join('')}static void ${name}(${parameters}) {\n${calls}}\n`;
}
