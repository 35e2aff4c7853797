/** @file The scene that is open, and the list of those that can be: the page's own, and files. */
import { bundledScenes } from '../../platform/web/bundled-files.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';
import { chooseFiles } from './open-file.tsx';
import { Popover } from './popover.tsx';

/** Titles of the bundled scenes, by file name; a file that is no scene shows its name, and its error when it is opened. */
const sceneTitles: readonly (readonly [file: string, title: string])[] = [...bundledScenes].map(([file, text]) => {
  const title = /"title"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  return [file, title ?? file];
});

export function SceneChooser() {
  const { store, session } = useStudio();
  const { sceneFile, scene, opened } = store.experiment;
  const title = scene.value?.title ?? 'Choose a scene';
  const isChanged = scene.value !== null && opened.value !== null && scene.value !== opened.value.scene;
  return (
    <Popover
      id="scenes"
      class="scene-chooser"
      role="menu"
      title="Scenes"
      label={`Scene: ${title}${isChanged ? ', changed' : ''}`}
      tip={
        isChanged
          ? 'The scene: robot, target and settings. It was changed since it was opened; Reset takes that back'
          : 'The scene: robot, target and settings. Opens another one'
      }
      button={
        <>
          <span class="scene-title">{title}</span>
          {isChanged && <i class="changed-dot" />}
          {icons.down}
        </>
      }
    >
      {sceneTitles.map(([file, name]) => (
        <button
          key={file}
          type="button"
          role="menuitemradio"
          aria-checked={file === sceneFile.value}
          tabIndex={-1}
          onClick={() => {
            // another arm is seen from where it fits the view
            store.view.camera.value = null;
            session.experiments.openBundledScene(file);
          }}
        >
          {name}
        </button>
      ))}
      {sceneFile.value === '' && scene.value && (
        <button type="button" role="menuitemradio" aria-checked tabIndex={-1}>
          {title} <small>your file</small>
        </button>
      )}
      <hr />
      <button type="button" role="menuitem" tabIndex={-1} onClick={chooseFiles}>
        {icons.file} Open a robot or scene …
      </button>
    </Popover>
  );
}
