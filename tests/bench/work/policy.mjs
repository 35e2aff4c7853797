/** @file A policy in a loop: 20-64-64-7, tanh, weights that all members share. */
import * as adjoint from '../library.mjs';
import { number } from './layers.mjs';

const {
  add,
  compile,
  concat,
  matmul,
  mul,
  populationMean,
  PopulationTensor,
  scan,
  slice,
  square,
  sum,
  tanh,
  tensor,
  valueAndGrad,
} = adjoint;

const sizes = [20, 64, 64, 7];
const [steps, members] = [100, 256];

const made = (shape, population = 1) => {
  const size = shape.reduce((product, extent) => product * extent, population);
  return new PopulationTensor(
    { shape, population },
    Float64Array.from({ length: size }, (_, i) => number(i)),
  );
};

const act = (layers, x) =>
  layers.reduce((y, { weights, biases }, i) => {
    const z = add(matmul(y, weights), biases);
    return i < layers.length - 1 ? tanh(z) : z;
  }, x);

function loss(layers, start) {
  const step = ({ x, cost }) => {
    const action = act(layers, x);
    const moved = concat([action, slice(x, [7])]);
    return { carry: { x: add(mul(x, 0.9), mul(moved, 0.1)), cost: add(cost, sum(square(action))) }, output: [] };
  };
  return populationMean(scan(step, { x: start, cost: tensor(0) }, [], { length: steps }).carry.cost);
}

/** Subjects for `measure`: the loss; it and its gradient by the start; by the weights as well; the same in float32. */
export function policySubjects() {
  const layers = sizes.slice(1).map((out, i) => ({ weights: made([sizes[i], out]), biases: made([out]) }));
  const start = made([20], members);
  const byStart = (own, x) => valueAndGrad((y) => loss(own, y))(x);
  const byAll = (own, x) => valueAndGrad((both) => loss(both.own, both.x))({ own, x });
  const subject = (name, f, precision) => {
    const run = compile(f, [layers, start], { precision, reuseResults: true });
    return { name, run: () => void run(layers, start) };
  };
  return [
    subject('loss', loss, 'float64'),
    subject('loss and gradient by the start', byStart, 'float64'),
    subject('loss and gradients by start and weights', byAll, 'float64'),
    subject('the same in float32', byAll, 'float32'),
  ];
}
