import type { ReactElement } from 'react';
import type { PracticeAct } from '../../../shared/ipc/contract.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import type { TextKey } from '../../text/en.ts';
import { typeLikeScanner } from './type-like-scanner.ts';

const GRAMS = ['0.480', '1.250', '2.365', '8.900', '21.340'] as const;
const SCALE_TROUBLES = [
  ['none', 'pNone'],
  ['overload', 'pOverload'],
  ['below-zero', 'pBelow'],
  ['wobble', 'pWobble'],
  ['silent', 'pSilent'],
  ['noise', 'pNoise'],
  ['unplugged', 'pUnplug'],
] as const satisfies readonly (readonly [string, TextKey])[];
const PRINTER_TROUBLES = [
  ['none', 'pNone'],
  ['offline', 'pOffline'],
  ['reset-mid-job', 'pReset'],
  ['paper-out', 'pPaper'],
] as const satisfies readonly (readonly [string, TextKey])[];
const SHOWN_WAYBILLS = 4;

/** Simulated scale, scanner and printer. Scans are typed as keys through the same capture as a real gun's. */
export function PracticePanel({ app }: { readonly app: StationApp }): ReactElement {
  const { say } = useSay();
  const act = (practice: PracticeAct): void => void app.bridge.invoke('practice.act', practice);
  const scan = (text: string): void => typeLikeScanner(window, text);
  const announced = app.reference.preAlerts.slice(0, SHOWN_WAYBILLS).map((alert) => alert.waybill);
  // A new number each time, as parcels have: made from the count of what is on this machine.
  const stranger = `ZX${String(900_000 + app.operations.counts().here).padStart(10, '0')}`;
  return (
    <aside className="drawer" data-practice>
      <h2>{say('pTitle')}</h2>
      <div className="row">
        <span>{say('pScan')}</span>
        {announced.map((waybill) => (
          <button type="button" tabIndex={-1} key={waybill} onClick={() => scan(waybill)}>
            {waybill.slice(-6)}
          </button>
        ))}
        <button type="button" tabIndex={-1} onClick={() => scan(stranger)}>
          {say('pUnknown')}
        </button>
        {['S', 'M', 'L'].map((box) => (
          <button type="button" tabIndex={-1} key={box} onClick={() => scan(`BOX:${box}`)}>
            {say('pBox', { box })}
          </button>
        ))}
      </div>
      <div className="row">
        <span>{say('pScale')}</span>
        <button type="button" tabIndex={-1} onClick={() => act({ act: 'scale-clear' })}>
          {say('pClear')}
        </button>
        {GRAMS.map((value) => (
          <button
            type="button"
            tabIndex={-1}
            key={value}
            onClick={() => act({ act: 'scale-put', mass: { value, unit: 'kg' } })}
          >
            {value} kg
          </button>
        ))}
      </div>
      <div className="row">
        <span>{say('pTrouble')}</span>
        {SCALE_TROUBLES.map(([trouble, key]) => (
          <button type="button" tabIndex={-1} key={trouble} onClick={() => act({ act: 'scale-trouble', trouble })}>
            {say(key)}
          </button>
        ))}
      </div>
      <div className="row">
        <span>{say('pPrinter')}</span>
        {PRINTER_TROUBLES.map(([trouble, key]) => (
          <button type="button" tabIndex={-1} key={trouble} onClick={() => act({ act: 'printer-trouble', trouble })}>
            {say(key)}
          </button>
        ))}
      </div>
    </aside>
  );
}
