/** Words of setting a kiosk up, and of what can go wrong on the way, in English. Part of `en.ts`. */
export const enSetUp = {
  setUp: {
    step: 'Step {{at}} of {{of}}',
    stay: 'Stay in Training',
    leave: 'Leave the set-up',
    back: 'One step back',
    next: 'Next',
    saving: 'One moment…',
    kept: 'What is filled in is kept, and nothing is live before the last step.',
    empty: 'not filled in yet',
    is: 'ends in {{ends}}',
    secretThere: 'filled in',
    fill: 'Fill in',
    change: 'Change',
    language: {
      title: 'Which language do you speak?',
      says: 'It can be changed at any time.',
    },
    toast: {
      title: 'The way to Toast',
      says: 'Toast, or whoever looks after your Toast account, gives you these three.',
      hold: 'Fill in all three',
      url: 'Address',
      client: 'Client id',
      secret: 'Client secret',
      unknown:
        'Hoststand does not know {{host}} as an address of Toast. Its owner will receive the client id and secret, and can show guests and credit that Toast does not have. Continue only if Toast or your admin gave you this address.',
      confirm: 'Toast or my admin gave me this address',
    },
    restaurant: {
      title: 'Which restaurant?',
      says: 'Both are in Toast’s own pages. A device is optional: with it, Toast says which kiosk a credit came from.',
      hold: 'Fill in the restaurant',
      guid: 'Restaurant GUID',
      device: 'Device GUID, optional',
      records: {
        kept: 'This restaurant was live on this kiosk before. Its staff and activity log are still here, so one of its managers must enter their PIN at the end.',
        closed:
          'Records of this restaurant are on this kiosk, and no PIN in them can be checked. Finish the setup to add a new manager. The address must be one of Toast’s, or in your admin’s settings.',
      },
    },
    test: {
      title: 'Does it answer?',
      says: 'This asks Toast a few questions and changes nothing there.',
      run: 'Test it',
      running: 'Asking Toast…',
      passed: 'Toast answers, step by step',
      failed: 'It stopped at: {{step}}',
      again: 'Test it again',
      reference: 'Toast’s reference: {{id}}',
      detail: 'For whoever helps you: {{detail}}',
      notTried: 'not tried',
      good: 'good',
      stopped: 'stopped here',
    },
    step_: {
      dns: 'Finding the address',
      connect: 'Reaching it',
      tls: 'A safe line',
      login: 'Signing in',
      scope: 'The right to guest credit',
      restaurant: 'This restaurant',
      search: 'Looking up a guest',
    },
    why: {
      'unknown-name': 'Nothing has this address. Look for a typing mistake, and whether this PC is online.',
      'no-network': 'This PC is not connected to any network.',
      refused: 'There is a computer at this address, but Toast’s service is not on it.',
      timeout: 'No answer came in time. Look whether this PC is online.',
      cut: 'The line broke. Try it again.',
      proxy:
        'A proxy between this PC and the internet does not let it through. Ask whoever looks after your network.',
      certificate:
        'Whoever answers cannot prove to be Toast. Look at the address, and at this PC’s date and time.',
      handshake: 'Whoever answers does not speak safely. Look at the address.',
      credentials: 'Toast does not know this client id with this secret.',
      'not-toast': 'Something answers at this address, but it is not Toast’s service.',
      'no-scope': 'These credentials do not cover guest credit. Ask Toast to add the CRM scope.',
      'not-connected':
        'These credentials do not cover this restaurant. Look at the GUID, or ask Toast to connect it.',
      'no-access':
        'Toast does not let these credentials in here: the restaurant is not connected, or the CRM scope is missing.',
      malformed: 'Toast does not take this for a restaurant’s GUID.',
      'service-gone': 'Toast no longer has this service. Ask Toast.',
      busy: 'Toast asks for a pause. Wait a minute and try it again.',
      trouble: 'Toast has trouble of its own. Try it again later.',
    },
    house: {
      title: 'The house',
      says: 'A business day ends at night: what is given before that hour belongs to the evening.',
      houseName: 'Name',
      timeZone: 'Time zone',
      zoneHold: 'Choose by the clock on the wall',
      dayEndsAt: 'The day ends at',
    },
    rules: {
      title: 'The house rules',
      says: 'These are in force when the kiosk goes live. A manager can change them there at any time.',
      alone: '{{role}}: alone up to {{amount}}, {{day}} in a day',
      nothingAlone: '{{role}}: nothing alone, a manager approves',
      most: 'The most for one credit: {{amount}}, by anybody',
      offline: 'While Toast does not answer: {{alone}} alone, {{most}} at most, {{hours}} hours',
      take: 'Take these',
    },
    manager: {
      title: 'The first manager',
      says: 'They add everybody else. As staff call them: first name and initial.',
      name: 'Name',
      hold: 'Fill in the name',
      pin: 'PIN of {{name}}',
      pinAgain: 'The same PIN again',
      pinHold: '6 to 8 digits, no date and no pattern',
      pinNext: 'Now once more',
      kept: 'The records of this restaurant are on this kiosk. On the last page, one of its managers enters their PIN.',
      differs: 'That was another PIN. Type it once more.',
    },
    live: {
      title: 'Go live at {{name}}?',
      says: 'From now on credit given here is real money at Toast.',
      toast: 'Toast',
      house: 'The house',
      manager: 'Manager',
      go: 'Go live',
      going: 'Going live…',
      weak: 'This PC cannot seal secrets',
      weakSays:
        'It has no keyring, so anyone who can read its files could read the Toast secret, and anyone who can change them could change the limits. Add a keyring, or let your admin allow it in the settings (security.allowWeakSealing).',
      weakAllowed:
        'Anyone who can read this PC’s files can read the Toast secret, and anyone who can change them can change the limits. Your admin has allowed this.',
    },
    type: {
      hint: 'Capitals count. A keyboard at this PC works as well.',
      done: 'Take it',
      cancel: 'Back',
      empty: 'Type it',
    },
  },
} as const;

