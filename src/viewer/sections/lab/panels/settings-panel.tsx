/** @file What of an experiment is drawn and how: plane, box, points, levels; which methods are compared, at which step size and momentum. */
import { saveFile } from '../../../../platform/web/save-file.ts';
import { tickText } from '../../../../figures/axis.ts';
import { cssColour } from '../../../plots/figure-labels.tsx';
import { isTouch } from '../../../studio/media.ts';
import { useStudio } from '../../../studio/studio.ts';
import { ratesNow, slide } from '../choosing.ts';
import { experimentFile } from '../experiment-file.ts';
import { type Lab, labOf } from '../lab.ts';
import { levelWords, methodWords, sides } from '../words.ts';
import { PlaneRows } from './plane-rows.tsx';
import { Row } from './row.tsx';

const boxEnds = ['Across, from', 'Across, to', 'Up, from', 'Up, to'] as const;

/** A number as a field shows it: what was written is kept whole. */
const written = (value: number): string => String(Number(value.toPrecision(6)));

function BoxRows({ lab }: { readonly lab: Lab }) {
  const { value: facts } = lab.facts;
  if (!facts) return null;
  const box = lab.changes.value.box ?? facts.box;
  const change = (at: number, text: string): void => {
    const next = box.map((value, k) => (k === at ? Number(text) : value)) as unknown as typeof box;
    if (text.trim() !== '' && next.every(Number.isFinite) && next[0] < next[1] && next[2] < next[3])
      lab.change({ box: next });
  };
  return (
    <>
      {boxEnds.map((label, at) => (
        <Row key={label} label={label}>
          <input
            type="number"
            step="any"
            value={written(box[at])}
            onChange={({ currentTarget }) => {
              change(at, currentTarget.value);
              currentTarget.value = written((lab.changes.value.box ?? facts.box)[at]);
            }}
          />
        </Row>
      ))}
    </>
  );
}

function DrawnRows({ lab }: { readonly lab: Lab }) {
  const { value: facts } = lab.facts;
  const points = lab.changes.value.points ?? facts?.lab.points;
  const levels = lab.changes.value.levels ?? facts?.lab.levels;
  return (
    <>
      <Row label="Points a side">
        <select
          value={String(points)}
          onChange={({ currentTarget }) => lab.change({ points: Number(currentTarget.value) })}
        >
          {sides.map((side) => (
            <option key={side} value={String(side)}>
              {side}
            </option>
          ))}
        </select>
      </Row>
      <Row label="Levels">
        <select
          value={levels}
          onChange={({ currentTarget }) =>
            lab.change({ levels: levelWords.find(({ name }) => name === currentTarget.value)?.name })
          }
        >
          {levelWords.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </Row>
    </>
  );
}

function MethodRows({ lab }: { readonly lab: Lab }) {
  const methods = lab.facts.value?.methods ?? [];
  const types = lab.changes.value.methods ?? [...new Set(methods.map(({ type }) => type))];
  const toggle = (type: string, isOn: boolean): void => {
    const next = isOn ? [...types, type] : types.filter((each) => each !== type);
    if (next.length > 0) lab.change({ methods: next });
  };
  const { hover } = useStudio().store.selection;
  const light = (index: number, isLit: boolean): void => {
    hover.value = isLit ? { kind: 'walk', id: String(index) } : null;
  };
  return (
    <>
      {methodWords.map(({ type, title }) => {
        const known = methods.find((method) => method.type === type);
        const isOn = types.includes(type);
        return (
          <Row key={type} label={title} {...(known && { onLight: (isLit) => light(methods.indexOf(known), isLit) })}>
            <i class="lab-colour" style={known && isOn ? { background: cssColour(known.colour) } : {}} />
            <input
              type="checkbox"
              checked={isOn}
              disabled={isOn && types.length === 1}
              onChange={({ currentTarget }) => toggle(type, currentTarget.checked)}
            />
          </Row>
        );
      })}
    </>
  );
}

/** Decades of step sizes from 1e-5 to 10, as hundreds of a slider. */
const decades = { from: -5, to: 1 };

function StepRows({ lab }: { readonly lab: Lab }) {
  const { eta: step, beta: kept } = ratesNow(lab);
  return (
    <>
      {step !== undefined && (
        <Row label="Step size">
          <input
            type="range"
            min={decades.from}
            max={decades.to}
            step={0.01}
            value={Math.log10(step)}
            aria-valuetext={tickText(step)}
            onInput={({ currentTarget }) =>
              slide(lab, { eta: Number((10 ** Number(currentTarget.value)).toPrecision(3)) })
            }
          />
          <b>{tickText(step)}</b>
        </Row>
      )}
      {kept !== undefined && (
        <Row label="Momentum">
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={kept}
            onInput={({ currentTarget }) => slide(lab, { beta: Number(currentTarget.value) })}
          />
          <b>{tickText(kept)}</b>
        </Row>
      )}
    </>
  );
}

export function LabSettingsPanel() {
  const { store } = useStudio();
  const lab = labOf(store);
  const save = (): void => {
    const file = experimentFile(store.experiment, lab);
    if (file) saveFile(`${file.name}.json`, new Blob([file.text], { type: 'application/json' }));
  };
  return (
    <div class="lab-settings">
      <section class="lab-group">
        <h3>Plane</h3>
        <PlaneRows lab={lab} />
        <BoxRows lab={lab} />
        <p class="remark">
          {isTouch.value ? 'Two fingers on the surface' : 'Ctrl and the wheel over the surface'} zoom the box.
        </p>
        <DrawnRows lab={lab} />
      </section>
      <section class="lab-group">
        <h3>Methods compared</h3>
        <MethodRows lab={lab} />
        <StepRows lab={lab} />
      </section>
      <div class="lab-buttons">
        <button type="button" class="secondary" disabled={!lab.isChanged.value} onClick={() => lab.reset()}>
          As its file says
        </button>
        <button
          type="button"
          class="secondary"
          disabled={lab.facts.value === null}
          data-tip="The experiment with all that was changed, as a file for the terminal"
          onClick={save}
        >
          Save experiment
        </button>
      </div>
    </div>
  );
}
