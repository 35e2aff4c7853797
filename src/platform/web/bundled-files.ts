/** @file The scenes and robots that come with the page: text inside its own script, so that nothing is fetched. */
/// <reference types="vite/client" />

const sceneFiles = import.meta.glob<string>('../../../scenes/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const experimentFiles = import.meta.glob<string>('../../../scenes/lab/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const robotFiles = import.meta.glob<string>('../../../assets/robots/*.urdf', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const byFileName = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(files).map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]));

/** Text of each scene by its file name. */
export const bundledScenes = byFileName(sceneFiles);

/** Text of each experiment of the Lab by its file name. */
export const bundledExperiments = byFileName(experimentFiles);

/** Text of each robot file by its name. */
export const bundledRobots = byFileName(robotFiles);
