/** @file The same scalar programs as C, two lanes: the limit. Straight line and tiles; the fastest of each is compared. */
import { compilerVersion, CPeer } from '../c/peer.mjs';
import { ScalarProgram } from '../c/program.mjs';
import { measure } from '../measure.mjs';
import { median } from '../statistics.mjs';
import { panda, torques } from '../work/arm.mjs';

export const title = 'Panda, 200 steps, population 256: against the same program in C, two lanes';

const [steps, members] = [200, 256];

const endless = { least: Infinity, most: Infinity };
const straight = [{ tileSize: endless, lanes: 2 }];
const tiled = [
  { tileSize: { least: 20, most: 90 }, lanes: 32 },
  { tileSize: { least: 60, most: 220 }, lanes: 16 },
  { tileSize: { least: 100, most: 400 }, lanes: 8 },
  { tileSize: { least: 100, most: 400 }, lanes: 16 },
  { tileSize: { least: 100, most: 400 }, lanes: 32 },
  { tileSize: { least: 200, most: 800 }, lanes: 16 },
];

const describe = ({ tileSize, lanes }) =>
  tileSize === endless ? 'straight line' : `tiles of ${tileSize.least} to ${tileSize.most}, ${lanes} lanes`;

/** The fastest of the variants by a short trial, the others closed. */
async function fastest(what, program, variants) {
  let best;
  for (const variant of variants) {
    const peer = await CPeer.build(`C ${what}, ${describe(variant)}`, program, members, variant);
    if (!(peer.error < 1e-9)) throw new Error(`${peer.name}: results differ by ${peer.error}`);
    const times = [];
    for (let k = 0; k < 7; k++) times.push(await peer.sample(1));
    peer.trial = median(times);
    if (best && best.trial <= peer.trial) peer.close();
    else {
      best?.close();
      best = peer;
    }
  }
  return best;
}

export async function run({ settings, quick }) {
  const version = compilerVersion();
  if (!version) return { skipped: 'there is no gcc' };
  const arm = panda();
  const tau = torques(7, steps, members);
  const programs = {
    forward: new ScalarProgram((x) => arm.rollout(x), tau),
    gradient: new ScalarProgram((x) => arm.lossAndGradient(x), tau),
  };
  const work = steps * members;
  const ours = {
    forward: { name: 'forward step', work, run: arm.forward(steps, members) },
    gradient: { name: 'rollout and gradient', work, run: arm.gradient(steps, members) },
  };
  const peers = { forward: [], gradient: [] };
  for (const [what, program] of Object.entries(programs))
    for (const contract of [true, false])
      for (const variants of quick ? [tiled.slice(1, 2)] : [straight, tiled]) {
        const all = variants.map((variant) => ({ ...variant, contract }));
        const peer = await fastest(what, program, all);
        peer.work = work;
        peer.fused = contract;
        peer.name += contract ? '' : ', no fused multiply-add';
        peers[what].push(peer);
      }
  const subjects = Object.keys(ours).flatMap((what) => [ours[what], ...peers[what]]);
  const m = await measure(subjects, settings);
  const rows = Object.keys(ours).flatMap((what) => {
    const own = m[ours[what].name];
    return [
      [own.name, own.microseconds, own.spread, 1, ''],
      ...peers[what].map(({ name, error }) => [name, m[name].microseconds, m[name].spread, own.over(m[name]), error]),
    ];
  });
  const best = (what, fused) =>
    peers[what]
      .filter((peer) => peer.fused === fused)
      .sort((x, y) => m[x.name].microseconds - m[y.name].microseconds)[0];
  const against = (what, fused) => m[ours[what].name].over(m[best(what, fused).name]);
  const result = {
    tables: [{ columns: ['per step', 'us', 'spread', 'library / C', 'largest difference'], rows }],
    figures: [
      { label: 'rollout and gradient / C -O3 -march=native', value: against('gradient', true), atMost: 1.4 },
      { label: 'rollout and gradient / C of the same bits (-ffp-contract=off)', value: against('gradient', false) },
      { label: 'forward step / C -O3 -march=native', value: against('forward', true) },
      { label: 'forward step / C of the same bits (-ffp-contract=off)', value: against('forward', false) },
    ],
    notes: [
      version,
      `Operations, steps and all: forward ${peers.forward[0].operations}, with gradient ${peers.gradient[0].operations}.`,
    ],
  };
  Object.values(peers)
    .flat()
    .forEach((peer) => peer.close());
  return result;
}
