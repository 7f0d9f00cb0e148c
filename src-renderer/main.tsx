import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import type { KioskApi } from '../src-preload/contract/api.ts';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app/App.tsx';
import { NoKiosk } from './app/Fallback.tsx';
import { createSounds } from './app/sounds.ts';
import { browserClock } from './core/clock.ts';
import { createWords } from './text/i18n.ts';

declare global {
  interface Window {
    /** What the preload exposes; absent where the page was opened on its own. */
    readonly kiosk?: KioskApi;
  }
}

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root.');

const words = createWords('en');
const api = window.kiosk;
createRoot(place).render(
  <StrictMode>
    {api === undefined ? (
      <I18nextProvider i18n={words}>
        <NoKiosk />
      </I18nextProvider>
    ) : (
      <App api={api} clock={browserClock()} words={words} sounds={createSounds(() => new AudioContext())} />
    )}
  </StrictMode>,
);
