import type { ReactElement } from 'react';

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', 'Escape', '0', 'Backspace'] as const;
const faces: Readonly<Record<string, string>> = { Escape: 'Esc', Backspace: '⌫' };

/** Digits on the glass for gloves; the keyboard does the same. Belongs into a stage of class `pad`. */
export function DigitPad({ onKey }: { readonly onKey: (key: string) => void }): ReactElement {
  return (
    <div className="digits">
      {DIGITS.map((digit) => (
        <button type="button" key={digit} onClick={() => onKey(digit)} tabIndex={-1}>
          {faces[digit] ?? digit}
        </button>
      ))}
      <button type="button" className="wide-key" onClick={() => onKey('Enter')} tabIndex={-1}>
        ↵
      </button>
    </div>
  );
}
