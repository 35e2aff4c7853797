/** @file How pads name and paint the regimes of learning. */
import type { Regime as DrawnRegime, RegimeData } from '../../figures/regime/regime-data.ts';
import type { RegimePad } from '../../learning/stability/pad.ts';
import { type Regime, regimes } from '../../learning/stability/regime.ts';

const drawn: Readonly<Record<Regime, Omit<DrawnRegime, 'id'>>> = {
  monotone: { label: 'monotone', letter: 'M', colour: '--line-1' },
  ringing: { label: 'ringing', letter: 'R', colour: '--line-4' },
  neutral: { label: 'stands still', letter: 'N', colour: '--ghost' },
  escaping: { label: 'leaves a saddle', letter: 'E', colour: '--line-3' },
  divergent: { label: 'divergent', letter: 'D', colour: '--bad', isHatched: true },
};

/** The parts of a figure that a pad says: regimes that occur, and how fast. */
export function regimesOf(pad: RegimePad): Pick<RegimeData, 'regimes' | 'regime' | 'rate' | 'rateName'> {
  const present = regimes.filter((_, place) => pad.regimes.includes(place));
  const placeOf = regimes.map((name) => Math.max(present.indexOf(name), 0));
  return {
    regimes: present.map((id) => ({ id, ...drawn[id] })),
    regime: pad.regimes.map((place) => placeOf[place]),
    rate: pad.rates,
    rateName: { name: 'factor per step of the slowest direction', unit: '' },
  };
}
