/** @file The scene that the page opens with. */
export const firstScene = 'panda-reach.json';
