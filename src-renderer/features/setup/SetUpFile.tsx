import { ChevronRight, FileX } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { SetUpFiles } from '../../../src-preload/contract/set-up.ts';
import { useAppContext, useFormat } from '../../app/app-context.tsx';
import { Frame, SidePanelTop } from '../../app/Frame.tsx';
import { useHardwareKeys } from '../../app/hardware-keys.ts';
import { ask } from '../../core/ask.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Failure, Trouble } from '../../ui/Notice.tsx';
import { ActionHint, Back, PressButton } from '../../ui/Press.tsx';
import rows from '../../ui/Rows.module.css';
import read from '../../ui/Typography.module.css';
import { ScreenTitle } from '../../ui/Typography.tsx';
import device from '../manager/settings/Device.module.css';
import { PassphraseSheet } from './PassphraseSheet.tsx';
import css from './SetUp.module.css';
import type { SetUpStore } from './setup.ts';

/** The set-up is filled in from a file of another kiosk: which one, and its passphrase. */
export function SetUpFile(props: { readonly store: SetUpStore; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { api } = useAppContext();
  const format = useFormat();
  const { store, onClose } = props;
  const { busy, error, importFile } = useStore(store);
  const [found, setFound] = useState<SetUpFiles | null>(null);
  const [name, setName] = useState<string | null>(null);
  const look = useCallback(async (): Promise<void> => {
    const answer = await ask<'setUpFiles'>(api.setUpFiles({}));
    if (answer.ok) setFound(answer.value);
  }, [api]);
  useEffect(() => void look(), [look]);
  useHardwareKeys(name === null ? { onEscape: onClose } : {});
  const open = async (file: string, passphrase: string): Promise<void> => {
    setName(null);
    await importFile(file, passphrase);
    if (store.getState().error === null) onClose();
  };
  if (name !== null) {
    return (
      <PassphraseSheet
        fresh={false}
        onDone={(passphrase) => void open(name, passphrase)}
        onCancel={() => setName(null)}
      />
    );
  }
  const files = found?.files ?? [];
  return (
    <Frame
      name="set-up"
      sidePanel={
        <>
          <SidePanelTop>
            <PressButton onPress={() => void look()}>{t('moving.again')}</PressButton>
          </SidePanelTop>
          <ActionHint>{busy ? t('moving.reading') : t('moving.pick')}</ActionHint>
        </>
      }
    >
      <Back onPress={onClose}>{t('setUp.back')}</Back>
      <ScreenTitle as="title">{t('moving.filesTitle')}</ScreenTitle>
      <p className={cx(read.label, css.says)}>{t('moving.filesSays')}</p>
      <p className={device.code}>{found?.folder}</p>
      {error === null ? null : (
        <div className={css.error}>
          {error.code === 'set-up-file' ? (
            <Trouble
              icon={<FileX className="icon" aria-hidden="true" />}
              what={t(`moving.why.${error.why}`)}
              todo={t(`moving.todo.${error.why}`)}
              compact
            />
          ) : (
            <Failure error={error} compact />
          )}
        </div>
      )}
      {found !== null && files.length === 0 ? <p className={css.why}>{t('moving.none')}</p> : null}
      <ul className={cx(rows.rows, css.below)}>
        {files.map((file) => (
          <li key={file.name}>
            <Button className={rows.row ?? ''} onPress={() => (busy ? undefined : setName(file.name))}>
              <span>
                <span className={css.fileName}>{file.name}</span>
                <span className={rows.sub}>{format.moment(file.at)}</span>
              </span>
              <span className={rows.go}>
                <ChevronRight className="icon" aria-hidden="true" />
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </Frame>
  );
}
