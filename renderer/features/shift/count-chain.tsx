import { Fragment, type ReactElement } from 'react';
import type { Reconciliation } from '../../../shared/shift/reconcile-shift.ts';
import { useSay } from '../../text/i18n.ts';

const signed = (value: number): string => (value === 0 ? '0' : value > 0 ? `+${value}` : `−${-value}`);

/** From the hand to the cloud: each count, what lies between two of them, and what of it nobody has explained. */
export function CountChain({ reconciliation }: { readonly reconciliation: Reconciliation }): ReactElement {
  const { say } = useSay();
  const { nodes, links } = reconciliation;
  const columns = nodes.map(() => 'auto').join(' minmax(0, 1fr) ');
  return (
    <div className="chain" style={{ gridTemplateColumns: columns }}>
      {nodes.map(({ id, count }, index) => {
        const link = links[index];
        return (
          <Fragment key={id}>
            <div className="node" data-node={id} data-count={count}>
              <span>{say(`node_${id}`)}</span>
              <b>{count}</b>
            </div>
            {link === undefined ? null : (
              <div className={`link${link.unexplained === 0 ? '' : ' bad'}`} data-link={`${link.from}-${link.to}`}>
                <b>{signed(link.difference)}</b>
                <span>
                  {link.explained.slice(0, link.unexplained === 0 ? 1 : 0).map(({ why, pieces }) => (
                    <span key={why}>{`${Math.abs(pieces)} ${say(`link_${why}`)}`}</span>
                  ))}
                  {link.explained.length > 1 && link.unexplained === 0 ? ' …' : ''}
                  {link.unexplained === 0 ? null : <em>{`${Math.abs(link.unexplained)} ?`}</em>}
                </span>
              </div>
            )}
          </Fragment>
        );
      })}
    </div>
  );
}
