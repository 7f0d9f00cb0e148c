import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { AUDIT_FILTERS, type AuditLine } from '../../../../src-preload/contract/audit.ts';
import { OWN_SETTING_KINDS, type OwnSetting } from '../../../../src-preload/contract/manager.ts';
import { useAppContext, useFormat, useManager, useNow } from '../../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../../app/Frame.tsx';
import { useHardwareKeys } from '../../../app/hardware-keys.ts';
import { enManager } from '../../../text/en-manager.ts';
import { cx } from '../../../ui/cx.ts';
import { Failure } from '../../../ui/Notice.tsx';
import { Back, Choices, PressButton, Primary } from '../../../ui/Press.tsx';
import read from '../../../ui/Typography.module.css';
import { ScreenTitle } from '../../../ui/Typography.tsx';
import css from './Audit.module.css';
import { createAuditStore } from './audit.ts';
import { LedgerCheckResult } from './LedgerCheckResult.tsx';

type Kind = keyof typeof enManager.audit.kind;
type Detail = keyof typeof enManager.audit.detail;
const isDetail = (detail: string): detail is Detail => Object.hasOwn(enManager.audit.detail, detail);
const isSetting = (key: string): key is OwnSetting => Object.hasOwn(OWN_SETTING_KINDS, key);

const isKind = (kind: string): kind is Kind => Object.hasOwn(enManager.audit.kind, kind);

function Line(props: { readonly line: AuditLine; readonly now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { at, kind, by, other, amount, detail } = props.line;
  const more =
    detail === null
      ? null
      : isDetail(detail)
        ? t(`audit.detail.${detail}`)
        : isSetting(detail)
          ? t(`rules.key.${detail}`)
          : null;
  return (
    <li>
      <span className={css.when}>
        <span>{format.date(at, props.now)}</span>
        <span>{format.time(at)}</span>
      </span>
      <span className={css.what}>
        <span className={css.act}>
          {by === null ? null : <b>{by} </b>}
          {isKind(kind) ? t(`audit.kind.${kind}`) : t('audit.unknown')}
        </span>
        {other === null && more === null ? null : (
          <span className={css.more}>
            {other === null ? null : <span>{other}</span>}
            {more === null ? null : <span>{more}</span>}
          </span>
        )}
      </span>
      <span className={css.amount}>{amount === null ? null : format.total(amount)}</span>
    </li>
  );
}

/** The record: who did what, newest first; whether it is whole; and a copy for a spreadsheet. */
export function Audit() {
  const { t } = useTranslation();
  const { api, stores } = useAppContext();
  const now = useNow();
  const go = useManager((manager) => manager.go);
  const [store] = useState(() => createAuditStore(api, stores.manager.getState().ask));
  useEffect(() => void store.getState().show('all'), [store]);
  const { filter, lines, next, total, verdict, file, busy, error, show, older, verify, save } =
    useStore(store);
  const back = (): void => go({ at: 'home' });
  useHardwareKeys({ onEscape: back });
  return (
    <Frame
      name="audit"
      sidePanel={
        <>
          <SidePanelTop>
            <Choices
              label={t('audit.show')}
              columns="two"
              className={css.filters}
              options={AUDIT_FILTERS.map((id) => ({ id, words: t(`audit.filter.${id}`) }))}
              chosen={filter}
              onChoose={(id) => void show(id)}
            />
          </SidePanelTop>
          <PressButton onPress={() => void save()}>
            <FileDown className="icon" aria-hidden="true" />
            <span>{t('staff.export')}</span>
          </PressButton>
          <Primary onPress={() => void verify()} busy={busy === 'checking'}>
            {busy === 'checking' ? t('staff.checking') : t('staff.check')}
          </Primary>
        </>
      }
    >
      <Back onPress={back}>{t('manager.toStart')}</Back>
      <ScreenTitle as="title">{t('audit.title')}</ScreenTitle>
      <p className={cx(read.label, css.sub)}>{t('audit.of', { count: total })}</p>
      {verdict === null ? null : <LedgerCheckResult verdict={verdict} />}
      {file === null ? null : (
        <p className={css.file} role="status">
          {t('staff.exported')} <span data-file="">{file}</span>
        </p>
      )}
      {error === null ? null : (
        <div className={css.error}>
          <Failure error={error} compact />
        </div>
      )}
      {lines !== null && lines.length === 0 ? <p className={read.lead}>{t('audit.none')}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t('audit.title')}>
        <ol className={css.lines}>
          {(lines ?? []).map((line) => (
            <Line key={line.seq} line={line} now={now} />
          ))}
        </ol>
        {next === null ? null : (
          <PressButton kind="plain" className={css.older} onPress={() => void older()}>
            {t('audit.older')}
          </PressButton>
        )}
      </section>
    </Frame>
  );
}
