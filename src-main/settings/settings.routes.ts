import { z } from 'zod';
import type { Answer } from '../../src-preload/contract/channels.ts';
import { HANDS, TEXT_SIZES } from '../../src-preload/contract/comfort.ts';
import {
  type CurrentSetting,
  OWN_SETTINGS,
  type OwnSetting,
  type SettingValue,
  THEMES,
} from '../../src-preload/contract/manager.ts';
import { err, ok } from '../../src-preload/contract/result.ts';
import { LANGUAGES } from '../../src-preload/contract/status.ts';
import { anyone, manager, type Routes } from '../ipc/route.ts';
import type { Services } from '../ipc/services.ts';
import { nothing, typedText } from '../ipc/shapes.ts';
import { changedLimits, ownOf } from '../setup/profile.ts';
import { chosenComfort } from './comfort.ts';
import { loosens } from './loosened.ts';
import { valueAt, without } from './merge.ts';
import { changeOwn } from './own.ts';
import { type AppConfig, configSchema } from './schema.ts';

/** The values where no one chose anything. */
const DEFAULTS: AppConfig = configSchema.parse({});
const change = z.union([typedText(400), z.number(), z.boolean(), z.null()]);

/** What will apply with these own settings: what the admin set stays, no matter what was chosen here. */
const settingsWith = ({ sources, config }: Services, own: unknown): readonly CurrentSetting[] =>
  OWN_SETTINGS.map((key) => {
    const { source, file, locked } = sources(key);
    if (locked) return { key, value: valueAt(config, key) as SettingValue, source, locked, file };
    const chosen = valueAt(own, key);
    return {
      key,
      value: (chosen ?? valueAt(DEFAULTS, key)) as SettingValue,
      source: chosen === undefined ? 'default' : 'kiosk',
      locked,
      file: null,
    };
  });

export const settingsRoutes = {
  setLanguage: anyone(z.strictObject({ language: z.enum(LANGUAGES) }), ({ language }, { settings }) => {
    settings.set('language', language);
    return ok(null);
  }),
  setTheme: anyone(z.strictObject({ theme: z.enum(THEMES) }), ({ theme }, { settings }) => {
    settings.set('theme', theme);
    return ok(null);
  }),
  setComfort: anyone(
    z.strictObject({
      hand: z.enum(HANDS).exactOptional(),
      textSize: z.literal(TEXT_SIZES).exactOptional(),
      sounds: z.boolean().exactOptional(),
    }),
    (chosen, { settings }) => {
      settings.set('comfort', { ...chosenComfort(settings), ...chosen });
      return ok(null);
    },
  ),
  readSettings: manager(nothing, (_, services) => ok(settingsWith(services, ownOf(services.profile)))),
  changeSettings: manager(
    z.strictObject({ changes: z.partialRecord(z.enum(OWN_SETTINGS), change) }),
    ({ changes }, services, by) =>
      services.changes.inTurn(async (): Promise<Answer<'changeSettings'>> => {
        const { sources, profile, config, staffService, second } = services;
        const locked = (Object.keys(changes) as OwnSetting[]).find((key) => sources(key).locked);
        if (locked) return err({ code: 'setting-locked', key: locked, file: sources(locked).file });
        const own = changeOwn(ownOf(profile), changes);
        if (!own.ok) return err({ code: 'setting-unfit', ...own.error });
        const then = new Map(settingsWith(services, own.value).map(({ key, value }) => [key, value]));
        const after = (key: OwnSetting) => then.get(key) ?? '';
        const { on, above } = config.rules.secondManager;
        const managers = staffService.admin.list().filter(({ active, role }) => active && role === 'manager');
        if (!on && after('rules.secondManager.on') === true && managers.length < 2) {
          return err({ code: 'second-manager-none' });
        }
        const before = (key: OwnSetting) => valueAt(config, key) as SettingValue;
        const asking = { by, request: 'changeSettings', content: changes };
        if (loosens(before, after, above) && !second.allows(asking)) {
          return err({ code: 'second-manager-needed' });
        }
        const next = await services.changes.withOwn(own.value, Object.keys(changes));
        if (next === null) return err({ code: 'cannot-seal' });
        if (!services.changes.keep(next)) return err({ code: 'not-saved' });
        // What changed, from what to what and by whom, is recorded as it takes effect.
        services.changes.restart('settings', by);
        return ok(settingsWith(services, own.value));
      }),
  ),
  doubtedLimits: manager(nothing, (_, { changes }): Answer<'doubtedLimits'> => {
    const older = changes.shelved();
    if (older !== null) return ok({ why: 'older', limits: changedLimits(older) });
    const limits = changes.unconfirmedLimits();
    return ok(limits.length === 0 ? null : { why: 'upgraded', limits });
  }),
  decideLimits: manager(z.strictObject({ keep: z.boolean() }), ({ keep }, services, by) =>
    services.changes.inTurn(async (): Promise<Answer<'decideLimits'>> => {
      const { changes, profile, config, second, record } = services;
      const older = changes.shelved();
      const limits = changes.unconfirmedLimits().map(({ key }) => key);
      if (older === null && limits.length === 0) return err({ code: 'not-possible' });
      const present = ownOf(profile);
      const own = keep
        ? (older ?? present)
        : limits.reduce<unknown>((left, key) => without(left, key), present);
      const value = (of: unknown) => (key: OwnSetting) =>
        (valueAt(of, key) ?? valueAt(DEFAULTS, key)) as SettingValue;
      const looser = loosens(value(present), value(own), config.rules.secondManager.above);
      if (looser && !second.allows({ by, request: 'decideLimits', content: keep })) {
        return err({ code: 'second-manager-needed' });
      }
      const next = await changes.withOwn(own, limits);
      const how = keep ? 'limits-kept' : 'limits-dropped';
      if (next === null) return err({ code: 'cannot-seal' });
      if (!changes.keepWithLine(next, () => record({ kind: 'kiosk-changed', by, how }))) {
        return err({ code: 'not-saved' });
      }
      changes.restart('settings', by);
      return ok(null);
    }),
  ),
} satisfies Partial<Routes>;
