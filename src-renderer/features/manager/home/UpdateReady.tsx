import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import type { ReadyUpdate, UpdateStatus } from '../../../../src-preload/contract/update.ts';
import { useAppContext, useManager, useStatus } from '../../../app/app-context.tsx';
import { Frame } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { bytesText } from '../../../text/measures.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { Back, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import css from './UpdateReady.module.css';

/** What an admin types on Linux: the package manager verifies and installs. */
const APT = ['sudo apt update', 'sudo apt install --only-upgrade hoststand'];

/** How it gets installed, and what it waits for. */
function How(props: { readonly ready: ReadyUpdate }) {
  const { t } = useTranslation();
  const { language } = useStatus();
  const { way, held, file, bytes, window, returns } = props.ready;
  const [from = '', to = ''] = window.split('-');
  return (
    <div className={css.how}>
      <p className={read.lead}>{t(`update.way.${way}`, { file })}</p>
      {way === 'apt' ? <pre className={css.code}>{APT.join('\n')}</pre> : null}
      {way === 'kiosk' ? (
        <p className={read.label}>
          {held === null ? t('update.begins') : t(`update.held.${held}`, { from, to })}
        </p>
      ) : null}
      <p className={read.label}>{t('update.stays')}</p>
      {returns !== false ? null : <p className={read.label}>{t('update.noReturn')}</p>}
      {returns === true && way === 'kiosk' ? <p className={read.label}>{t('update.returns')}</p> : null}
      {way === 'apt' ? null : (
        <p className={read.label}>{t('update.size', { size: bytesText(bytes, language) })}</p>
      )}
    </div>
  );
}

/** A newer version: what it brings, and who installs it when. */
export function UpdateReady() {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const { go, ask } = useManager((manager) => manager);
  const { language } = useStatus();
  const [status, setStatus] = useState<UpdateStatus | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let left = false;
    void ask<'deviceFacts'>(api.deviceFacts({})).then((answer) => {
      if (left) return;
      if (answer.ok) setStatus(answer.value.update);
      else setError(answer.error);
    });
    return () => {
      left = true;
    };
  }, [api, ask]);
  const back = (): void => go({ at: 'home' });
  useHardwareKeys({ onEscape: back, onEnter: back });
  const ready = status?.ready ?? null;
  return (
    <Frame
      name="update"
      sidePanel={
        <>
          <span />
          <Primary onPress={back}>{t('manager.toStart')}</Primary>
        </>
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">
        {ready === null ? t('update.none') : t('update.title', { version: ready.version })}
      </ScreenTitle>
      {error === null ? null : <Failure error={error} compact />}
      {ready === null ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling part takes the focus, so that arrow keys scroll it
        <section className={css.two} tabIndex={0} aria-label={t('update.title', { version: ready.version })}>
          <How ready={ready} />
          {ready.news.length === 0 ? null : (
            <div>
              <h2 className={css.head}>{t('update.news')}</h2>
              <ul className={css.news}>
                {ready.news.map((each) => (
                  <li key={each.title.en}>
                    <b>{each.title[language]}</b>
                    <span>{each.text[language]}</span>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </section>
      )}
    </Frame>
  );
}
