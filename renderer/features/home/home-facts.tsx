import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import type { WalletState } from '../../../shared/ipc/supply-commands.ts';
import { driftText } from '../../../shared/shift/start-check.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay, type Say } from '../../text/i18n.ts';
import { dueText } from '../../text/time-text.ts';

/** What a person asks before the first parcel: is the bench checked, is the list fresh, for how long is there work without a network. */
export function HomeFacts({ app }: { readonly app: StationApp }): ReactElement {
  const { say } = useSay();
  const past = useStore(app.flows['start-check'].store, (view) => view.past);
  const { tolerance } = useStore(app.view, (view) => view.settings.shift);
  const wallets = useWallets(app);
  const [nowMs] = useState(() => Date.now());
  const check = past?.checks.at(-1);
  const drift = [...(past?.checks ?? [])].reverse().find((one) => one.driftMilligrams !== undefined)?.driftMilligrams;
  const asOfMs = app.reference.status?.asOfMs;
  // A series that this station never took a number of says nothing about its days without a network.
  const leased = wallets.filter(({ left }) => left > 0);
  const days = leased.length === 0 ? undefined : Math.min(...leased.map((wallet) => wallet.days));
  const rows: readonly (readonly [name: string, label: string, value: string])[] = [
    ['check', say('homeCheck'), check === undefined ? say('homeNever') : checkText(check, nowMs, say)],
    ['scale', say('homeScale'), drift === undefined ? say('homeNotWeighed') : scaleText(drift, tolerance, say)],
    [
      'holds',
      say('homeHoldList'),
      asOfMs === undefined ? say('homeNoList') : say('homeFrom', { time: dueText(asOfMs, nowMs) }),
    ],
    ['offline', say('homeOffline'), days === undefined ? say('homeNoNumbers') : say('homeDays', { n: days })],
  ];
  return (
    <div className="panel">
      <dl className="rows">
        {rows.map(([name, label, value]) => (
          <div key={name} data-fact={name}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function checkText(
  { wallMs, passed, steps, tookMs }: { wallMs: number; passed: number; steps: number; tookMs: number },
  nowMs: number,
  say: Say,
): string {
  const time = dueText(wallMs, nowMs);
  return say('homeChecked', { passed, steps, seconds: Math.round(tookMs / 1_000), time });
}

function scaleText(drift: number, tolerance: Parameters<typeof massToMilligrams>[0], say: Say): string {
  const good = Math.abs(drift) <= massToMilligrams(tolerance);
  return say(good ? 'homeScaleGood' : 'homeScaleOff', { drift: driftText(drift) });
}

/** How many days the numbers that were taken ahead last. */
function useWallets(app: StationApp): readonly WalletState[] {
  const [wallets, setWallets] = useState<readonly WalletState[]>([]);
  useEffect(() => {
    let gone = false;
    void app.bridge.invoke('numbers.describe', null).then((answer) => {
      if (!gone && answer.ok) setWallets(answer.value);
    });
    const end = app.bridge.on('numbers.status', setWallets);
    return () => {
      gone = true;
      end();
    };
  }, [app]);
  return wallets;
}
