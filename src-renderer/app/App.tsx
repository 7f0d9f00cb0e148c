import type { i18n as I18n } from 'i18next';
import { useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { KioskApi } from '../../src-preload/contract/api.ts';
import { assertNever } from '../../src-preload/contract/result.ts';
import { ask } from '../core/ask.ts';
import type { PageClock } from '../core/clock.ts';
import { Done } from '../features/credit/Done.tsx';
import { Guest } from '../features/guest/Guest.tsx';
import { GuestForget } from '../features/guest/GuestForget.tsx';
import { LookUp } from '../features/look-up/LookUp.tsx';
import { NewGuest } from '../features/new-guest/NewGuest.tsx';
import { Waiting } from '../features/queue/Waiting.tsx';
import { SignIn } from '../features/sign-in/SignIn.tsx';
import { AppContextProvider, useAppContext, useFlow, useKiosk } from './app-context.tsx';
import { DiscardedInputBanner } from './DiscardedInputBanner.tsx';
import { useRoom, useTouches, useUncountedTransitions, useWalking } from './document-theme.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Broken, CannotStart, Starting } from './Fallback.tsx';
import { type KeyTargets, useKeyboard } from './hardware-keys.ts';
import { type ManagerScreens, useManagerScreens } from './lazy-screens.ts';
import type { Sounds } from './sounds.ts';
import { createStores, type Stores } from './stores.ts';

/**
 * Reads the screen itself rather than being handed it: React keeps the last state of a component beside its present one,
 * and of those that outlive a screen none may hold a guest who was on it.
 */
function ScreenOn(props: { readonly lazyScreens: ManagerScreens | null }) {
  const { lazyScreens } = props;
  const screen = useFlow((flow) => flow.screen);
  switch (screen.name) {
    case 'sign-in':
      return <SignIn />;
    case 'look-up':
      return <LookUp />;
    case 'staff':
      return lazyScreens === null ? <Starting /> : <lazyScreens.Staff />;
    case 'manager':
      return lazyScreens === null ? <Starting /> : <lazyScreens.Manager />;
    case 'set-up':
      return lazyScreens === null ? <Starting /> : <lazyScreens.SetUp />;
    case 'guest':
      return <Guest screen={screen} lazyScreens={lazyScreens} />;
    case 'new-guest':
      return <NewGuest screen={screen} />;
    case 'forget-guest':
      return <GuestForget screen={screen} />;
    case 'give-credit':
      return lazyScreens === null ? <Starting /> : <lazyScreens.GiveCredit screen={screen} />;
    case 'approve':
      return lazyScreens === null ? <Starting /> : <lazyScreens.Approve screen={screen} />;
    case 'approvals':
      return lazyScreens === null ? <Starting /> : <lazyScreens.Approvals />;
    case 'done':
      return <Done screen={screen} />;
    default:
      return assertNever(screen, 'screen');
  }
}

/** The screen that is on. Each visit is remounted, so that nothing typed on one lives on the next. */
function Screens() {
  const { stores } = useAppContext();
  const navigationId = useFlow((flow) => flow.navigationId);
  const waitingOpen = useFlow((flow) => flow.waitingOpen);
  const mistake = useFlow((flow) => flow.mistake);
  const ready = useKiosk((kiosk) => kiosk.status !== null);
  const failure = useKiosk((kiosk) => kiosk.failure);
  useRoom();
  useKeyboard();
  useTouches();
  useWalking();
  useUncountedTransitions();
  const lazyScreens = useManagerScreens(ready);
  if (!ready) {
    return failure === null ? (
      <Starting />
    ) : (
      <CannotStart error={failure} again={stores.kiosk.getState().ask} />
    );
  }
  if (mistake !== null && lazyScreens !== null) return <lazyScreens.Mistake of={mistake} />;
  return waitingOpen ? (
    <Waiting key={`waiting ${String(navigationId)}`} lazyScreens={lazyScreens} />
  ) : (
    <ScreenOn key={navigationId} lazyScreens={lazyScreens} />
  );
}

/** After a broken screen: the look-up where someone is signed in, else the sign-in screen. */
function startAgain(stores: Stores): void {
  const signedIn = (stores.kiosk.getState().status?.session ?? null) !== null;
  stores.lookUp.getState().reset();
  if (signedIn) stores.flow.getState().toLookUp();
  else stores.flow.getState().toSignIn(null);
}

/** The page. */
export function App(props: {
  readonly api: KioskApi;
  readonly clock: PageClock;
  readonly words: I18n;
  readonly sounds: Sounds;
}) {
  const { api, clock, words, sounds } = props;
  const [stores] = useState(() => createStores(api, clock));
  const [targets] = useState<KeyTargets>(() => new Set());
  useEffect(() => stores.start(), [stores]);
  useEffect(() => {
    const follow = (): void => {
      const { status, failure } = stores.kiosk.getState();
      const language = status?.language ?? (failure && 'language' in failure ? failure.language : undefined);
      if (language !== undefined && language !== words.language) void words.changeLanguage(language);
    };
    follow();
    return stores.kiosk.subscribe(follow);
  }, [stores, words]);
  return (
    <I18nextProvider i18n={words}>
      <AppContextProvider value={{ api: stores.api, clock, stores, sounds, targets }}>
        <ErrorBoundary
          report={async (message) => {
            const answer = await ask<'reportProblem'>(api.reportProblem({ message }));
            return answer.ok ? answer.value.reference : null;
          }}
          reset={() => startAgain(stores)}
          broken={(view) => <Broken {...view} />}
        >
          <Screens />
          <DiscardedInputBanner />
        </ErrorBoundary>
      </AppContextProvider>
    </I18nextProvider>
  );
}
