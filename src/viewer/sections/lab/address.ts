/** @file What of the Lab stands in the address: experiment, figure, plane, box, levels, methods, and where they begin. */
import { choice, escaped, mapped, name, numbers, positive, real, sequence, word } from '../../studio/address/codec.ts';
import type { AddressField, Codec } from '../../studio/address/field.ts';
import type { AddressParts } from '../../studio/address/parts.ts';
import { fieldOf, optionalField } from '../../studio/address/view-fields.ts';
import type { Store } from '../../studio/store/store.ts';
import type { LabChanges, PlanePoint } from './calls.ts';
import { experimentNames, usualExperiment } from './experiments.ts';
import { flowNames } from './flows.ts';
import { fileCodec, givenExperiment, type LinkedFile, linkedFile, takeLinkedFile } from './given.ts';
import { type Lab, labOf } from './lab.ts';
import { elevations, type SurfaceView } from '../../../figures/surface/view.ts';
import { type Dimension, dimensions } from '../../../lab/figures/names.ts';
import { without } from './without.ts';
import { figureTabs, levelWords, methodWords, sides } from './words.ts';

const fraction: Codec<number> = {
  expected: 'a number from 0 to below 1',
  format: real.format,
  parse: (text) => {
    const value = real.parse(text);
    if (!(value >= 0 && value < 1)) throw new RangeError('not below 1');
    return value;
  },
};

const boxCodec: Codec<readonly [number, number, number, number]> = {
  expected: '4 numbers after commas, the smaller of a pair first',
  format: (values) => values.map(real.format).join(','),
  parse: (text) => {
    const [x0, x1, y0, y1, ...more] = text.split(',', 6).map(real.parse);
    if (!(x0 < x1 && y0 < y1) || more.length > 0) throw new RangeError('no box');
    return [x0, x1, y0, y1];
  },
};

const pointCodec: Codec<PlanePoint> = {
  expected: '2 numbers after a comma',
  format: (point) => point.map(real.format).join(','),
  parse: (text) => {
    const [x, y, ...more] = text.split(',', 3).map(real.parse);
    if (y === undefined || more.length > 0) throw new RangeError('no point');
    return [x, y];
  },
};

/** `param:logKp[0],logKd[0]`, `rand:1`, `path`. */
const planeCodec: Codec<NonNullable<LabChanges['plane']>> = {
  expected: 'param:NAME,NAME, rand:NUMBER, or path',
  format: (plane) => {
    const { type, ...settings } = typeof plane === 'string' ? { type: plane } : plane;
    if (type === 'random') return `rand:${Number(settings.pair ?? 0)}`;
    return type === 'path'
      ? 'path'
      : `param:${[settings.x, settings.y].map((each) => escaped(String(each))).join(',')}`;
  },
  parse: (text) => {
    if (text === 'path') return { type: 'path' };
    const pair = /^rand:(\d{1,9})$/.exec(text);
    if (pair) return { type: 'random', pair: Number(pair[1]) };
    const [, x, y] = /^param:([^,]+),([^,]+)$/.exec(text) ?? [];
    if (x === undefined) throw new RangeError('no plane');
    return { type: 'parameters', x: name.parse(x), y: name.parse(y) };
  },
};

/** The file of an experiment of the user's own, while it is what is studied. */
function fileField(store: Store, lab: Lab): AddressField<LinkedFile> {
  const { experiment, wanted } = store.given;
  return {
    key: 'file',
    codec: fileCodec,
    stage: 'view',
    read: () => {
      if (lab.experiment.value !== givenExperiment) return null;
      if (experiment.value) return linkedFile(experiment.value);
      return wanted.value === null ? null : { fingerprint: wanted.value };
    },
    apply: (file) => file && takeLinkedFile(store, file),
    isPage: true,
  };
}

const viewCodec: Codec<SurfaceView> = mapped(
  numbers(2, 1),
  ([azimuth, elevation]) => {
    if (!(elevation >= elevations.least && elevation <= elevations.most)) throw new RangeError('no elevation');
    return { azimuth, elevation };
  },
  ({ azimuth, elevation }) => [azimuth, elevation],
);

/** `,0.05`: nothing for a method whose step size stays. */
const ratesCodec: Codec<readonly (number | null)[]> = {
  expected: 'up to 6 numbers above 0 after commas, or nothing in the place of some',
  format: (rates) => rates.map((rate) => (rate === null ? '' : positive.format(rate))).join(','),
  parse: (text) => {
    const parts = text.split(',', 7);
    if (parts.length > 6 || parts.at(-1) === '') throw new RangeError('no step sizes');
    return parts.map((part) => (part === '' ? null : positive.parse(part)));
  },
};

export function labAddress({ store }: AddressParts): readonly AddressField[] {
  const lab = labOf(store);
  const { changes } = lab;
  const changed = <K extends keyof LabChanges>(
    key: string,
    part: K,
    codec: Codec<NonNullable<LabChanges[K]>>,
  ): AddressField<NonNullable<LabChanges[K]>> =>
    optionalField(key, codec, {
      get value() {
        return changes.value[part] ?? null;
      },
      set value(value) {
        changes.value = value === null ? without(changes.value, part) : { ...changes.value, [part]: value };
      },
    });
  const pages = [
    { ...fieldOf('x', word(experimentNames), lab.experiment, usualExperiment), isPage: true },
    fileField(store, lab),
  ] as readonly AddressField[];
  const seen = [
    fieldOf('fig', word(figureTabs.map(({ name: figure }) => figure)), lab.figure, 'surface'),
    changed('plane', 'plane', planeCodec),
    changed('box', 'box', boxCodec),
    changed('n', 'points', choice(sides)),
    changed('lev', 'levels', word(levelWords.map(({ name: level }) => level))),
    optionalField('dim', choice(dimensions) as Codec<Dimension>, lab.seen.dim),
    optionalField('view', viewCodec, lab.seen.view),
    changed('opt', 'methods', sequence(methodWords.map(({ type }) => type))),
    changed('eta', 'eta', positive),
    changed('beta', 'beta', fraction),
    optionalField('flow', sequence(flowNames), {
      get value() {
        return lab.flows.value.length < flowNames.length ? lab.flows.value : null;
      },
      set value(value) {
        lab.flows.value = value ? flowNames.filter((each) => value.includes(each)) : flowNames;
      },
    }),
    changed('rates', 'rates', ratesCodec),
    optionalField('from', pointCodec, lab.from),
  ] as readonly AddressField[];
  const goesWith = pages.map(({ key }) => key);
  return [...pages, ...seen.map((field) => ({ ...field, goesWith }))];
}
