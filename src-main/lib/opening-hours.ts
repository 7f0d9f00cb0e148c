import type { Clock, Device, Scheduler } from '../ports.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const NAMES: readonly string[] = DAYS;

/** `always`, or for each day from when to when ("11:00-22:00"; an end that is not later is on the next day), null where closed. */
export type Hours = 'always' | Readonly<Record<(typeof DAYS)[number], string | null>>;

/** Whether the restaurant is open at that moment (UTC ms), by the clock of its time zone (IANA). The end itself is closed. */
export function isOpenAt(hours: Hours, timeZone: string, at: number): boolean {
  if (hours === 'always') return true;
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? '';
  const day = NAMES.indexOf(part('weekday').toLowerCase());
  const now = Number(part('hour')) * 60 + Number(part('minute'));
  const today = spanOf(hours[DAYS[day] ?? 'sun']);
  const yesterday = spanOf(hours[DAYS[(day + 6) % 7] ?? 'sun']);
  const overnight = (span: Span): boolean => span.to <= span.from;
  return (
    (today !== null && now >= today.from && (overnight(today) || now < today.to)) ||
    (yesterday !== null && overnight(yesterday) && now < yesterday.to)
  );
}

/** Minutes since midnight. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf(text: string | null): Span | null {
  const found = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text ?? '');
  if (found === null) return null;
  const [, h = '', m = '', toH = '', toM = ''] = found;
  return { from: Number(h) * 60 + Number(m), to: Number(toH) * 60 + Number(toM) };
}

/** How often the clock is looked at, ms. */
const LOOK_MS = 60_000;

/** Keeps the display awake while the restaurant is open, and lets it sleep at other times. Returns the way to stop looking. */
export function keepDisplayAwake(
  ports: { readonly clock: Clock; readonly scheduler: Scheduler; readonly device: Pick<Device, 'keepAwake'> },
  hours: Hours,
  timeZone: string,
): () => void {
  let cancel = (): void => {};
  const look = (): void => {
    ports.device.keepAwake(isOpenAt(hours, timeZone, ports.clock.now()));
    cancel = ports.scheduler.after(LOOK_MS, look);
  };
  look();
  return () => cancel();
}
