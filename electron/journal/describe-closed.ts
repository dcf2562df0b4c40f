import type { ClosedChainSummary } from '../../shared/sync/operation.ts';

/** For logs and notices: why a chain ended, what of it is kept, which numbers are lost. */
export function describeClosed({ epoch, firstSeq, lastSeq, damaged }: ClosedChainSummary, why: string): string {
  const lost = damaged.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
  return `epoch ${epoch}: ${why}; records ${firstSeq} to ${lastSeq} are kept, lost: ${lost === '' ? 'none' : lost.slice(0, 200)}`;
}
