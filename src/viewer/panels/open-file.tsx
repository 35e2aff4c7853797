/** @file Opens files by a button: for those who cannot drop them. */
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';

/** Asks for files; the field behind it opens them. */
export const chooseFiles = (): void => document.querySelector<HTMLInputElement>('#open-file')!.click();

/** The field behind all buttons that open files. */
export function FileField() {
  const { session } = useStudio();
  return (
    <input
      type="file"
      id="open-file"
      multiple
      hidden
      aria-label="Robot, scene, run, controller, recording or experiment files"
      onChange={({ currentTarget }) => {
        void session.intake.open([...(currentTarget.files ?? [])]);
        currentTarget.value = '';
      }}
    />
  );
}

export const OpenFile = () => (
  <button
    type="button"
    class="secondary"
    data-tip="Opens a robot (URDF), a scene, a run or an experiment of the Lab (JSON), a controller (safetensors), recordings of the robot (CSV, npz), or a ZIP archive of them. Files stay on this machine"
    onClick={chooseFiles}
  >
    {icons.file}
    <span>Open files</span>
  </button>
);
