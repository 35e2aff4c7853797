/** @file Focus that came by keys: a finger gives the focus as well, and shall leave no trace of hovering. */

export const isByKeys = ({ currentTarget }: FocusEvent): boolean =>
  currentTarget instanceof Element && currentTarget.matches(':focus-visible');
