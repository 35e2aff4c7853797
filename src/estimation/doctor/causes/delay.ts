/** @file Cause: a sensor tells of an earlier moment than the filter believes. */
import { counted } from '../../../text/counted.ts';
import { withSensor } from '../correction.ts';
import type { Trial } from '../finding.ts';
import { nisFigure, nisWords } from '../words.ts';
import type { Cause } from './cause.ts';

/** Most ticks that are tried beyond the last that helped. */
const most = 20;

export const delay: Cause = {
  name: 'delay',
  title: 'Delay of a sensor',
  trials: ({ model, correction, ticks, likelihood }) => {
    const base = likelihood(correction);
    return model.sensors.map((_, sensor): Trial => {
      const own = correction.sensors[sensor].delay;
      const [length] = ticks.innovations[sensor].square.shape;
      const late = (by: number) => withSensor(correction, sensor, { delay: own + by });
      let [by, value] = [0, base];
      // further as long as it helps
      for (let next = 1; next <= most && own + next < length / 2; next++) {
        const found = likelihood(late(next));
        if (!(found > value)) break;
        [by, value] = [next, found];
      }
      return { cause: 'delay', sensor, correction: late(by), gain: value - base, parameters: 1, size: by, least: 0 };
    });
  },
  amount: ({ correction, sensor }) => correction.sensors[sensor!].delay,
  words: ({ trial, sensor, before, after }) => {
    const late = counted(delay.amount(trial), 'tick');
    return `${nisWords(before, sensor!)}: ${sensor} tells ${late} late; taken for so much earlier it is ${nisFigure(after, sensor!)}.`;
  },
};
