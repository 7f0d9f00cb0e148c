import {
  OWN_SETTING_KINDS,
  OWN_SETTINGS,
  type OwnSetting,
  type SettingValue,
} from '../../src-preload/contract/manager.ts';

type Values = (key: OwnSetting) => SettingValue;

/**
 * Whether a change lets through what one manager alone may not: a limit raised to more than `above`, managers approving their own
 * credit, or this very rule turned off or raised.
 * @param above minor units.
 */
export function loosens(before: Values, after: Values, above: number): boolean {
  return OWN_SETTINGS.some((key) => {
    const from = before(key);
    const to = after(key);
    if (key === 'rules.secondManager.on') return from === true && to === false;
    if (key === 'rules.approval.own') return from === false && to === true;
    if (OWN_SETTING_KINDS[key] !== 'amount' || Number(to) <= Number(from)) return false;
    return key === 'rules.secondManager.above' || Number(to) > above;
  });
}
