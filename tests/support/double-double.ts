/** @file Double-double numbers (106 bits) with elementary functions of their own: the reference for rounding and for ops that are not analytic. */
import type { Arithmetic } from '../../src/core/scalar/arithmetic.ts';
import { evaluateGraph, trace } from '../../src/core/graph.ts';
import type { PopulationTensor } from '../../src/core/population-tensor.ts';
import { membersOf } from '../../src/core/primitive.ts';
import { leavesOf, type Tree, tensorsOf } from '../../src/core/tree.ts';
import { quarterTurnsOf } from './quarter-turns.ts';

export interface DD {
  readonly hi: number;
  readonly lo: number;
}

export const dd = (hi: number, lo = 0): DD => ({ hi, lo });

function quickSum(x: number, y: number): DD {
  const hi = x + y;
  return Number.isFinite(hi) ? dd(hi, y - (hi - x)) : dd(hi);
}

function sum(x: number, y: number): DD {
  const hi = x + y;
  if (!Number.isFinite(hi)) return dd(hi);
  const back = hi - x;
  return dd(hi, x - (hi - back) + (y - back));
}

function product(x: number, y: number): DD {
  const hi = x * y;
  if (!Number.isFinite(hi) || Math.abs(hi) < 1e-280 || Math.abs(x) > 1e290 || Math.abs(y) > 1e290)
    return scaledProduct(x, y, hi);
  const split = (value: number): readonly [number, number] => {
    const c = 134217729 * value;
    const high = c - (c - value);
    return [high, value - high];
  };
  const [xh, xl] = split(x);
  const [yh, yl] = split(y);
  return dd(hi, xh * yh - hi + xh * yl + xl * yh + xl * yl);
}

/** Products near the ends of the range lose their low part only where it cannot be represented. */
function scaledProduct(x: number, y: number, hi: number): DD {
  if (hi === 0 || !Number.isFinite(hi)) return dd(hi);
  const up = Math.abs(hi) < 1 ? 2 ** 300 : 1;
  if (up === 1 || Math.abs(x) > 1e150 || Math.abs(y) > 1e150) return dd(hi);
  const { hi: h, lo } = product(x * 2 ** 150, y * 2 ** 150);
  return dd(h / up, lo / up);
}

export const add = (x: DD, y: DD): DD => {
  const s = sum(x.hi, y.hi);
  const t = sum(x.lo, y.lo);
  const first = quickSum(s.hi, s.lo + t.hi);
  return quickSum(first.hi, first.lo + t.lo);
};
export const neg = (x: DD): DD => dd(-x.hi, -x.lo);
export const sub = (x: DD, y: DD): DD => add(x, neg(y));
export const mul = (x: DD, y: DD): DD => {
  const p = product(x.hi, y.hi);
  return Number.isFinite(p.hi) ? quickSum(p.hi, p.lo + (x.hi * y.lo + x.lo * y.hi)) : p;
};
export const div = (x: DD, y: DD): DD => {
  const first = x.hi / y.hi;
  if (!Number.isFinite(first) || first === 0) return dd(first);
  const rest = sub(x, mul(y, dd(first)));
  const second = rest.hi / y.hi;
  const third = sub(rest, mul(y, dd(second))).hi / y.hi;
  return add(quickSum(first, second), dd(third));
};
export const sqrt = (x: DD): DD => {
  const root = Math.sqrt(x.hi);
  if (!(root > 0) || !Number.isFinite(root)) return dd(root);
  const once = add(dd(root), dd(sub(x, mul(dd(root), dd(root))).hi / (2 * root)));
  return add(once, div(sub(x, mul(once, once)), mul(dd(2), once)));
};
const compare = (x: DD, y: DD): number => (x.hi === y.hi ? x.lo - y.lo : x.hi - y.hi);
const scale = (x: DD, factor: number): DD => dd(x.hi * factor, x.lo * factor);

const LN2 = dd(0.6931471805599453, 2.319046813846299558e-17);
const PI = dd(3.141592653589793, 1.224646799147353207e-16);

/** Sum of x^k / k! from k = 1. */
function expm1Series(x: DD): DD {
  let [term, total] = [x, x];
  for (let k = 2; k < 40; k++) {
    term = div(mul(term, x), dd(k));
    total = add(total, term);
    if (Math.abs(term.hi) < 1e-35 * Math.abs(total.hi)) break;
  }
  return total;
}

