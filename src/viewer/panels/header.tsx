/** @file The head of the page: name, scene, what the run has come to, and the one primary action. */
import { bundledScenes } from '../../platform/web/bundled-files.ts';
import { formatNumber, formatRate } from '../../text/quantities.ts';
import { error, formatError } from '../sections/arm/error.ts';
import { iterationsOf } from '../../scene/parse.ts';
import type { Session } from '../studio/session.ts';
import * as store from '../studio/store.ts';
import { icons } from './icons.tsx';

/** Titles of the bundled scenes, by file name; a file that is no scene shows its name, and its error when it is opened. */
const sceneTitles: readonly (readonly [file: string, title: string])[] = [...bundledScenes].map(([file, text]) => {
  const title = /"title"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  return [file, title ?? file];
});

function SceneChooser({ session }: { readonly session: Session }) {
  const { value: file } = store.sceneFile;
  const own = store.scene.value?.title ?? '';
  return (
    <select
      class="scene-chooser"
      aria-label="Scene"
      value={file}
      onChange={({ currentTarget }) => {
        if (currentTarget.value !== '') session.openBundledScene(currentTarget.value);
      }}
    >
      {file === '' && <option value="">{own === '' ? 'Choose a scene' : `${own} (your file)`}</option>}
      {sceneTitles.map(([name, title]) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}

function Readout({
  name,
  value,
  unit,
  title,
  isMain = false,
  isMinor = false,
}: {
  readonly name: string;
  /** What it means, where the name does not say it. */
  readonly title?: string;
  readonly value: string;
  readonly unit?: string;
  readonly isMain?: boolean;
  /** Left out where there is little room. */
  readonly isMinor?: boolean;
}) {
  return (
    <div class={`readout${isMain ? ' main' : ''}${isMinor ? ' minor' : ''}`} title={title}>
      <dt>{name}</dt>
      <dd>
        {value}
        {unit && <small> {unit}</small>}
      </dd>
    </div>
  );
}

function Readouts() {
  const { value: iteration } = store.iteration;
  const most = store.scene.value ? iterationsOf(store.scene.value) : 0;
  const [size, unit] = error.value === null ? ['–', ''] : formatError(error.value).split(' ');
  const rate = (perSecond: number): { readonly value: string; readonly unit?: string } => {
    const [value, perUnit] = formatRate(perSecond).split(' ');
    return perSecond > 0 ? { value, unit: perUnit } : { value: '–' };
  };
  return (
    <dl class="readouts" aria-label="State of the optimization">
      <Readout name="Error" value={size} unit={unit} isMain />
      <Readout name="Loss" value={iteration ? formatNumber(iteration.loss) : '–'} />
      <Readout name="Gradient norm" isMinor value={iteration ? formatNumber(iteration.gradientNorm) : '–'} />
      <Readout
        name="Iteration"
        value={iteration ? String(iteration.iteration + 1) : '–'}
        unit={most > 0 ? `/ ${most}` : undefined}
      />
      <Readout
        name="Gradients"
        title="A gradient is one whole rollout and its reverse sweep"
        {...rate(store.gradientRate.value)}
      />
      <Readout
        name="Steps"
        title="Simulation steps, each taken forward and back for the gradient"
        {...rate(store.stepRate.value)}
      />
    </dl>
  );
}

/** What the primary button says and does. */
function primaryLabel(): string {
  const { value: phase } = store.phase;
  if (phase === 'running') return 'Stop';
  if (phase === 'stopping') return 'Stopping';
  if (phase === 'paused' || store.outcome.value?.outcome === 'iterations') return 'Continue';
  return phase === 'done' ? 'Run again' : 'Optimize';
}

function PrimaryButton({ session }: { readonly session: Session }) {
  const running = store.isRunning.value;
  const isDisabled = store.phase.value === 'loading' || store.phase.value === 'stopping' || !store.scene.value;
  return (
    <button
      type="button"
      class={running ? 'primary stops' : 'primary'}
      id="optimize"
      disabled={isDisabled}
      onClick={() => (running ? session.run.stop() : session.run.optimize())}
    >
      {running ? icons.stop : icons.play}
      <span>{primaryLabel()}</span>
    </button>
  );
}

/** How far the run is, under the header. */
function Progress() {
  const { value: phase } = store.phase;
  const most = store.scene.value ? iterationsOf(store.scene.value) : 1;
  const done = (store.iteration.value?.iteration ?? -1) + 1;
  if (phase === 'loading') return <div class="progress unknown" role="progressbar" aria-label="Loading" />;
  if (!store.isRunning.value) return <div class="progress" aria-hidden="true" />;
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label="Iterations"
      aria-valuemin={0}
      aria-valuemax={most}
      aria-valuenow={Math.min(done, most)}
    >
      <i style={{ transform: `scaleX(${Math.min(done / most, 1)})` }} />
    </div>
  );
}

export function Header({ session }: { readonly session: Session }) {
  return (
    <header class="header">
      <h1 class="brand">
        {icons.mark}
        <span>Adjoint</span>
      </h1>
      <SceneChooser session={session} />
      <Readouts />
      <div class="actions">
        <button
          type="button"
          class="quiet reset"
          aria-label="Reset to the start"
          title="Reset to the start (R)"
          disabled={!store.scene.value}
          onClick={() => session.run.reset()}
        >
          {icons.reset}
        </button>
        <PrimaryButton session={session} />
      </div>
      <Progress />
    </header>
  );
}
