import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ParkedRow } from '../../data/view-storage.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { Check } from '../../ui/shapes.tsx';

/** What is on this machine, what is in the cloud, what waits and why. Counts are arithmetic over the journal's numbers. */
export function QueueScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { say, language } = useSay();
  const { counts, sync } = useStore(app.view);
  const unknown = app.operations.labels().filter(({ state }) => state === 'unknown').length;
  const [parked, setParked] = useState<readonly ParkedRow[]>([]);
  const [oldestMs, setOldestMs] = useState<number | undefined>();
  const [nowMs, setNowMs] = useState(() => Date.now());
  const waiting = counts.here - counts.inCloud;
  useEffect(() => {
    void app.operations.parkedRows().then(setParked);
    void app.operations.oldestWaiting().then((body) => setOldestMs(body?.wallMs));
  }, [app, counts.inCloud, counts.parked]);
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 10_000);
    return () => window.clearInterval(timer);
  }, []);
  const number = (value: number): string => value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB');
  const minutes = oldestMs === undefined ? 0 : Math.max(0, Math.floor((nowMs - oldestMs) / 60_000));
  const age =
    minutes < 60 ? say('minutes', { n: minutes }) : say('hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
  const tone = counts.parked > 0 || sync.held !== undefined ? 'check' : waiting > 0 ? 'busy' : 'ok';
  const verdict =
    counts.parked > 0
      ? say('queueParked', { n: counts.parked })
      : waiting > 0
        ? say('queueWaiting', { n: waiting })
        : say('queueAllSafe');
  return (
    <StationFrame
      app={app}
      band={{ tone, shape: tone === 'busy' ? 'scan' : tone, verdict, act: say('queueAct'), code: sync.held }}
      keys={{ F12: say('keyHome') }}
    >
      <section className="stage sums queue">
        <div className="split">
          <div className="panel">
            <table className="sum">
              <tbody>
                <tr>
                  <td />
                  <th>{say('safeHere')}</th>
                  <td className="n" data-count="here">
                    {number(counts.here)}
                  </td>
                </tr>
                <tr>
                  <td>−</td>
                  <th>{say('safeCloud')}</th>
                  <td className="n" data-count="cloud">
                    {number(counts.inCloud)}
                  </td>
                </tr>
                <tr className="total">
                  <td>=</td>
                  <th>{say('onlyHere')}</th>
                  <td className="n" data-count="only-here">
                    {number(waiting)}
                  </td>
                </tr>
                <tr className="part">
                  <td />
                  <th>
                    {say('waitingNet')}
                    <small>{waiting > 0 ? say('oldest', { age }) : ''}</small>
                  </th>
                  <td className="n">{number(waiting)}</td>
                </tr>
                <tr className="part">
                  <td>{unknown > 0 ? <Check /> : null}</td>
                  <th>
                    {say('unknownLabels')}
                    <small>{unknown > 0 ? say('answerOnBench') : ''}</small>
                  </th>
                  <td className="n">{number(unknown)}</td>
                </tr>
              </tbody>
            </table>
          </div>
          <div className="panel parked">
            <div className="label">{say('parked')}</div>
            {parked.length === 0 ? (
              <>
                <h2>{say('nothingParked')}</h2>
                <p>{say('nothingParkedThen')}</p>
              </>
            ) : (
              <dl className="rows">
                {parked.slice(0, 5).map((row) => (
                  <div key={row.seq}>
                    <dt className="mono">{row.seq}</dt>
                    <dd>
                      {row.code} {say('leadDecides')}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {sync.why === '' || sync.online ? null : (
              <p className="dim">
                {say('noAnswer')}
                <small>{sync.why}</small>
              </p>
            )}
          </div>
        </div>
      </section>
    </StationFrame>
  );
}
