import type { ReactElement } from 'react';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { Keypad } from '../../../shared/parcel/weigh-bench-state.ts';
import { useSay } from '../../text/i18n.ts';

const FIELDS = ['length', 'width', 'height'] as const;
const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '.', '0', 'Backspace'] as const;

/** Length, width, height in centimetres: number pad or touch. Enter goes on, the last one closes. */
export function KeypadView({
  keypad,
  onKey,
}: {
  readonly keypad: Keypad;
  readonly onKey: (key: string) => void;
}): ReactElement {
  const { say, language } = useSay();
  return (
    <section className="stage pad" data-phase="keypad">
      <div className="sides">
        {FIELDS.map((field) => (
          <div className={`side-row${field === keypad.field ? ' now' : ''}`} key={field}>
            <span>{say(field)}</span>
            <b data-field={field}>{keypad.typed[field]}</b>
            <i>
              {field === keypad.field && keypad.problem !== undefined
                ? errorCatalog[keypad.problem][language].reason
                : 'cm'}
            </i>
          </div>
        ))}
      </div>
      <div className="digits">
        {DIGITS.map((digit) => (
          <button type="button" key={digit} onClick={() => onKey(digit)} tabIndex={-1}>
            {digit === 'Backspace' ? '⌫' : digit}
          </button>
        ))}
        <button type="button" onClick={() => onKey('Escape')} tabIndex={-1}>
          Esc
        </button>
        <button
          type="button"
          className="wide-key"
          style={{ gridColumn: 'span 2' }}
          onClick={() => onKey('Enter')}
          tabIndex={-1}
        >
          ↵
        </button>
      </div>
    </section>
  );
}
