import { randomInt } from 'node:crypto';
import { MAX_PIN, PIN_MIN } from '../../../src-preload/contract/staff.ts';

/** Length of a generated PIN where lengths may differ. Six digits cannot be guessed on a keypad that locks. */
export const GENERATED_DIGITS = 6;

/**
 * The PINs people choose when they may, beyond what the patterns below refuse: from published counts of leaked PINs and of
 * screen locks, and the shapes on a keypad (the middle column, the corners, a cross).
 */
const COMMON = new Set(
  `0070 0852 0911 1004 1010 1066 1128 1236 1245 1313 1379 1478 1590 1701 1793 2112 2468 2580 2589 3570 3690 3791 4200
   4711 5150 5201 5683 6969 7410 7931 8520
   007007 101010 102030 112358 123321 123654 123789 142536 147258 147852 147896 159357 159753 246810 258369 271828
   314159 321654 420420 456123 456789 520131 654123 696969 741852 753951 789456 789654 808080 852456 951753 963852
   11235813 12344321 14725836 14789632 15975346 25802580`
    .split(/\s+/)
    .filter((pin) => pin !== ''),
);

/** Whether a PIN is easy to guess: repeats, sequences, dates, and common PINs. */
export function isTrivialPin(pin: string): boolean {
  return COMMON.has(pin) || isRepeat(pin) || isRun(pin) || fewDigits(pin) || isDate(pin);
}

/** 4 to 8 digits. */
export function isPin(text: string): boolean {
  return /^\d+$/.test(text) && text.length >= PIN_MIN && text.length <= MAX_PIN;
}

/** A PIN of so many digits by chance that is not trivial. `taken` is asked until one is free. Throws where hardly any is left. */
export function generatePin(
  taken: (pin: string) => boolean,
  digits: number = GENERATED_DIGITS,
  digit: () => number = () => randomInt(10),
): string {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const pin = Array.from({ length: digits }, digit).join('');
    if (!isTrivialPin(pin) && !taken(pin)) return pin;
  }
  throw new Error('No PIN is free');
}

/** 1111, 1212, 123123, 112233. */
function isRepeat(pin: string): boolean {
  return /^(\d{1,4})\1+$/.test(pin) || /^(?:(\d)\1)+$/.test(pin);
}

/** The same step from each digit to the next, over the end too: 1234, 9876, 1357, 7890. */
function isRun(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10);
  return new Set(steps).size === 1;
}

/** Two digits alone, from six on: 110011, 121121. */
function fewDigits(pin: string): boolean {
  return pin.length >= 6 && new Set(pin).size <= 2;
}

/** A birthday or a year: MMDD, DDMM, a year from 1920 on, and both orders with two or four digits of the year. */
function isDate(pin: string): boolean {
  const number = (from: number, to: number): number => Number(pin.slice(from, to));
  const year = (n: number): boolean => n >= 1920 && n <= 2039;
  const day = (a: number, b: number): boolean => isDay(a, b) || isDay(b, a);
  switch (pin.length) {
    case 4:
      return year(Number(pin)) || day(number(0, 2), number(2, 4));
    case 6:
      return day(number(0, 2), number(2, 4)) || isDay(number(2, 4), number(4, 6));
    case 8:
      return (
        (day(number(0, 2), number(2, 4)) && year(number(4, 8))) ||
        (year(number(0, 4)) && isDay(number(4, 6), number(6, 8)))
      );
    default:
      return false;
  }
}

function isDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}
