import { ArrowLeftRight, PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GivenToday, LimitsLeft } from '../../../src-preload/contract/guest.ts';
import { cents, MAX_CENTS } from '../../../src-preload/contract/money.ts';
import { useFlow, useFormat, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import type { ScreenOf } from '../../app/screen.ts';
import { type Key, keysOfAmount } from '../../core/keypad.ts';
import { cx } from '../../ui/cx.ts';
import { Keypad } from '../../ui/Keypad.tsx';
import { Failure } from '../../ui/Notice.tsx';
import { ActionHint, Back, Choices, LinkButton, PressButton, Primary } from '../../ui/Press.tsx';
import read from '../../ui/Typography.module.css';
import { Name } from '../../ui/Typography.tsx';
import { SwitchUser } from '../sign-in/SwitchUser.tsx';
import { chooseAmount, chooseReason, type Readiness, readiness, typeAmount, writeNote } from './draft.ts';
import css from './GiveCredit.module.css';
import { HelpedToday } from './HelpedToday.tsx';
import { NoteSheet } from './NoteSheet.tsx';

/** Amounts one press away. */
const AMOUNTS = [1000, 1500, 2000, 2500].map(cents);
/** From this many characters on the amount needs a smaller size to stay in the tray. */
const LONG_SUM = 8;

/** What the credit limits say about the amount, under it. */
function LimitLine(props: { readonly ready: Readiness; readonly left: LimitsLeft }) {
  const { t } = useTranslation();
  const format = useFormat();
  const limits = useStatus().session?.limits;
  if (limits === undefined) return null;
  const { left, ready } = props;
  const alone = format.money(left.alone);
  const most = format.money(left.most);
  if (ready.is === 'over-most' && left.most === 0) {
    return (
      <p className={read.note} role="alert">
        <b className={css.stop}>{t('helped.usedUp')}</b>
      </p>
    );
  }
  if (ready.is === 'over-most') {
    return (
      <p className={read.note} role="alert">
        <b className={css.stop}>
          {left.most < limits.most ? t('helped.overDay', { most }) : t('credit.overMost', { most })}
        </b>{' '}
        {t('credit.overMostDo')}
      </p>
    );
  }
  if (left.rule !== 'alone') {
    const needs = ready.is === 'ready' && ready.needsManager;
    return (
      <p className={read.note}>
        {t(`helped.left.${left.rule}`, { alone })} {needs ? t('helped.managerNext') : null}
      </p>
    );
  }
  const words =
    limits.alone >= limits.most
      ? t('credit.aloneAll', { most })
      : limits.alone === 0
        ? t('credit.aloneNone')
        : ready.is === 'ready' && ready.needsManager
          ? t('credit.managerNext', { alone })
          : t('credit.aloneUpTo', { alone });
  return <p className={read.note}>{words}</p>;
}

function useHintWords(): (ready: Exclude<Readiness, { readonly is: 'ready' }>) => string {
  const { t } = useTranslation();
  return (ready) =>
    ready.is === 'over-most'
      ? t('credit.holdNothing')
      : {
          both: t('credit.holdBoth'),
          reason: t('credit.holdReason'),
          amount: t('credit.holdAmount'),
          note: t('credit.holdNote'),
        }[ready.what];
}

/** The amount, what the limits say about it, the keypad, and the button that gives. */
function FormTray(props: {
  readonly screen: ScreenOf<'give-credit'>;
  readonly ready: Readiness;
  readonly press: (key: Key) => void;
  readonly submit: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const holdWords = useHintWords();
  const { ready } = props;
  const { who, draft, today, saving, error } = props.screen;
  const name = who.shortName ?? who.name ?? t('common.thisGuest');
  const amount = format.money(draft.amount);
  const words =
    ready.is === 'ready' && ready.needsManager
      ? t('helped.askFor', { amount })
      : t('credit.give', { amount, name });
  return (
    <>
      <SidePanelTop low>
        <div className={css.amount}>
          <p className={cx(css.sum, amount.length > LONG_SUM && css.sumLong)} data-amount="">
            {amount}
          </p>
          {error === null ? <LimitLine ready={ready} left={today.left} /> : <Failure error={error} compact />}
        </div>
      </SidePanelTop>
      <Keypad onKey={props.press} money />
      {saving || ready.is === 'ready' ? (
        <Primary onPress={props.submit} busy={saving}>
          {saving ? t('credit.saving') : words}
        </Primary>
      ) : (
        <ActionHint>{holdWords(ready)}</ActionHint>
      )}
    </>
  );
}

/** The same reason again on the same day: asked about once. */
function Again(props: {
  readonly before: GivenToday;
  readonly reason: string;
  readonly total: string;
  readonly give: string;
  readonly saving: boolean;
  readonly onGive: () => void;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { before, reason, total } = props;
  const said = { reason, time: format.time(before.at), name: before.by ?? '' };
  useHardwareKeys({ onEnter: props.onGive, onEscape: props.onBack });
  return (
    <>
      <SidePanelTop>
        <div role="alert" data-again="">
          <p className={read.title}>{t('helped.again', { reason })}</p>
          <p className={cx(read.lead, css.says)}>
            {before.by === null ? t('helped.beforeElsewhere', said) : t('helped.before', said)}
          </p>
          <p className={cx(read.lead, css.says)}>{t('helped.total', { total })}</p>
        </div>
      </SidePanelTop>
      <PressButton onPress={props.onBack}>{t('helped.change')}</PressButton>
      <Primary onPress={props.onGive} busy={props.saving}>
        {props.saving ? t('credit.saving') : props.give}
      </Primary>
    </>
  );
}

/** The form: what happened, how much, and at the end a button that says both. */
export function GiveCredit(props: { readonly screen: ScreenOf<'give-credit'> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { reasons, language } = useStatus();
  const { edit, give, openGuest } = useFlow((flow) => flow);
  const [noteOpen, setNoteOpen] = useState(false);
  const [switching, setSwitching] = useState(false);
  const { who, form, draft, today, saving } = props.screen;
  const [asking, setAsking] = useState(false);
  const { left } = today;
  const ready = readiness(draft, form.creditId, reasons, left);
  /** The same reason once today already: asked about once, before anything is saved. */
  const before = today.credits.find(({ reasonId }) => reasonId !== null && reasonId === draft.reasonId);
  const press = (key: Key): void => edit((current) => typeAmount(current, key));
  const submit = (): void => {
    if (ready.is !== 'ready') return;
    if (before !== undefined && !asking) setAsking(true);
    else void give(ready.request);
  };
  const keepAmount = (): (() => void) => {
    const { amount, amountFrom } = draft;
    return () => edit((current) => ({ ...current, amount, amountFrom }));
  };
  const paste = (text: string): void => {
    for (const key of keysOfAmount(text)) press(key);
  };
  useHardwareKeys(
    noteOpen || asking || switching
      ? {}
      : { onKey: press, onPaste: paste, onEnter: submit, money: keepAmount },
  );
  if (noteOpen) {
    return (
      <NoteSheet
        text={draft.note}
        onDone={(note) => {
          edit((current) => writeNote(current, note));
          setNoteOpen(false);
        }}
        onCancel={() => setNoteOpen(false)}
      />
    );
  }
  const amount = format.money(draft.amount);
  const reason = reasons.find((candidate) => candidate.id === draft.reasonId);
  const noteNeeded = reason?.noteRequired === true && draft.note.trim() === '';
  return (
    <Frame
      key="form"
      name="give-credit"
      sidePanel={
        switching ? (
          <SwitchUser guest={null} onDone={() => setSwitching(false)} />
        ) : asking && before !== undefined && ready.is === 'ready' ? (
          <Again
            before={before}
            reason={reason?.label[language] ?? ''}
            total={format.money(cents(Math.min(MAX_CENTS, today.sum + draft.amount)))}
            give={ready.needsManager ? t('helped.askFor', { amount }) : t('helped.giveAgain', { amount })}
            saving={saving}
            onGive={submit}
            onBack={() => setAsking(false)}
          />
        ) : (
          <FormTray screen={props.screen} ready={ready} press={press} submit={submit} />
        )
      }
    >
      <div className={css.top}>
        <Back onPress={() => openGuest(who)}>{t('credit.back')}</Back>
        {saving ? null : (
          <LinkButton onPress={() => setSwitching(true)}>
            <ArrowLeftRight className="icon" aria-hidden="true" />
            {t('common.switchUser')}
          </LinkButton>
        )}
      </div>
      <div className={css.head}>
        <div>
          <p className={read.label}>{t('credit.creditFor')}</p>
          <Name heading>{who.name ?? t('common.noName')}</Name>
        </div>
        <HelpedToday today={today} />
      </div>
      <section className={cx(css.ask, css.reasons)}>
        <h2 className={cx(read.label, read.firm)}>{t('credit.whatHappened')}</h2>
        <div className={css.scroll}>
          <Choices
            label={t('credit.whatHappened')}
            columns="two"
            options={reasons.map((each) => ({ id: each.id, words: each.label[language] }))}
            chosen={draft.reasonId}
            onChoose={(id) => {
              const chosen = reasons.find((each) => each.id === id);
              if (chosen !== undefined) edit((current) => chooseReason(current, chosen));
            }}
          />
        </div>
      </section>
      <section className={css.ask}>
        <h2 className={cx(read.label, read.firm)}>{t('credit.howMuch')}</h2>
        <Choices
          label={t('credit.amounts')}
          columns="four"
          options={AMOUNTS.map((each) => ({ id: Number(each), words: format.moneyShort(each) }))}
          chosen={draft.amount}
          onChoose={(id) => edit((current) => chooseAmount(current, cents(id)))}
        />
      </section>
      <Back
        className={cx(css.noteLine, noteNeeded && css.needed)}
        icon={<PencilLine className="icon" aria-hidden="true" />}
        onPress={() => setNoteOpen(true)}
      >
        <span>
          {draft.note !== '' ? draft.note : noteNeeded ? t('credit.noteNeeded') : t('credit.addNote')}
        </span>
      </Back>
    </Frame>
  );
}
