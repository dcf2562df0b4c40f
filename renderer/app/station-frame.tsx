import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import { troubleWords } from '../../shared/devices/printer-condition.ts';
import type { ScaleView } from '../../shared/parcel/weigh-bench-state.ts';
import { useSay, type Say } from '../text/i18n.ts';
import { BandView, type BandViewProps } from '../ui/band-view.tsx';
import { KeyRow, type KeyName } from '../ui/key-row.tsx';
import { Check, Half, Now, Ok, Open, Stop } from '../ui/shapes.tsx';
import { useTightStage } from '../ui/tight-stage.ts';
import type { StationApp, StationView } from './station-app.ts';

type ChipTone = 'ok' | 'now' | 'half' | 'check' | 'stop' | 'open';
const marks = { ok: Ok, now: Now, half: Half, check: Check, stop: Stop, open: Open } as const;
const grounds: Readonly<Record<ChipTone, string>> = {
  ok: 'var(--well)',
  now: 'var(--well)',
  open: 'var(--well)',
  half: 'var(--soft-check)',
  check: 'var(--check)',
  stop: 'var(--stop)',
};

export interface FrameProps {
  readonly app: StationApp;
  readonly band: Omit<BandViewProps, 'codeWord'>;
  readonly keys: Partial<Record<KeyName, string>>;
  readonly children: ReactNode;
}

/** Band, stage, keys, chips: the same on every screen. */
export function StationFrame({ app, band, keys, children }: FrameProps): ReactElement {
  const view = useStore(app.view);
  const scale = useStore(app.liveScale);
  const { say, language } = useSay();
  // A notice waits for a quiet bench and goes with the next scan; it never covers a parcel's figures.
  const notice = app.quiet() ? view.notices.at(-1) : undefined;
  const frame = useRef<HTMLElement>(null);
  useTightStage(frame, [view.screen, language, band.verdict, band.act, band.subject ?? '', band.code ?? ''].join('|'));
  return (
    <main className="station" data-screen={view.screen} ref={frame}>
      <BandView {...band} codeWord={say('code')} />
      {children}
      <KeyRow keys={withPrinterKey(keys, view, say)} onKey={(key) => app.key(key)} />
      <footer className="chips">
        <Chip name="scale" word={say('scale')} {...scaleChip(scale, view.devices['scale-1'], say)} />
        <Chip name="scanner" word={say('scanner')} {...scannerChip(view.devices['scanner-1'], say)} />
        <Chip name="printer" {...printerInUseChip(view, say, language)} of={view.printers.inUse} />
        <Chip name="cloud" word={say('cloud')} {...cloudChip(view, say)} />
        <div className="who">
          <span>
            <b className="wide">{view.settings.station.name} </b>
            {app.operator().name}
          </span>
          <span>
            <b>{view.doneCount}</b>
          </span>
          <Clock />
        </div>
      </footer>
      {view.mode === 'practice' ? <div className="practice-flag">{say('practice')}</div> : null}
      {notice === undefined ? null : (
        <button className="notice" type="button" onClick={() => app.dismissNotice()} tabIndex={-1}>
          <span>
            <b>{errorCatalog[notice.code][language].verdict}</b> {errorCatalog[notice.code][language].reason}
          </span>
          <span className="mono">{errorCatalog[notice.code].number}</span>
        </button>
      )}
    </main>
  );
}

function Chip({
  name,
  word,
  tone,
  text,
  of,
}: {
  readonly name: string;
  readonly word: string;
  readonly tone: ChipTone;
  readonly text: string;
  /** Which of two devices it speaks of. */
  readonly of?: string;
}): ReactElement {
  const Mark = marks[tone];
  return (
    <div
      className={`chip ${tone}`}
      style={{ ['--bg' as string]: grounds[tone] }}
      data-chip={name}
      data-tone={tone}
      data-of={of}
    >
      <Mark />
      <span>
        <b>{word}</b> {text}
      </span>
    </div>
  );
}

/** While there is a reason to choose between two printers the key for it is there, in the slot that it shares with the camera. */
function withPrinterKey(
  keys: FrameProps['keys'],
  { devices, printers, screen, mode }: StationView,
  say: Say,
): FrameProps['keys'] {
  const { inUse, fallback } = printers;
  const well = devices[inUse]?.state === 'ready' && (devices[inUse].troubles ?? []).length === 0;
  if (mode === 'practice' || !fallback || screen === 'printers' || (inUse === 'printer-1' && well)) return keys;
  const { F7: _photo, ...others } = keys;
  return { ...others, F11: say('keyPrinter') };
}

