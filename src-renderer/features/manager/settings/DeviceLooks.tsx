import { useTranslation } from 'react-i18next';
import { HANDS, type TextSize } from '../../../../src-preload/contract/comfort.ts';
import { THEMES } from '../../../../src-preload/contract/manager.ts';
import { LANGUAGES } from '../../../../src-preload/contract/status.ts';
import { useAppContext, useKiosk, useStatus } from '../../../app/app-context.tsx';
import { type Option, Switch } from '../../../ui/Press.tsx';
import css from './Device.module.css';

const SIZES = ['normal', 'large', 'largest'] as const;
const PER_CENT = { normal: 100, large: 115, largest: 130 } as const satisfies Record<string, TextSize>;
const NAMES = { en: 'English', es: 'Español' } as const;

function Row<T extends string>(props: {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly chosen: T;
  readonly onChoose: (id: T) => void;
}) {
  return (
    <>
      <span>{props.label}</span>
      <Switch {...props} />
    </>
  );
}

/** The kiosk's theme, language, sound and keypad side. Applied immediately. */
export function DeviceLooks() {
  const { t } = useTranslation();
  const { sounds: speaker } = useAppContext();
  const { theme, language, comfort } = useStatus();
  const { setLanguage, setTheme, setComfort } = useKiosk((kiosk) => kiosk);
  return (
    <div className={css.looks}>
      <Row
        label={t('device.theme')}
        options={THEMES.map((id) => ({ id, words: t(`device.themes.${id}`) }))}
        chosen={theme}
        onChoose={setTheme}
      />
      <Row
        label={t('device.textSize')}
        options={SIZES.map((id) => ({ id, words: t(`device.textSizes.${id}`) }))}
        chosen={SIZES.find((id) => PER_CENT[id] === comfort.textSize) ?? 'normal'}
        onChoose={(id) => setComfort({ textSize: PER_CENT[id] })}
      />
      <Row
        label={t('device.hand')}
        options={HANDS.map((id) => ({ id, words: t(`device.hands.${id}`) }))}
        chosen={comfort.hand}
        onChoose={(hand) => setComfort({ hand })}
      />
      <Row
        label={t('device.sounds')}
        options={(['off', 'on'] as const).map((id) => ({ id, words: t(`device.soundsAre.${id}`) }))}
        chosen={comfort.sounds ? 'on' : 'off'}
        onChoose={(id) => {
          setComfort({ sounds: id === 'on' });
          // So that one hears at once what was chosen, and whether the PC can.
          if (id === 'on') speaker.play('tick');
        }}
      />
      <Row
        label={t('device.language')}
        options={LANGUAGES.map((id) => ({ id, words: NAMES[id] }))}
        chosen={language}
        onChoose={setLanguage}
      />
    </div>
  );
}
