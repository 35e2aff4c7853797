/** @file The place under the pointer on a pad: one walk at a time, the newest place next, and nothing once it is left. */
import { describe, expect, it } from 'vitest';
import type { LabRequest, PadPlace, PadWalk } from '../../../../src/viewer/sections/lab/calls.ts';
import { placeWords, regimeAt, withTried } from '../../../../src/viewer/sections/lab/live.ts';
import { Tried } from '../../../../src/viewer/sections/lab/tried.ts';
import type { Listener, WorkerClient } from '../../../../src/viewer/worker/worker-client.ts';
import type { LabCalls } from '../../../../src/viewer/sections/lab/calls.ts';

const at = (eta: number): PadPlace => ({ eta, beta: 0.5, horizon: null });
const walkAt = (eta: number, losses = [1, 0.5]): PadWalk => ({ place: at(eta), losses });

function open(request: LabRequest | null = {} as LabRequest) {
  const asked: PadPlace[] = [];
  let dropped = 0;
  let listener: Listener<never, PadWalk | null> | null = null;
  const client = {
    call: (_: string, { place }: { place: PadPlace }, given: Listener<never, PadWalk | null>) => {
      asked.push(place);
      listener = given;
      return { drop: () => dropped++, cancel: () => undefined };
    },
  } as unknown as WorkerClient<LabCalls>;
  const tried = new Tried(client, () => request);
  return {
    tried,
    asked,
    answer: (walk: PadWalk | null) => listener!.onResult(walk),
    fail: () => listener!.onFailure({ message: 'no way' } as never),
    dropped: () => dropped,
  };
}

describe('what is tried on a pad', () => {
  it('is walked one place at a time, the newest next', () => {
    const { tried, asked, answer } = open();
    for (const eta of [1, 2, 3]) tried.show(at(eta));
    expect(asked).toEqual([at(1)]);
    expect(tried.place.value).toEqual(at(3));
    answer(walkAt(1));
    expect(tried.walk.value).toEqual(walkAt(1));
    expect(asked).toEqual([at(1), at(3)]);
    answer(walkAt(3));
    expect(asked).toHaveLength(2);
    expect(tried.walk.value).toEqual(walkAt(3));
  });

  it('is dropped and gone where the pointer leaves, and begins anew', () => {
    const { tried, asked, answer, dropped } = open();
    tried.show(at(1));
    tried.leave();
    expect([tried.place.value, tried.walk.value, dropped()]).toEqual([null, null, 1]);
    tried.show(at(2));
    answer(walkAt(2));
    expect(asked).toEqual([at(1), at(2)]);
    tried.leave();
    expect([tried.walk.value, dropped()]).toEqual([null, 1]);
  });

  it('goes where it was chosen and is drawn, but not from under a pointer', () => {
    const { tried } = open();
    tried.show(at(1));
    tried.settle();
    expect(tried.place.value).toEqual(at(1));
    tried.show(at(2), true);
    tried.settle();
    expect(tried.place.value).toBeNull();
  });

  it('goes on where a walk fails, and asks nothing where nothing is looked at', () => {
    const { tried, asked, fail } = open();
    tried.show(at(1));
    tried.show(at(2));
    fail();
    expect(asked).toEqual([at(1), at(2)]);
    const none = open(null);
    none.tried.show(at(1));
    expect(none.asked).toEqual([]);
  });

  it('is a curve on top of the losses, up to where it leaves them', () => {
    const data = {
      id: 'losses',
      title: '',
      x: { name: 'iteration', unit: '' },
      y: { name: 'loss', unit: '' },
      curves: [{ id: 'walk-0', label: 'descent', colour: '--now', x: [0, 1], y: [2, 1] }],
    };
    const drawing = { data, caption: '' };
    const { data: shown } = withTried(drawing, walkAt(0.3, [2, 19, 21]));
    const [curve, other] = 'curves' in shown ? shown.curves : [];
    expect([curve.label, curve.style]).toEqual(['tried: step 0.3, momentum 0.5', 'dashed']);
    expect([...Array.from(curve.y)]).toEqual([2, 19, NaN]);
    expect(other).toBe(data.curves[0]);
    expect(withTried(drawing, null)).toBe(drawing);
  });

  it('is said with its regime, of the nearest point of the pad', () => {
    expect(placeWords({ eta: 0.03, beta: 0, horizon: 1.5 })).toBe('step 0.03, horizon 1.5 s');
    const data = {
      id: 'pad',
      title: '',
      x: { name: 'step', unit: '', values: Float64Array.of(1, 2) },
      y: { name: 'momentum', unit: '', values: Float64Array.of(0, 1) },
      regimes: ['monotone', 'ringing'].map((label) => ({ id: label, label, letter: '', colour: '' })),
      regime: Uint8Array.of(0, 0, 0, 1),
      rate: new Float64Array(4),
      rateName: { name: '', unit: '' },
    };
    expect(regimeAt(data, { eta: 1.9, beta: 0.9, horizon: null })).toBe('ringing');
    expect(regimeAt(data, { eta: 1.9, beta: 0.9, horizon: 0 })).toBe('monotone');
  });
});
