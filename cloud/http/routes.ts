import { consoleRoutes } from './routes-console.ts';
import { floorRoutes } from './routes-floor.ts';
import { identityRoutes } from './routes-identity.ts';
import { operateRoutes } from './routes-operate.ts';
import { overseasRoutes } from './routes-overseas.ts';
import { pullRoutes } from './routes-pull.ts';
import { pushRoutes } from './routes-push.ts';
import type { Route } from './route.ts';

/** The cloud's whole surface. */
export const routes: readonly Route[] = [
  ...operateRoutes,
  ...pushRoutes,
  ...pullRoutes,
  ...identityRoutes,
  ...consoleRoutes,
  ...overseasRoutes,
  ...floorRoutes,
];
