/** @file The inspector's panel "Files": what can be opened, what can be taken away, and links to what is on the screen. */
import { useEffect, useRef } from 'preact/hooks';
import type { RobotModel } from '../../../robot/model.ts';
import type { SavedTrajectory } from '../../../rollout/trajectory.ts';
import { trajectoryCsv, trajectoryNpz } from '../../../rollout/trajectory-files.ts';
import { writeScene } from '../../../scene/write.ts';
import { saveFile } from '../../../platform/web/save-file.ts';
import { OpenFile } from '../../panels/open-file.tsx';
import { Share } from '../../panels/share.tsx';
import type { Store } from '../../studio/store/store.ts';
import { type Studio, useStudio } from '../../studio/studio.ts';
import { fileNameOf } from './figures/file-name.ts';
import { historyOf } from './run-files.ts';
import { saveController } from './save-controller.ts';

/** A file that can be taken away. */
interface Offer {
  readonly ending: string;
  /** Of the file, where it shows the iteration on the screen. */
  readonly name?: string;
  readonly title: string;
  /** What it is, for the tip. */
  readonly what: string;
  /** Null where there is none yet. */
  readonly make: ((save: (content: Blob) => void) => void) | null;
}

const blobOf = (content: string | Uint8Array<ArrayBuffer>, type: string): Blob => new Blob([content], { type });

function makeRun({ store, session }: Studio): Offer['make'] {
  const { run, messages } = store;
  if (run.newest.value < 0) return null;
  return (save) => {
    const request = { history: historyOf(store), end: run.isRunning.value ? null : run.outcome.value };
    session.jobs.start('writeRun', request, {
      onResult: (text) => save(blobOf(text, 'application/json')),
      onFailure: (failure) => (messages.failure.value = failure),
    });
  };
}

function makeMotion(
  { experiment, shown }: Store,
  encode: (trajectory: SavedTrajectory, model: RobotModel) => Blob,
): Offer['make'] {
  const { value: loaded } = experiment.loaded;
  const { value: look } = shown.look;
  return look && loaded ? (save) => save(encode(look.trajectory, loaded.model)) : null;
}

function makePicture({ world, store }: Studio): Offer['make'] {
  const { value: seen } = world;
  const fail = (error: unknown): string => (store.messages.notice.value = String(error));
  return seen && ((save) => void seen.snapshot(2).then(save, fail));
}

function offersOf(studio: Studio): Offer[] {
  const { store } = studio;
  const { value: scene } = store.experiment.scene;
  return [
    {
      ending: 'run.json',
      title: 'Run',
      what: 'All that was learned. It opens here, and adjoint run --resume goes on with it: the same bits',
      make: makeRun(studio),
    },
    {
      ending: 'safetensors',
      title: 'Controller',
      what: 'What was learned, such as weights and biases, with all that it needs to act elsewhere as it did here. It opens here, too',
      make: store.run.newest.value < 0 ? null : () => saveController(studio),
    },
    {
      ending: 'csv',
      title: 'Motion as CSV',
      what: 'The motion on the screen as a table: time, joints, torques, places, each with its unit',
      make: makeMotion(store, (...of) => blobOf(trajectoryCsv(...of), 'text/csv')),
    },
    {
      ending: 'npz',
      title: 'Motion as npz',
      what: 'The motion on the screen as arrays for NumPy',
      make: makeMotion(store, (...of) => blobOf(new Uint8Array(trajectoryNpz(...of)), 'application/zip')),
    },
    {
      ending: 'json',
      title: 'Scene',
      what: 'The scene with all settings as they are now',
      make: scene && ((save) => save(blobOf(writeScene(scene), 'application/json'))),
    },
    {
      ending: 'png',
      name: 'arm',
      title: 'Picture of the arm',
      what: 'The 3-D view as it is now, at twice the size',
      make: makePicture(studio),
    },
  ];
}

function Offers() {
  const studio = useStudio();
  const { value: scene } = studio.store.experiment.scene;
  return (
    <ul class="offers">
      {offersOf(studio).map(({ ending, name, title, what, make }) => (
        <li key={ending}>
          <button
            type="button"
            class="secondary"
            disabled={!make}
            data-tip={what}
            onClick={() =>
              make?.((content) =>
                saveFile(
                  name ? fileNameOf(studio.store, name, ending) : `${scene?.name ?? 'adjoint'}.${ending}`,
                  content,
                ),
              )
            }
          >
            <span>{title}</span>
            <small>{`.${ending}`}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Chooses a folder, where the browser can: a robot with its scene lies in one. */
function OpenFolder() {
  const { session } = useStudio();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.setAttribute('webkitdirectory', ''), []);
  if (!('webkitdirectory' in HTMLInputElement.prototype)) return null;
  const open = (): void => {
    const { files } = field.current!;
    const chosen = [...(files ?? [])];
    field.current!.value = '';
    void session.intake.open(chosen);
  };
  return (
    <>
      <input type="file" ref={field} hidden aria-label="A folder of files" onChange={open} />
      <button
        type="button"
        class="secondary"
        data-tip="Opens the robot, scene, run or controller in a folder. Files stay on this machine"
        onClick={() => field.current!.click()}
      >
        Open a folder
      </button>
    </>
  );
}

export const FilesPanel = () => (
  <section class="files" aria-label="Files">
    <h2 class="panel-title">Open</h2>
    <div class="files-open">
      <OpenFile />
      <OpenFolder />
    </div>
    <p class="files-hint">
      A robot (URDF), a scene, a run or an experiment of the Lab (JSON), a controller (safetensors), or several
      together, in a ZIP archive too. They stay on this machine.
    </p>
    <h2 class="panel-title">Save</h2>
    <Offers />
    <h2 class="panel-title">Share</h2>
    <Share />
  </section>
);