export function exp(x: DD): DD {
  if (x.hi > 750 || x.hi < -750 || Number.isNaN(x.hi)) return dd(Math.exp(x.hi));
  const k = Math.round(x.hi / LN2.hi);
  const r = scale(sub(x, mul(dd(k), LN2)), 1 / 64);
  let y = expm1Series(r);
  for (let i = 0; i < 6; i++) y = add(scale(y, 2), mul(y, y));
  const power = add(dd(1), y);
  const half = Math.floor(k / 2);
  return scale(scale(power, 2 ** half), 2 ** (k - half));
}

export const expm1 = (x: DD): DD => {
  if (Math.abs(x.hi) < 0.3) return x.hi === 0 ? x : expm1Series(x);
  return x.hi > 700 ? exp(x) : sub(exp(x), dd(1));
};

export function log(x: DD): DD {
  if (!(x.hi > 0) || x.hi === Infinity) return dd(Math.log(x.hi));
  const k = Math.floor(Math.log2(x.hi));
  const half = Math.floor(k / 2);
  const m = scale(scale(x, 2 ** -half), 2 ** (half - k));
  // Newton on exp, twice: each doubles the digits
  let y = dd(Math.log(m.hi));
  for (let i = 0; i < 2; i++) y = add(y, sub(mul(m, exp(neg(y))), dd(1)));
  return add(y, mul(dd(k), LN2));
}

export function log1p(x: DD): DD {
  if (!(Math.abs(x.hi) < 0.2)) return log(add(dd(1), x));
  // down to the subnormal numbers, whose quotients have no low part
  if (Math.abs(x.hi) < 1e-60) return dd(x.hi, x.lo - 0.5 * x.hi * x.hi);
  const s = div(x, add(dd(2), x));
  const z = mul(s, s);
  let [term, total] = [s, s];
  for (let k = 3; k < 120; k += 2) {
    term = mul(term, z);
    total = add(total, div(term, dd(k)));
    if (Math.abs(term.hi) < 1e-35 * Math.abs(total.hi)) break;
  }
  return scale(total, 2);
}

/** Sine and cosine of any finite number. */
function sinCos(x: DD): readonly [DD, DD] {
  const { quarter: turn, rest } = quarterTurnsOf(x.hi);
  const r = add(rest, dd(x.lo));
  const z = neg(mul(r, r));
  const series = (first: DD, start: number): DD => {
    let [term, total] = [first, first];
    for (let n = start; n < 60; n += 2) {
      term = div(mul(term, z), dd(n * (n + 1)));
      total = add(total, term);
      if (Math.abs(term.hi) < 1e-36) break;
    }
    return total;
  };
  const [s, c] = [series(r, 2), series(dd(1), 1)];
  if (turn === 0) return [s, c];
  if (turn === 1) return [c, neg(s)];
  return turn === 2 ? [neg(s), neg(c)] : [neg(c), s];
}

export const sin = (x: DD): DD => (x.hi === 0 || !Number.isFinite(x.hi) ? dd(Math.sin(x.hi)) : sinCos(x)[0]);
export const cos = (x: DD): DD => (Number.isFinite(x.hi) ? sinCos(x)[1] : dd(NaN));

/** Newton on sin and cos: atan2(y, x) + sin(angle(y, x) - guess). */
export function atan2(y: DD, x: DD): DD {
  const guess = Math.atan2(y.hi, x.hi);
  if ((y.hi === 0 && x.hi === 0) || !Number.isFinite(x.hi) || !Number.isFinite(y.hi) || guess === 0) {
    return y.hi !== 0 && guess === 0 ? div(y, x) : dd(guess);
  }
  const largest = Math.max(Math.abs(x.hi), Math.abs(y.hi));
  const k = Math.floor(Math.log2(largest));
  const unit = (value: DD): DD => scale(scale(value, 2 ** -Math.floor(k / 2)), 2 ** (Math.floor(k / 2) - k));
  const [a, b] = [unit(y), unit(x)];
  const radius = sqrt(add(mul(a, a), mul(b, b)));
  let angle = dd(guess);
  for (let i = 0; i < 2; i++) {
    const [s, c] = sinCos(angle);
    angle = add(angle, div(sub(mul(a, c), mul(b, s)), radius));
  }
  return angle;
}

