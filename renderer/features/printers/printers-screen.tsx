import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { DeviceStatus } from '../../../shared/devices/device-status.ts';
import { printerIdSchema, type PrinterId } from '../../../shared/devices/print-job.ts';
import { troubleWords } from '../../../shared/devices/printer-condition.ts';
import { nameOfPrinterPlace } from '../../../shared/devices/printer-wizard.ts';
import type { PrinterSettings } from '../../../shared/settings/settings.ts';
import type { StationApp } from '../../app/station-app.ts';
import { printerChip, StationFrame, type FrameProps } from '../../app/station-frame.tsx';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { Rows } from '../../ui/stage-views.tsx';

/** A person chooses which printer gets the labels; the program never does. Work in hand stays as it is and is gone back to. */
export function PrintersScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { say, language } = useSay();
  const { settings, devices, printers, inHand } = useStore(app.view);
  const [problem, setProblem] = useState<string>();
  const waiting = app.operations.labels().filter(({ state }) => state === 'queued' || state === 'sending').length;
  const choose = async (printer: PrinterId): Promise<void> => {
    const chosen = await app.bridge.invoke('labels.choosePrinter', {
      printer,
      reason: reasonOf(devices[printers.inUse]),
    });
    app.parts.play(chosen.ok ? 'ok' : 'check');
    if (chosen.ok) app.go(inHand);
    else setProblem(chosen.error.detail ?? chosen.error.code);
  };
  const onKey = (name: string): boolean => {
    const printer = printerIdSchema.options[Number(/^F([12])$/.exec(name)?.[1] ?? 0) - 1];
    if (name === 'F8' || name === 'Escape') return app.go(inHand);
    if (printer === undefined || !printers.fallback) return false;
    void choose(printer);
    return true;
  };
  useEffect(() =>
    app.takeInput({
      key: onKey,
      scan: (text) => {
        const command = /^CMD:([12]|UNDO)$/i.exec(text.trim())?.[1];
        return command !== undefined && onKey(command.toUpperCase() === 'UNDO' ? 'F8' : `F${command}`);
      },
    }),
  );
  const places = { 'printer-1': settings.printer, 'printer-2': settings.fallbackPrinter } as const;
  return (
    <StationFrame
      app={app}
      band={bandOf(printers.fallback, problem, say)}
      keys={{ F8: say('keyBackStep'), F10: say('keyQueue'), F12: say('keyHome') }}
    >
      <section className="stage wizard" data-printers={printers.inUse}>
        <div className="split">
          <div className="panel">
            <div className="answers">
              {printerIdSchema.options.map((id, index) =>
                places[id] === undefined ? null : (
                  <Answer
                    key={id}
                    slot={index === 0 ? 1 : 2}
                    title={say(id === 'printer-1' ? 'chOne' : 'chTwo')}
                    then={wordsOf(places[id], devices[id], id === printers.inUse, say, language)}
                    onAnswer={() => onKey(`F${index + 1}`)}
                  />
                ),
              )}
            </div>
          </div>
          <div className="panel">
            <Rows rows={[[say('chWaiting'), waiting]]} />
            <p className="dim">{say('chWaitingThen')}</p>
          </div>
        </div>
      </section>
    </StationFrame>
  );
}

function bandOf(fallback: boolean, problem: string | undefined, say: Say): FrameProps['band'] {
  if (!fallback) return { tone: 'check', shape: 'check', verdict: say('chNone'), act: say('chNoneAct') };
  return problem === undefined
    ? { tone: 'busy', shape: 'look', verdict: say('chTitle'), act: say('chAct') }
    : { tone: 'check', shape: 'check', verdict: say('chNotNow'), act: problem };
}

/** "in use · paper out · shelf H2". */
function wordsOf(
  { transport, place }: PrinterSettings,
  status: DeviceStatus | undefined,
  inUse: boolean,
  say: Say,
  language: Language,
): string {
  const { text } = printerChip(status, say, language);
  return [...(inUse ? [say('chInUse')] : []), text, place ?? nameOfPrinterPlace(transport)].join(' · ');
}

/** For the record: what the printer that was in use was in. */
function reasonOf(status: DeviceStatus | undefined): string {
  const troubles = (status?.troubles ?? []).map((trouble) => troubleWords[trouble].en);
  return (troubles.length > 0 ? troubles.join(', ') : (status?.state ?? 'no printer')).slice(0, 120);
}