function scaleChip(scale: ScaleView, status: DeviceStatus | undefined, say: Say): { tone: ChipTone; text: string } {
  switch (scale.kind) {
    case 'live':
      return scale.stable ? { tone: 'ok', text: say('devReady') } : { tone: 'now', text: say('devMoving') };
    case 'moving':
      return { tone: 'now', text: say('devMoving') };
    case 'overload':
      return { tone: 'check', text: say('devOverload') };
    case 'below-zero':
      return { tone: 'check', text: say('devBelowZero') };
    case 'silent':
      return { tone: 'stop', text: say('devSilent') };
    case 'unreadable':
      return { tone: 'stop', text: say('devUnreadable') };
    case 'unplugged':
      return { tone: 'stop', text: say('devLost') };
    case 'fault':
      return { tone: 'stop', text: say('devFault') };
    case 'none':
      return status?.state === 'unconfigured'
        ? { tone: 'open', text: say('devNone') }
        : { tone: 'open', text: say('devStarting') };
  }
}

/** Labels go to the second one while a person has chosen it: that deviates, and is said all the time. */
function printerInUseChip(
  { devices, printers: { inUse } }: StationView,
  say: Say,
  language: 'zh' | 'en',
): { word: string; tone: ChipTone; text: string } {
  const { tone, text } = printerChip(devices[inUse], say, language);
  return inUse === 'printer-1'
    ? { word: say('printer'), tone, text }
    : { word: say('chTwo'), tone: tone === 'ok' ? 'half' : tone, text };
}

export function printerChip(
  status: DeviceStatus | undefined,
  say: Say,
  language: 'zh' | 'en',
): { tone: ChipTone; text: string } {
  const [trouble] = status?.troubles ?? [];
  switch (status?.state) {
    case undefined:
    case 'opening':
    case 'probing':
      return { tone: 'open', text: say('devStarting') };
    case 'unconfigured':
      return { tone: 'open', text: say('devNone') };
    case 'ready':
      if (trouble !== undefined) return { tone: 'check', text: troubleWords[trouble][language] };
      return status.detail === undefined
        ? { tone: 'ok', text: say('devReady') }
        : { tone: 'check', text: say('devHand') };
    case 'quarantined':
      return { tone: 'stop', text: say('devStopped') };
    case 'absent':
    case 'stale':
    case 'closing':
      return { tone: 'stop', text: say('devAbsent') };
  }
}

/** Without a scanner of its own the bench hears those that type; they are always there. */
function scannerChip(status: DeviceStatus | undefined, say: Say): { tone: ChipTone; text: string } {
  switch (status?.state) {
    case undefined:
    case 'unconfigured':
      return { tone: 'ok', text: say('keyboard') };
    case 'opening':
    case 'probing':
      return { tone: 'open', text: say('devStarting') };
    case 'ready':
      return { tone: 'ok', text: say('devReady') };
    case 'quarantined':
      return { tone: 'stop', text: say('devStopped') };
    case 'absent':
    case 'stale':
    case 'closing':
      return { tone: 'check', text: say('devAbsent') };
  }
}

/** Offline is normal and soft; loss of an unsent record would not be. */
function cloudChip(view: StationView, say: Say): { tone: ChipTone; text: string } {
  const waiting = view.counts.here - view.counts.inCloud;
  if (view.sync.held !== undefined)
    return { tone: 'check', text: say('cloudHeld', { code: errorCatalog[view.sync.held].number }) };
  if (!view.sync.online) return { tone: 'half', text: say('cloudOffline', { n: waiting }) };
  if (view.counts.parked > 0) return { tone: 'check', text: say('queueParked', { n: view.counts.parked }) };
  return waiting > 0
    ? { tone: 'now', text: say('cloudSending', { n: waiting }) }
    : { tone: 'ok', text: say('cloudSynced') };
}

function Clock(): ReactElement {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 5_000);
    return () => window.clearInterval(timer);
  }, []);
  return <span className="wide">{new Date(now).toTimeString().slice(0, 5)}</span>;
}
