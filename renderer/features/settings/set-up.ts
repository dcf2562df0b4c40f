import type { StationApp } from '../../app/station-app.ts';
import type { SettingsDesk } from './settings-desk.ts';

/** What every screen of the set-up is given. */
export interface SetUpProps {
  readonly app: StationApp;
  readonly desk: SettingsDesk;
  /** Back to the list of what can be set up. */
  readonly onLeave: () => void;
}
