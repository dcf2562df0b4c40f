import type { Intake } from '../ingest/take-batch.ts';
import type { ServerKeys } from '../keys/server-keys.ts';
import type { Admission, TokenBuckets } from './admission.ts';
import type { Metrics } from './metrics.ts';

/** Everything a route may use. */
export interface CloudApp extends Intake {
  readonly keys: ServerKeys;
  readonly metrics: Metrics;
  readonly pushes: Admission;
  /** Requests by organisation and, where nobody is known yet, by address. */
  readonly byOrganisation: TokenBuckets;
  readonly byAddress: TokenBuckets;
}

/** What every answer to a station begins with. */
export const stateNow = (app: CloudApp) => ({ ...app.server, serverTimeMs: app.nowMs() });
