import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { SendOutcome } from '../../../shared/devices/print-job.ts';
import type { Result } from '../../../shared/errors/catalog.ts';
import type { PrinterSettings, Settings } from '../../../shared/settings/settings.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { timeText } from '../../text/time-text.ts';
import { LeadFrame } from './lead-frame.tsx';
import { printerBand, printerKeys } from './printer-wizard-band.ts';
import {
  initialPrinterWizard,
  type LabelRole,
  type PrinterWizard,
  type PrinterWizardEffect,
  type PrinterWizardEvent,
} from './printer-wizard-board.ts';
import { reducePrinterWizard, samePlace } from './printer-wizard-state.ts';
import { MainPanel, SidePanel } from './printer-wizard-views.tsx';
import type { SetUpProps } from './set-up.ts';
import type { SettingsDesk } from './settings-desk.ts';
import { useWizard, type WizardMachine } from './use-wizard.ts';

/** Finds a printer, asks what it is, prints a page and has its codes scanned back. Keys, touch and scans alone. */
export function PrinterWizardScreen({ app, desk, onLeave }: SetUpProps): ReactElement {
  const { say, language } = useSay();
  const [machine] = useState(() => printerMachine(app, desk, onLeave));
  const { wizard, send } = useWizard(app, desk, machine);
  const asks = useStore(desk.store, (state) => state.asks);
  if (asks) return <LeadFrame app={app} desk={desk} />;
  const onKey = (key: string): void => send({ type: 'key', key });
  return (
    <StationFrame app={app} band={printerBand(wizard, say, language)} keys={printerKeys(wizard, say)}>
      <section className="stage wizard printer" data-printer-wizard={wizard.step} data-refusal={wizard.refusal ?? ''}>
        <div className="split">
          <div className="panel">
            <MainPanel wizard={wizard} onKey={onKey} />
          </div>
          <div className="panel">
            <SidePanel wizard={wizard} onKey={onKey} />
          </div>
        </div>
      </section>
    </StationFrame>
  );
}

/** How the printer's set-up acts on the station: its printers let go while one is asked or prints a page, and work again afterwards. */
function printerMachine(
  app: StationApp,
  desk: SettingsDesk,
  onLeave: () => void,
): WizardMachine<PrinterWizard, PrinterWizardEvent, PrinterWizardEffect> {
  const { bridge } = app;
  type Send = (event: PrinterWizardEvent) => void;
  const save = async (change: (now: Settings) => Settings, send: Send): Promise<void> => {
    const saved = await desk.save(change);
    if (saved.outcome === 'saved') send({ type: 'saved', now: saved.settings, restartNeeded: saved.restartNeeded });
    else
      send({ type: 'not-saved', why: saved.outcome === 'refused' ? `${saved.field} ${saved.why}`.trim() : undefined });
  };
  return {
    initial: initialPrinterWizard(app.view.getState().settings),
    reduce: reducePrinterWizard,
    onKey: (key) => ({ type: 'key', key }),
    onScan: (text) => ({ type: 'scan', text }),
    carryOut: (effect, send) => {
      switch (effect.type) {
        case 'list':
          void bridge
            .invoke('printerWizard.places', null)
            .then((found) => send({ type: 'places', places: found.ok ? found.value : [] }));
          return;
        case 'probe':
          void bridge.invoke('printerWizard.probe', { transport: effect.transport }).then((asked) => {
            const detail = asked.ok ? '' : (asked.error.detail ?? asked.error.code);
            send({ type: 'probed', probe: asked.ok ? asked.value : { present: false, answers: false, detail } });
          });
          return;
        case 'test':
          void bridge
            .invoke('printerWizard.test', { printer: effect.printer, time: timeText(Date.now()) })
            .then((printed) => send({ type: 'printed', outcome: outcomeOf(printed) }));
          return;
        case 'test-paper':
          void bridge
            .invoke('printerWizard.testPaper', { printer: effect.printer })
            .then((printed) => send({ type: 'printed', outcome: outcomeOf(printed) }));
          return;
        case 'stop':
          void bridge.invoke('printerWizard.stop', null);
          return;
        case 'save':
          void save((now) => withPrinter(now, effect.role, effect.printer), send);
          return;
        case 'save-paper':
          void save((now) => ({ ...now, paperPrinter: effect.printer }), send);
          return;
        case 'leave':
          onLeave();
          return;
        case 'cue':
          app.parts.play(effect.cue);
      }
    },
    follow: () => () => void bridge.invoke('printerWizard.stop', null),
  };
}

/** One printer has one role. */
function withPrinter(now: Settings, role: LabelRole, printer: PrinterSettings): Settings {
  const { fallbackPrinter, ...rest } = now;
  const kept = role === 'printer' && samePlace(fallbackPrinter, printer.transport) ? rest : now;
  return { ...kept, [role]: printer };
}

function outcomeOf(printed: Result<SendOutcome>): SendOutcome {
  if (printed.ok) return printed.value;
  const { code, detail = '' } = printed.error;
  return { outcome: 'failed', code, detail };
}
