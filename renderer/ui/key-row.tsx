import type { ReactElement } from 'react';

/** Fixed slots: a key is always in the same place; one that does nothing now is blank. Keys that share a slot are never offered together. */
const SLOTS = [['F4'], ['F5'], ['F2'], ['F6', 'F7', 'F11'], ['F8'], ['F9'], ['F10'], ['F12']] as const;
export type KeyName = (typeof SLOTS)[number][number];

export function KeyRow({
  keys,
  onKey,
}: {
  readonly keys: Partial<Record<KeyName, string>>;
  readonly onKey: (key: string) => void;
}): ReactElement {
  return (
    <nav className="keys">
      {SLOTS.map((names) => {
        const slot = names.find((name) => keys[name] !== undefined) ?? names[0];
        const title = keys[slot];
        return title === undefined ? (
          <div key={slot} />
        ) : (
          <button
            className={isLong(title) ? 'key long' : 'key'}
            type="button"
            key={slot}
            onClick={() => onKey(slot)}
            tabIndex={-1}
          >
            <kbd>{slot}</kbd>
            <span>{title}</span>
          </button>
        );
      })}
    </nav>
  );
}

/** Beside its key's name there is room for three hanzi or five letters; a longer title goes below it. */
const isLong = (title: string): boolean =>
  [...title].reduce((width, sign) => width + (sign > '\u2e80' ? 1.6 : 1), 0) > 5;
