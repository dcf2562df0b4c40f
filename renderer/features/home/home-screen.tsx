import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { floorFlowsOf, type BuiltFlowId } from '../../app/flows.ts';
import type { Flow } from '../../app/flow.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { HomeFacts } from './home-facts.tsx';

const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
/** As many as drawn: more go into two columns. */
const ONE_COLUMN = 3;

/** The flows this station is set up for with what waits in each, then the shift itself; a waybill scanned here goes on with the flow in hand. */
export function HomeScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { say } = useSay();
  const settings = useStore(app.view, (view) => view.settings);
  const mode = useStore(app.view, (view) => view.mode);
  const floor = floorFlowsOf(settings, mode);
  const inHand = useStore(app.view, (view) => view.inHand);
  useStore(app.view, (view) => view.counts);
  const [page, setPage] = useState(0);
  const all: readonly BuiltFlowId[] = [...floor, 'start-check', 'shift-seal'];
  const paged = all.length > SLOTS.length;
  const shown = paged ? all.slice(page * 7, page * 7 + 7) : all;
  const choose = (slot: number): boolean => {
    if (paged && slot === SLOTS.length) {
      setPage((page + 1) % Math.ceil(all.length / 7));
      return true;
    }
    const flow = shown[slot - 1];
    return flow !== undefined && app.go(flow);
  };
  useEffect(() =>
    app.takeInput({
      key: (name) => /^F[1-8]$/.test(name) && choose(Number(name.slice(1))),
      scan: (text) => /^CMD:[1-8]$/i.test(text) && choose(Number(text.slice(4))),
    }),
  );
  const busyAt = app.quiet() ? -1 : shown.indexOf(inHand);
  const factOf = (id: BuiltFlowId): string => {
    const fact = (app.flows[id] as Flow).fact?.();
    return fact === undefined ? '' : say(fact.key, fact.values);
  };
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
      keys={{ F9: say('keyPerson'), F10: say('keyQueue'), F12: say('keySettings') }}
    >
      <section className="stage home">
        <div className="split">
          <div className="panel">
            <div className={`answers${shown.length > ONE_COLUMN ? ' two' : ''}${shown.length > 6 ? ' deep' : ''}`}>
              {shown.map((id, index) => {
                const slot = SLOTS[index];
                return slot === undefined ? null : (
                  <Answer
                    key={id}
                    slot={slot}
                    title={say(`flow_${id}`)}
                    then={factOf(id)}
                    onAnswer={() => choose(slot)}
                  />
                );
              })}
              {paged ? <Answer slot={8} title={say('keyMore')} then="" onAnswer={() => choose(8)} /> : null}
            </div>
          </div>
          <HomeFacts app={app} />
        </div>
      </section>
    </StationFrame>
  );
}
