/** @file The one state of the page, as signals. Panels read it; session, playback and keyboard change it. */
import { computed, signal } from '@preact/signals';
import type { End, MemberIteration } from '../../run/job.ts';
import { stepsOf } from '../../scene/parse.ts';
import type { Scene } from '../../scene/schema.ts';
import type { Loaded, LoadRequest, RobotFile } from '../sections/arm/calls.ts';
import type { Failure } from '../worker/failure.ts';
import type { MemberPaths } from '../worker/member-paths.ts';
import type { Motion } from '../worker/motion.ts';
import { History } from './history.ts';

/** What the page is doing. `failed`: an optimization diverged, its last good parameters are kept. */
export type Phase = 'loading' | 'ready' | 'running' | 'stopping' | 'done' | 'paused' | 'failed';

export type Sheet = 'none' | 'curves' | 'settings';

/** What stays on the screen of an earlier iteration. */
export interface Ghost {
  readonly iteration: number;
  readonly motion: Motion;
}

/** What was to be opened. */
export interface Refused {
  readonly load: LoadRequest;
  readonly sceneFile: string;
}

/** Playback speeds, times real time. */
export const speeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 100] as const;

/** Most earlier rollouts that are kept to be drawn. */
export const ghostLimit = 16;

/** Name of the chosen scene file; empty for a robot or scene of the user's own. */
export const sceneFile = signal('');
/** The scene as it stands in the worker. */
export const scene = signal<Scene | null>(null);
export const robot = signal<RobotFile | null>(null);
export const loaded = signal<Loaded | null>(null);
/** Joints that can be welded, and those that are, in an order that stays. */
export const weldable = signal<readonly string[]>([]);

export const phase = signal<Phase>('loading');
export const outcome = signal<Pick<End, 'outcome' | 'detail'> | null>(null);
export const failure = signal<Failure | null>(null);
/** What was refused last for its robot, where its findings are shown. */
export const refused = signal<Refused | null>(null);
/** Something that happened and was dealt with, in a sentence. */
export const notice = signal<string | null>(null);

/** That no compiled engine runs here. */
export const engineNotice = signal<string | null>(null);

export const history = new History();
/** Counts changes of `history`. */
export const historyRevision = signal(0);
/** The last iteration of the run, or the best restart's numbers by then. */
export const iteration = signal<MemberIteration | null>(null);
/** Gradients a second, each of a whole rollout; of the last run where none is running, 0 before any. */
export const gradientRate = signal(0);
/** Restarts that have diverged. */
export const diverged = signal(0);
/** Whether the loaded experiment has made its first iteration, which compiles it. */
export const isCompiled = signal(false);

export const motion = signal<Motion | null>(null);
/** Where the link goes in the restarts that are not shown. */
export const memberPaths = signal<MemberPaths | null>(null);
export const ghosts = signal<readonly Ghost[]>([]);
/** Where the target is right now, m; ahead of the scene's while it is dragged; null in a scene without one. */
export const target = signal<readonly [number, number, number] | null>(null);

/** Time cursor, s. */
export const time = signal(0);
export const isPlaying = signal(false);
export const isLooping = signal(true);
export const speed = signal(1);

export const showsGhosts = signal(true);
export const showsPath = signal(true);
export const showsRestarts = signal(true);
export const sheet = signal<Sheet>('none');
export const isHelpOpen = signal(false);
export const isDropping = signal(false);
/** Why there is no 3-D view, where there is none. */
export const worldFailure = signal<string | null>(null);

/** Runs side by side. */
export const restarts = computed(() => loaded.value?.restarts ?? 1);

/** Simulated steps a second, all of them with their part of a gradient. */
export const stepRate = computed(() => (scene.value ? gradientRate.value * stepsOf(scene.value) : 0));

/** Length of the motion, s. */
export const duration = computed(() => (motion.value ? (motion.value.frames - 1) * motion.value.dt : 0));

/** Frame under the time cursor. */
export const frame = computed(() => {
  const shown = motion.value;
  return shown ? Math.min(Math.max(Math.round(time.value / shown.dt), 0), shown.frames - 1) : 0;
});

/** Path of the link that is watched in a motion, x, y, z after one another, m. */
export const pathOf = ({ paths }: Motion): Float64Array => paths[loaded.value?.link ?? ''] ?? new Float64Array();

export const isRunning = computed(() => phase.value === 'running' || phase.value === 'stopping');