/** Words for failures of a manager's screens and the set-up. Part of `errors` in `en.ts`. */
export const enManagerErrors = {
  visitOver: { what: 'These screens were left', todo: 'Type a manager’s PIN to open them again.' },
  entriesWait: {
    what_one: '{{count}} credit still waits here: {{sum}}',
    what_other: '{{count}} credits still wait here: {{sum}}',
    todo: 'It would be left behind. Let it go out first, or decide about it under waiting credits.',
  },
  settingUnfit: { what: 'This value cannot be used', todo: 'It {{problem}}.' },
  settingLocked: { what: 'Your admin has set this', todo: 'It can only be changed in {{file}}.' },
  settingLockedHere: 'the place the kiosk was started from',
  noSuchDay: { what: 'There is no such day', todo: 'Choose another one.' },
  stopped: { what: 'Reading was ended', todo: 'Ask again whenever you like.' },
  notSetUp: { what: 'No restaurant is set up here', todo: 'Set this kiosk up first.' },
  setUpIncomplete: { what: 'Something is not filled in yet', todo: 'Go back and fill in what is empty.' },
  notTested: {
    what: 'This connection has not been tested',
    todo: 'Go back to the test. It must pass first.',
  },
  cannotSeal: {
    what: 'This PC cannot seal secrets',
    todo: 'It needs a keyring, or your admin’s word that it may go without one (security.allowWeakSealing).',
  },
  addressUnfit: {
    what: 'This address cannot be used',
    todo: 'It begins with https:// and has no name, question mark or # in it.',
  },
  addressUnknown: {
    what: 'This address is not confirmed',
    todo: 'Use an address of Toast, have your admin add it to the settings (toast.url), or confirm it on the page where it is typed. If no PIN in the records can be checked, confirming it is not enough.',
  },
  otherRestaurant: {
    what: 'This kiosk is set up for another restaurant',
    todo: 'Go live there with a manager’s PIN first. That manager can change the setup under This kiosk.',
  },
  guidUnfit: {
    what: 'This is not a GUID',
    todo: 'It has 32 digits and letters from a to f, with four hyphens. Compare it with Toast’s pages.',
  },
  booksClosed: {
    what: 'The data of this restaurant cannot be opened',
    todo: 'It lies in {{path}}. Call whoever looks after this PC.',
  },
} as const;