export const atan = (x: DD): DD => (Number.isFinite(x.hi) ? atan2(x, dd(1)) : scale(PI, 0.5 * Math.sign(x.hi)));
const complement = (x: DD): DD => sqrt(mul(sub(dd(1), x), add(dd(1), x)));
export const asin = (x: DD): DD => (Math.abs(x.hi) > 1 ? dd(NaN) : atan2(x, complement(x)));
export const acos = (x: DD): DD => (Math.abs(x.hi) > 1 ? dd(NaN) : atan2(complement(x), x));
export function tanh(x: DD): DD {
  if (x.hi === 0 || Math.abs(x.hi) > 60) return dd(Math.tanh(x.hi));
  const e = expm1(scale(x, 2));
  return div(e, add(e, dd(2)));
}
export const sigmoid = (x: DD): DD => {
  const e = exp(neg(dd(Math.abs(x.hi), x.hi < 0 ? -x.lo : x.lo)));
  return div(x.hi < 0 ? e : dd(1), add(dd(1), e));
};
export const softplus = (x: DD): DD => add(x.hi < 0 ? dd(0) : x, log1p(exp(neg(x.hi < 0 ? neg(x) : x))));
export function pow(x: DD, y: DD): DD {
  const special = y.hi === 0 || x.hi === 0 || !Number.isFinite(x.hi) || !Number.isFinite(y.hi);
  if (special) return dd(x.hi ** y.hi);
  const magnitude = exp(mul(y, log(x.hi < 0 ? neg(x) : x)));
  if (x.hi > 0) return magnitude;
  if (!Number.isInteger(y.hi) || y.lo !== 0) return dd(NaN);
  return y.hi % 2 === 0 ? magnitude : neg(magnitude);
}

export const functions: Readonly<Record<string, (x: DD, y: DD, z: DD) => DD>> = {
  add,
  sub,
  mul,
  div,
  neg,
  sqrt,
  exp,
  expm1,
  log,
  log1p,
  sin,
  cos,
  asin,
  acos,
  atan,
  atan2,
  tanh,
  sigmoid,
  softplus,
  pow,
  tan: (x) => div(sin(x), cos(x)),
  abs: (x) => (x.hi < 0 ? neg(x) : x),
  floor: (x) => dd(Math.floor(x.hi)),
  less: (x, y) => dd(compare(x, y) < 0 ? 1 : 0),
  lessEqual: (x, y) => dd(compare(x, y) <= 0 ? 1 : 0),
  equal: (x, y) => dd(compare(x, y) === 0 ? 1 : 0),
  select: (condition, x, y) => (condition.hi !== 0 ? x : y),
};

export const doubleDoubleArithmetic: Arithmetic<DD> = {
  constant: (value) => dd(value),
  apply: (instruction, x, y = x, z = x) => {
    const evaluate = functions[instruction.name];
    if (!evaluate) throw new Error(`the double-double oracle does not know ${instruction.name}`);
    return evaluate(x, y, z);
  },
};

/** Gradient of the sum of a function's outputs by central differences in 106 bits; a list a leaf, member by member summed. */
export function doubleDoubleGradient<X extends Tree>(f: (x: X) => PopulationTensor, x: X, step = 1e-10): number[][] {
  const graph = trace(f, x);
  const inputs = tensorsOf(x);
  const total = (leaf: number, element: number, offset: number): DD => {
    const values = inputs.map((input, i) =>
      membersOf(input).map((elements) =>
        Array.from(elements, (hi, e) => (i === leaf && e === element ? sum(hi, offset) : dd(hi))),
      ),
    );
    return evaluateGraph(graph, doubleDoubleArithmetic, values)[0]
      .flatMap((elements) => Array.from(elements))
      .reduce(add, dd(0));
  };
  return leavesOf(x).map(({ value }, leaf) =>
    Array.from({ length: value.size }, (_, element) => {
      const h = step * Math.max(1, Math.abs(value.data[element * value.population]));
      return div(sub(total(leaf, element, h), total(leaf, element, -h)), dd(2 * h)).hi;
    }),
  );
}
