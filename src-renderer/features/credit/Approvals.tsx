import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalList, EndedApproval } from '../../../src-preload/contract/approval.ts';
import type { Cents } from '../../../src-preload/contract/money.ts';
import { useAppContext, useFlow, useFormat, useNow, useStatus } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { ask } from '../../core/ask.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Failure } from '../../ui/Notice.tsx';
import { Primary } from '../../ui/Press.tsx';
import rows from '../../ui/Rows.module.css';
import read from '../../ui/Typography.module.css';
import { ScreenTitle } from '../../ui/Typography.tsx';
import css from './Approve.module.css';

/** Requests as main has them now. An answer that was shown stays until the screen is left. */
function useApprovals() {
  const { api } = useAppContext();
  const [list, setList] = useState<ApprovalList | null>(null);
  const [error, setError] = useState<Parameters<typeof Failure>[0]['error'] | null>(null);
  useEffect(() => {
    let isOn = true;
    const load = async (): Promise<void> => {
      const answer = await ask<'approvalList'>(api.approvalList({}));
      if (!isOn) return;
      if (!answer.ok) {
        setError(answer.error);
        return;
      }
      const { open, ended } = answer.value;
      setError(null);
      setList((before) => {
        const isNew = new Set(ended.map(({ approvalId }) => approvalId));
        const shown = (before?.ended ?? []).filter(({ approvalId }) => !isNew.has(approvalId));
        return { open, ended: [...ended, ...shown] };
      });
      if (ended.length > 0) void ask<'approvalsSeen'>(api.approvalsSeen({}));
    };
    void load();
    const stop = api.on('approvals', () => void load());
    return () => {
      isOn = false;
      stop();
    };
  }, [api]);
  return { list, error };
}

function Row(props: {
  readonly amount: Cents;
  readonly name: string | null;
  readonly says: readonly string[];
  readonly go: string;
  readonly onPress: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const name = props.name ?? t('common.noName');
  return (
    <li>
      <Button className={rows.row ?? ''} onPress={props.onPress}>
        <span>
          <span className={rows.name}>
            {t('approvals.for', { amount: format.money(props.amount), name })}
          </span>
          <span className={rows.sub}>
            {props.says.map((each) => (
              <span key={each}>{each}</span>
            ))}
          </span>
        </span>
        <span className={rows.go}>
          {props.go}
          <ChevronRight className="icon" aria-hidden="true" />
        </span>
      </Button>
    </li>
  );
}

/** What became of a request, in words. */
function useEndWords(): (ended: EndedApproval) => readonly string[] {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ how, by, why, at }) => {
    const says =
      how === 'giver-gone' || how === 'over'
        ? t('approvals.ended.expired')
        : t(`approvals.ended.${how}`, { by: by ?? '' });
    return [format.time(at), says, ...(why === null ? [] : [t(`approvals.why.${why}`)])];
  };
}

/** Requests that wait for a manager, and what became of one's own. */
export function Approvals() {
  const { t } = useTranslation();
  const now = useNow();
  const { reasons, language } = useStatus();
  const { openRequest, openGuest, toLookUp } = useFlow((flow) => flow);
  const { list, error } = useApprovals();
  const endWords = useEndWords();
  useHardwareKeys({ onEscape: toLookUp, onEnter: toLookUp });
  const open = list?.open ?? [];
  const reasonOf = (id: string): string => reasons.find((each) => each.id === id)?.label[language] ?? id;
  return (
    <Frame
      name="approvals"
      sidePanel={
        <>
          <SidePanelTop />
          <Primary onPress={toLookUp}>{t('approvals.searchGuest')}</Primary>
        </>
      }
    >
      <ScreenTitle as="title">{t('approvals.title', { count: open.length })}</ScreenTitle>
      <p className={read.label}>
        {open.length > 1 ? t('approvals.sub') : open.length === 0 ? t('approvals.none') : null}
      </p>
      {error === null ? null : <Failure error={error} compact />}
      <ul className={cx(rows.rows, css.rows)}>
        {(list?.ended ?? []).map((ended) => (
          <Row
            key={ended.approvalId}
            amount={ended.amount}
            name={ended.guestName}
            says={endWords(ended)}
            go={t('approvals.open')}
            onPress={() =>
              openGuest({
                id: ended.guestId,
                name: ended.guestName,
                shortName: null,
                phone: { area: null, lastFour: null },
              })
            }
          />
        ))}
        {open.map((request) => (
          <Row
            key={request.approvalId}
            amount={request.amount}
            name={request.guestName}
            says={[
              reasonOf(request.reasonId),
              request.askedBy.shortName,
              t('approvals.left', { count: Math.max(1, Math.ceil((request.expiresAt - now) / 60_000)) }),
            ]}
            go={request.mine ? t('approvals.open') : t('approvals.review')}
            onPress={() => openRequest(request)}
          />
        ))}
      </ul>
    </Frame>
  );
}
