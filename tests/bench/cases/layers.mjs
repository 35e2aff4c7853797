/** @file Dense layers with shared weights: forward, and gradients by input and by weights, in float64 and float32. */
import * as adjoint from '../library.mjs';
import { compilerVersion } from '../c/peer.mjs';
import { layerPeer } from '../c/layers.mjs';
import { measure } from '../measure.mjs';
import { tensorflowLayers } from '../peers/tensorflow-layers.mjs';
import { activations, members, stepsOf, weights } from '../work/layers.mjs';
import { policySubjects } from '../work/policy.mjs';

export const title = 'Dense layers n -> n, population 256, weights shared';

const { compile, matmul, mul, PopulationTensor, scan, sum, tensor, vjp, ones, zeros } = adjoint;

const sizes = [16, 32, 64, 128, 256];
const works = ['forward', 'by input', 'by weights'];

const chain = (W, x, n) => scan((y) => ({ carry: matmul(y, W), output: [] }), x, [], { length: stepsOf(n) }).carry;

/** What is compiled: a function of weights and activations. */
const functions = {
  forward: (n) => (W, x) => chain(W, x, n),
  'by input': (n) => (W, x) => vjp((y) => chain(W, y, n), zeros([n], members)).pullback(x),
  'by weights': (n) => (W, x) => {
    const scales = tensor(Float64Array.from({ length: stepsOf(n) }, (_, t) => 1 + (t % 2)));
    const step = (V) => (total, scale) => ({ carry: total, output: sum(mul(matmul(mul(x, scale), V), x)) });
    return vjp((V) => sum(scan(step(V), zeros([]), scales).outputs), W).pullback(ones([], members));
  },
};

function own(what, n, precision) {
  const W = new PopulationTensor({ shape: [n, n], population: 1 }, weights(n));
  const x = new PopulationTensor({ shape: [n], population: members }, activations(n));
  const run = compile(functions[what](n), [W, x], { precision, reuseResults: true });
  return () => run(W, x).data;
}

/** Subjects by their short names. */
async function subjectsOf(what, n, { hasCompiler, tensorflow }) {
  const [double, single] = ['float64', 'float32'].map((precision) => own(what, n, precision));
  const expected = double().slice();
  const subjects = { float64: { run: double }, float32: { run: single } };
  if (hasCompiler) {
    subjects['C double'] = await layerPeer(what, 'double', n, expected);
    subjects['C float'] = await layerPeer(what, 'float', n, expected);
  }
  if (tensorflow) subjects['TensorFlow.js'] = { run: tensorflow(what, n) };
  for (const [name, subject] of Object.entries(subjects)) subject.name = name;
  return Object.values(subjects);
}

const gigaflops = (measurement, n) => (2 * n * n * stepsOf(n) * members) / measurement.microseconds / 1e3;

export async function run({ settings, quick }) {
  const version = compilerVersion();
  const tensorflow = await tensorflowLayers();
  const few = { ...settings, rounds: Math.min(settings.rounds, 9), sample: 15, warm: 300, most: 2000 };
  const columns = [
    'GFLOP/s',
    'n',
    'float64',
    'float32',
    'C double',
    'C float',
    'TensorFlow.js',
    'float64 over C',
    'float32 over C',
  ];
  const [rows, figures] = [[], []];
  for (const n of quick ? [64] : sizes)
    for (const what of works) {
      const subjects = await subjectsOf(what, n, { hasCompiler: Boolean(version), tensorflow });
      const m = await measure(subjects, few);
      subjects.forEach((subject) => subject.close?.());
      const rate = (name) => (m[name] ? gigaflops(m[name], n) : '-');
      const over = (own, peer) => (m[peer] ? m[own].over(m[peer]) : '-');
      const ratios = [over('float64', 'C double'), over('float32', 'C float')];
      rows.push([what, n, ...columns.slice(2, 7).map(rate), ...ratios]);
      if (n !== 64) continue;
      const label = `layer 64 x 64, ${what}`;
      figures.push({ label: `${label}: float64 / float32`, value: m.float64.over(m.float32), atLeast: 1.7 });
      if (m['C double']) figures.push({ label: `${label}: library / C at 128 bits`, value: ratios[0], atMost: 1.5 });
      if (m['TensorFlow.js'])
        figures.push({
          label: `${label}: TensorFlow.js / library in float32`,
          value: m['TensorFlow.js'].over(m.float32),
        });
    }
  const policy = await policySubjects();
  const m = await measure(policy, few);
  const [forward, byInput, all, narrow] = policy.map(({ name }) => m[name]);
  figures.push(
    { label: 'policy 20-64-64-7, 100 steps: loss and gradients / loss', value: all.over(forward), atMost: 3.5 },
    { label: 'policy 20-64-64-7, 100 steps: gradients in float64 / float32', value: all.over(narrow) },
  );
  return {
    tables: [
      { columns, rows },
      {
        columns: ['policy 20-64-64-7 (tanh), 100 steps', 'ms', 'losses'],
        rows: [forward, byInput, all, narrow].map((each) => [each.name, each.microseconds / 1e3, each.over(forward)]),
      },
    ],
    figures,
    notes: [
      version
        ? `${version}, -O3 -march=native -mprefer-vector-width=128 -ffp-contract=off.`
        : 'There is no gcc, so nothing is compared with C.',
      tensorflow
        ? 'TensorFlow.js computes in float32, on one thread.'
        : 'TensorFlow.js is not installed, so nothing is compared with it.',
      'float64 and float32: the library; "over C": how many times as long it takes at the same width.',
    ],
  };
}
