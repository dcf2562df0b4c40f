import type { Settings } from './settings.ts';

/** What is read once, at the start: everything else takes effect when it is saved. */
const atStart: readonly ((settings: Settings) => unknown)[] = [
  ({ station }) => station.flows,
  ({ scanner }) => scanner,
  ({ journal }) => journal?.secondCopy,
  ({ display }) => display,
];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether something changed that only a new start takes up; a change of mode is `modeOf`. */
export const needsRestart = (before: Settings, after: Settings): boolean =>
  atStart.some((part) => !same(part(before), part(after)));

/** Names of the sections that differ, for the log: contents may be secret. */
export const changedSections = (before: Settings, after: Settings): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !same(before[name as keyof Settings], after[name as keyof Settings]),
  );
