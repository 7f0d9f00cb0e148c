import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../../../src-preload/contract/errors.ts';
import type { DoubtedLimits } from '../../../../src-preload/contract/manager.ts';
import { useAppContext, useManager } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { cx } from '../../../ui/cx.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { ActionHint, Back, PressButton, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import css from '../../queue/ResolveEntry.module.css';
import { LimitList } from './LimitList.tsx';

/** Limits that may not be a manager's: kept, or set back to the defaults, by a manager whose visit is open. */
export function Limits() {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const { go, ask } = useManager((manager) => manager);
  const [doubted, setDoubted] = useState<DoubtedLimits | null>(null);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let left = false;
    void ask<'doubtedLimits'>(api.doubtedLimits({})).then((answer) => {
      if (left) return;
      if (answer.ok) setDoubted(answer.value);
      else setError(answer.error);
    });
    return () => {
      left = true;
    };
  }, [api, ask]);
  const back = (): void => go({ at: 'home' });
  const decide = async (keep: boolean): Promise<void> => {
    if (saving) return;
    setSaving(true);
    setError(null);
    const answer = await ask<'decideLimits'>(api.decideLimits({ keep }));
    setSaving(false);
    if (answer.ok) back();
    else setError(answer.error);
  };
  useHardwareKeys({ onEscape: back });
  return (
    <Frame
      name="limits"
      sidePanel={
        <>
          <SidePanelTop />
          {doubted === null || saving ? (
            <ActionHint>{t('setUp.saving')}</ActionHint>
          ) : (
            <>
              <PressButton kind="tall" onPress={() => void decide(true)}>
                {t('limits.keep')}
              </PressButton>
              <Primary onPress={() => void decide(false)}>{t('limits.drop')}</Primary>
            </>
          )}
        </>
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">{t('limits.title')}</ScreenTitle>
      {error === null ? null : (
        <div className={css.facts}>
          <Failure error={error} compact />
        </div>
      )}
      {doubted === null ? null : (
        <>
          <p className={cx(read.label, css.says)}>{t(`limits.${doubted.why}`)}</p>
          <LimitList limits={doubted.limits} />
        </>
      )}
    </Frame>
  );
}
