import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { isBuilt } from '../../app/flows.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';

const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** The flows this station is set up for, by key, touch or the code on the glass; a waybill scanned here goes on with the flow in hand. */
export function HomeScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { say } = useSay();
  const flows = useStore(app.view, (view) => view.settings.station.flows).filter(isBuilt);
  const inHand = useStore(app.view, (view) => view.inHand);
  const choose = (slot: number): boolean => {
    const flow = flows[slot - 1];
    return flow !== undefined && app.go(flow);
  };
  useEffect(() =>
    app.takeInput({
      key: (name) => /^F[1-8]$/.test(name) && choose(Number(name.slice(1))),
      scan: (text) => /^CMD:[1-8]$/i.test(text) && choose(Number(text.slice(4))),
    }),
  );
  const busyAt = app.quiet() ? -1 : flows.indexOf(inHand);
  return (
    <StationFrame
      app={app}
      band={
        busyAt < 0
          ? { tone: 'idle', shape: 'scan', verdict: say('homeTitle'), act: say('homeAct') }
          : {
              tone: 'busy',
              shape: 'scan',
              verdict: say('homeBusy'),
              act: say('homeBusyAct', { flow: say(`flow_${inHand}`), key: `F${busyAt + 1}` }),
            }
      }
      keys={{ F10: say('keyQueue'), F12: say('keySettings') }}
    >
      <section className="stage home">
        <div className="split">
          <div className="panel">
            <div className="answers">
              {flows.map((id, index) => {
                const slot = SLOTS[index];
                return slot === undefined ? null : (
                  <Answer key={id} slot={slot} title={say(`flow_${id}`)} then="" onAnswer={() => choose(slot)} />
                );
              })}
            </div>
          </div>
          <div className="panel" />
        </div>
      </section>
    </StationFrame>
  );
}
