import { useTranslation } from 'react-i18next';
import { useFormat, useNow, useStatus } from '../../../app/app-context.tsx';
import { createFormat } from '../../../text/format.ts';
import { Choices } from '../../../ui/Press.tsx';
import css from './Rules.module.css';
import { zoneName } from './Rules.tsx';

/** Where Toast's restaurants are. Any other zone is the admin's file's to name. */
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Puerto_Rico',
  'America/Toronto',
  'America/Vancouver',
  'Europe/London',
  'Europe/Dublin',
] as const;

/** The restaurant's time zone, each with the time it is there now: the wall clock says whether it is the right one. */
export function ZoneChoices(props: { readonly chosen: string; readonly onChoose: (zone: string) => void }) {
  const { t } = useTranslation();
  const now = useNow();
  const { language, currency } = useStatus();
  const known = ZONES.some((zone) => zone === props.chosen) ? ZONES : [props.chosen, ...ZONES];
  return (
    <Choices
      label={t('rules.zones')}
      columns="two"
      className={css.zones}
      options={known.map((zone) => ({
        id: zone,
        words: `${zoneName(zone)}, ${createFormat(language, zone, currency).time(now)}`,
      }))}
      chosen={props.chosen}
      onChoose={props.onChoose}
    />
  );
}

const HOURS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** The hour at which the business day ends. */
export function HourChoices(props: { readonly chosen: number; readonly onChoose: (hour: number) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const hours = HOURS.some((hour) => hour === props.chosen) ? HOURS : [...HOURS, props.chosen];
  return (
    <Choices
      label={t('rules.hourOf')}
      columns="four"
      className={css.hours}
      options={hours.map((hour) => ({ id: hour, words: format.hourOfDay(hour) }))}
      chosen={props.chosen}
      onChoose={props.onChoose}
    />
  );
}
