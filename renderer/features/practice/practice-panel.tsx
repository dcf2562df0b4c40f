import { useState, type ReactElement } from 'react';
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

/** Tags that stand on a floor; another flow is F12 and its key. */
const TAGS = ['BAG:A', 'BAG:B', 'LINE:US-A', 'LINE:EU-B'];

const GROUPS = ['pScan', 'pTags', 'pScale', 'pTrouble', 'pPrinter'] as const satisfies readonly TextKey[];

interface Choice {
  readonly key: string;
  readonly text: string;
  readonly act: () => void;
}

/**
 * Simulated scale, scanner and printer: one kind at a time, in a strip below the numbers, so that what it does is seen while it is done.
 * Scans are typed as keys through the same capture as a real gun's.
 */
export function PracticePanel({ app }: { readonly app: StationApp }): ReactElement {
  const { say } = useSay();
  const [group, setGroup] = useState<(typeof GROUPS)[number]>('pScan');
  const act = (practice: PracticeAct) => () => void app.bridge.invoke('practice.act', practice);
  const scan = (text: string) => () => typeLikeScanner(window, text);
  // A new number each time, as parcels have: made from the count of what is on this machine.
  const stranger = `ZX${String(900_000 + app.operations.counts().here).padStart(10, '0')}`;
  const choices: Readonly<Record<(typeof GROUPS)[number], readonly Choice[]>> = {
    pScan: [
      ...app.reference
        .all('preAlert', SHOWN_WAYBILLS)
        .map(([, { waybill }]) => ({ key: waybill, text: waybill.slice(-6), act: scan(waybill) })),
      { key: 'stranger', text: say('pUnknown'), act: scan(stranger) },
      ...['S', 'M', 'L'].map((box) => ({ key: box, text: say('pBox', { box }), act: scan(`BOX:${box}`) })),
    ],
    pTags: [
      ...[...TAGS, `PLACE:${app.parts.station().settings.weighing.holdPlace}`].map((tag) => ({
        key: tag,
        text: tag,
        act: scan(tag),
      })),
      ...app.reference.all('hold', 1).map(([, { waybill }]) => ({
        ...{ key: waybill, text: say('pHeld', { waybill: waybill.slice(-6) }), act: scan(waybill) },
      })),
    ],
    pScale: [
      { key: 'clear', text: say('pClear'), act: act({ act: 'scale-clear' }) },
      ...GRAMS.map((value) => ({
        key: value,
        text: `${value} kg`,
        act: act({ act: 'scale-put', mass: { value, unit: 'kg' } }),
      })),
    ],
    pTrouble: SCALE_TROUBLES.map(([trouble, key]) => ({
      key: trouble,
      text: say(key),
      act: act({ act: 'scale-trouble', trouble }),
    })),
    pPrinter: PRINTER_TROUBLES.map(([trouble, key]) => ({
      key: trouble,
      text: say(key),
      act: act({ act: 'printer-trouble', trouble }),
    })),
  };
  return (
    <aside className="drawer" data-practice>
      <div className="row">
        <h2>{say('pTitle')}</h2>
        {GROUPS.map((name) => (
          <button type="button" tabIndex={-1} key={name} aria-pressed={name === group} onClick={() => setGroup(name)}>
            {say(name)}
          </button>
        ))}
      </div>
      <div className="row">
        {choices[group].map((choice) => (
          <button type="button" tabIndex={-1} key={choice.key} onClick={choice.act}>
            {choice.text}
          </button>
        ))}
      </div>
    </aside>
  );
}
