/** @file Where files may be dropped, in words: when one hovers over the page, and before. */
import { isTouch } from '../studio/media.ts';
import { useStudio } from '../studio/studio.ts';
import { icons } from './icons.tsx';

export function DropHint() {
  if (!useStudio().store.messages.isDropping.value) return null;
  return (
    <div class="drop-hint" aria-hidden="true">
      <p>
        {icons.file}
        <strong>Drop a robot, a scene, a run, a controller, a recording or an experiment</strong>
        <span>URDF, JSON, safetensors, CSV, npz, a folder or a ZIP archive; it stays on this machine</span>
      </p>
    </div>
  );
}

/** Words for those who can drop files. */
export function DropWords() {
  if (isTouch.value) return null;
  return <p class="remark">or drop files</p>;
}
