/**
 * @file Full force to one side and the other: the times at which a plan switches, varied by chance and kept where the episode earns more. The
 * shortest ways to a state are of this kind, where losses that planning can follow end a little later.
 */
import { normal } from '../../../dist/src/core/random.js';
import { episodes } from './episode.mjs';

/** Standard deviations of times, s, round by round; each is used for several rounds. */
const spreads = [0.04, 0.02, 0.01, 0.005];

/** What a force counts as full from, as a part of the effort. */
const full = 0.9;

/** rad from the top within which being nearer counts, and how much a step: it decides among ways that earn about the same. */
const [near, tie] = [0.5, 0.5];

/** s after the end of full force that are looked at while times vary. */
const afterwards = 1;

const driveOf = ({ joints }) => joints.find(({ limits }) => limits.effort > 0);

/** First side and times, s, at which a plan's force changes its side; the last is where full force ends for good. */
function switchesOf(model, { motion: { tau }, knots, hold }, period) {
  const { vIndex, limits } = driveOf(model);
  const forces = Array.from({ length: knots }, (_, k) => tau[k * model.nv + vIndex] / limits.effort);
  const isFull = (force) => Math.abs(force) > full;
  const end = forces.findLastIndex(isFull) + 1;
  const times = [];
  for (let k = 1; k < end; k++) if (forces[k] * forces[k - 1] < 0) times.push(k * hold * period);
  return { side: Math.sign(forces[0]) || 1, times: [...times, end * hold * period] };
}

/** A plan without gains that switches at these times; within a step its force is the mean. */
function planOf(model, { side, times }, period) {
  const { nq, nv } = model;
  const { vIndex, limits } = driveOf(model);
  const knots = Math.max(1, Math.round(times.at(-1) / period));
  const tau = new Float64Array(knots * nv);
  for (let k = 0; k < knots; k++) {
    const [from, to] = [k * period, (k + 1) * period];
    const edges = [from, ...times.filter((time) => time > from && time < to), to];
    let sign = side * (-1) ** times.filter((time) => time <= from).length;
    for (let i = 1; i < edges.length; i++, sign = -sign)
      tau[k * nv + vIndex] += (sign * limits.effort * (edges[i] - edges[i - 1])) / period;
  }
  const rows = { q: new Float64Array((knots + 1) * nq), v: new Float64Array((knots + 1) * nv), tau };
  return { motion: rows, gains: new Float64Array(knots * nv * 2 * nv), hold: 1, knots };
}

const turn = 2 * Math.PI;

/** What a way is worth by a part of its episode: what it earns if it stays as it ends, and for being near the top. */
function worthOf({ nq }, score, steps, { motion: { q }, earned }) {
  const still = { q: q.subarray(steps * nq), v: new Float64Array(nq), action: [0] };
  let nearness = 0;
  for (let at = nq - 1; at < q.length; at += nq)
    nearness += Math.max(0, near - Math.abs(q[at] - turn * Math.round(q[at] / turn)));
  return earned + (score.steps - steps) * score.reward(still) + tie * nearness;
}

/** The better of two other starts' ways. */
function another(best, k, round, n) {
  const [one, other] = [7, 11].map((stride) => best[(k + 1 + round * stride + n * 13) % best.length]);
  return one.worth > other.worth ? one : other;
}

/** Ways that a start tries, all varied: its own, and those of others, some of them mirrored; at first its own as it is too. */
function triesOf(best, k, round, { rounds, tries, seed, period }) {
  const size = spreads[Math.floor(round / rounds)];
  return Array.from({ length: tries }, (_, n) => {
    if (round === 0 && n === 0) return best[k];
    const { side, times } = n % 2 === 0 ? best[k] : another(best, k, round, n);
    const noise = normal({ seed, member: k, step: round, stream: n }, times.length);
    const varied = times.map((time, j) => Math.max(period, time + size * noise[j]));
    return { side: n % 4 === 1 ? -side : side, times: varied.sort((a, b) => a - b) };
  });
}

/**
 * Plans of the starts that switch, from { start, i, plan } of each: `rounds` of each spread, `tries` a start and round.
 */
export function switched(model, score, attempts, holding, { rounds, tries, seed }) {
  const { period } = score;
  const best = attempts.map(({ plan }) => ({ ...switchesOf(model, plan, period), worth: -Infinity }));
  const latest = Math.max(...best.map(({ times }) => times.at(-1)));
  const steps = Math.min(score.steps, Math.ceil((latest + afterwards) / period));
  for (let round = 0; round < rounds * spreads.length; round++) {
    const all = best.flatMap((_, k) =>
      triesOf(best, k, round, { rounds, tries, seed, period }).map((ways) => ({ k, ways })),
    );
    const tried = all.map(({ k, ways }) => ({ start: attempts[k].start, plan: planOf(model, ways, period) }));
    episodes(model, { ...score, steps }, tried, holding).forEach((episode, n) => {
      const { k, ways } = all[n];
      const worth = worthOf(model, score, steps, episode);
      if (worth > best[k].worth) best[k] = { ...ways, worth };
    });
  }
  return best.map((ways, k) => ({ ...attempts[k], plan: planOf(model, ways, period) }));
}
