import { useEffect } from 'react';
import { assertNever } from '../../../../src-preload/contract/result.ts';
import { useAppContext, useManager } from '../../../app/app-context.tsx';
import { ResolveEntry } from '../../queue/ResolveEntry.tsx';
import { Audit } from '../audit/Audit.tsx';
import { Report } from '../report/Report.tsx';
import { Device } from '../settings/Device.tsx';
import { Limits } from '../settings/Limits.tsx';
import { MoveOut } from '../settings/MoveOut.tsx';
import { Rules } from '../settings/Rules.tsx';
import { GoLive } from './GoLive.tsx';
import { AlertList, ManagerHome } from './ManagerHome.tsx';
import { ManagerPin } from './ManagerPin.tsx';
import { Moved } from './Moved.tsx';
import { UpdateReady } from './UpdateReady.tsx';

/** The manager's screens: their PIN once a visit, then the start and what it leads to. */
export function Manager() {
  const { stores } = useAppContext();
  useEffect(() => stores.manager.getState().open(), [stores]);
  const view = useManager((manager) => manager.view);
  const go = useManager((manager) => manager.go);
  const home = (): void => go({ at: 'home' });
  switch (view.at) {
    case 'pin':
      return <ManagerPin />;
    case 'home':
      return <ManagerHome />;
    case 'needs':
      return <AlertList />;
    case 'decide':
      return <ResolveEntry item={view.item} onBack={home} onDone={home} />;
    case 'moved':
      return <Moved />;
    case 'report':
      return <Report />;
    case 'rules':
      return <Rules />;
    case 'limits':
      return <Limits />;
    case 'go-live':
      return <GoLive />;
    case 'device':
      return <Device />;
    case 'update':
      return <UpdateReady />;
    case 'move-out':
      return <MoveOut />;
    case 'audit':
      return <Audit />;
    default:
      return assertNever(view, 'manager’s view');
  }
}
