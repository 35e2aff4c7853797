/** @file Opens robot and scene files by a button: for those who cannot drop them. */
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';

/** Asks for files; nothing is called where none are chosen. The field stands in the page, so that tests and helpers find it. */
export function chooseFiles(onFiles: (files: readonly File[]) => void): void {
  const field = document.querySelector<HTMLInputElement>('#open-file')!;
  field.onchange = () => {
    onFiles([...(field.files ?? [])]);
    field.value = '';
  };
  field.click();
}

/** The field behind all buttons that open files. */
export const FileField = () => (
  <input
    type="file"
    id="open-file"
    accept=".urdf,.xml,.json,.zip,.npz"
    multiple
    hidden
    aria-label="Robot or scene files"
  />
);

export function OpenFile() {
  const { session } = useStudio();
  return (
    <button
      type="button"
      class="secondary"
      data-tip="Opens a robot (URDF), a scene or a run (JSON). Files stay on this machine"
      onClick={() => chooseFiles((files) => void session.intake.open(files))}
    >
      {icons.file}
      <span>Open a robot or scene</span>
    </button>
  );
}
