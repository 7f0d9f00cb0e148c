import type { Words } from './en.ts';
import type { enManagerErrors, enSetUp } from './en-set-up.ts';

/** Words of setting a kiosk up, in Spanish. Part of `es.ts`. */
export const esSetUp = {
  setUp: {
    step: 'Paso {{at}} de {{of}}',
    stay: 'Seguir en práctica',
    leave: 'Salir de la configuración',
    back: 'Atrás',
    next: 'Siguiente',
    saving: 'Un momento…',
    kept: 'Sus datos se guardan. Nada entra en servicio hasta el último paso.',
    empty: 'sin llenar',
    is: 'termina en {{ends}}',
    secretThere: 'ya está',
    fill: 'Escribir',
    change: 'Cambiar',
    language: { title: 'Elija su idioma', says: 'Puede cambiarlo en cualquier momento.' },
    toast: {
      title: 'Conectar con Toast',
      says: 'Pida estos tres datos a Toast o a quien administra su cuenta de Toast.',
      hold: 'Escriba los tres',
      url: 'Dirección',
      client: 'ID de cliente',
      secret: 'Secreto de cliente',
      unknown:
        'Hoststand no conoce {{host}} como dirección de Toast. Su dueño recibirá el ID y el secreto de cliente. Puede mostrar clientes y crédito que Toast no tiene. Continúe solo si Toast o su administrador le dio esta dirección.',
      confirm: 'Toast o mi administrador me dio esta dirección',
    },
    restaurant: {
      title: '¿Qué restaurante?',
      says: 'Ambos están en Toast Web. El dispositivo es opcional: con él, Toast muestra de qué kiosco vino un crédito.',
      hold: 'Escriba el restaurante',
      guid: 'GUID del restaurante',
      device: 'GUID del dispositivo, opcional',
      records: {
        kept: 'Este restaurante ya estuvo en servicio en este kiosco. Su personal y su registro siguen aquí. Al final, uno de sus gerentes debe escribir su PIN.',
        closed:
          'Este kiosco tiene registros de este restaurante, pero no se puede verificar ningún PIN. Termine la configuración para agregar un gerente nuevo. La dirección debe ser de Toast o estar en los ajustes de su administrador.',
      },
    },
    test: {
      title: 'Probar conexión',
      says: 'Le hacemos unas preguntas a Toast. Nada cambia allí.',
      run: 'Probar',
      running: 'Probando…',
      passed: 'Conectado con Toast',
      failed: 'Falló en: {{step}}',
      again: 'Probar de nuevo',
      reference: 'Referencia de Toast: {{id}}',
      detail: 'Para soporte: {{detail}}',
      notTried: 'sin probar',
      good: 'correcto',
      stopped: 'falló',
    },
    step_: {
      dns: 'Encontrar la dirección',
      connect: 'Llegar al servidor',
      tls: 'Conexión segura',
      login: 'Iniciar sesión',
      scope: 'Permiso de crédito de clientes',
      restaurant: 'Este restaurante',
      search: 'Buscar un cliente',
    },
    why: {
      'unknown-name': 'No encontramos esta dirección. Revise si hay un error, y si esta PC tiene conexión.',
      'no-network': 'Esta PC no está conectada a una red.',
      refused: 'Una computadora en esta dirección rechazó la conexión. El servicio de Toast no está en ella.',
      timeout: 'Se agotó el tiempo. Revise si esta PC tiene conexión.',
      cut: 'Se cortó la conexión. Intente de nuevo.',
      proxy: 'Un proxy bloquea la conexión. Llame a soporte de red.',
      certificate:
        'El certificado del servidor no es de confianza. Revise la dirección, y la fecha y hora de esta PC.',
      handshake: 'El servidor no admite una conexión segura. Revise la dirección.',
      credentials: 'Toast no reconoce este ID y secreto de cliente.',
      'not-toast': 'Algo responde en esta dirección, pero no es el servicio de Toast.',
      'no-scope': 'Estas credenciales no incluyen el crédito de clientes. Pida a Toast el permiso CRM.',
      'not-connected':
        'Estas credenciales no incluyen este restaurante. Revise el GUID, o pida a Toast que lo conecte.',
      'no-access': 'Toast negó el acceso. El restaurante no está conectado, o falta el permiso CRM.',
      malformed: 'Toast no reconoce esto como GUID de un restaurante.',
      'service-gone': 'Toast ya no tiene este servicio. Llame a Toast.',
      busy: 'Toast está ocupado. Espere un minuto y pruebe de nuevo.',
      trouble: 'Toast tiene problemas. Intente más tarde.',
    },
    details: {
      title: 'Restaurante',
      says: 'El día termina de noche. Los créditos dados antes de esa hora cuentan para el día anterior.',
      houseName: 'Nombre',
      timeZone: 'Zona horaria',
      zoneHold: 'Elija según el reloj de la pared',
      dayEndsAt: 'Hora en que termina el día',
    },
    rules: {
      title: 'Límites del restaurante',
      says: 'Se aplican cuando el kiosco entre en servicio. Los gerentes pueden cambiarlos cuando quieran.',
      alone: '{{role}}: límite de {{amount}} por crédito, {{day}} al día',
      nothingAlone: '{{role}}: un gerente aprueba cada crédito',
      most: 'Máximo por crédito: {{amount}}, para todos',
      offline: 'Sin conexión: {{alone}} sin gerente, {{most}} máximo, por {{hours}} horas',
      take: 'Aceptar',
    },
    manager: {
      title: 'Primer gerente',
      says: 'Este gerente agrega a los demás. Use nombre e inicial del apellido.',
      name: 'Nombre',
      hold: 'Escriba el nombre',
      pin: 'PIN de {{name}}',
      pinAgain: 'El mismo PIN otra vez',
      pinHold: 'De 6 a 8 dígitos, sin fechas ni patrones',
      pinNext: 'Siguiente: escríbalo de nuevo',
      kept: 'Este kiosco tiene los registros de este restaurante. En la última página, uno de sus gerentes escribe su PIN.',
      differs: 'Los PIN no coinciden. Escríbalo de nuevo.',
    },
    live: {
      title: '¿Entrar en servicio en {{name}}?',
      says: 'Desde ahora, los créditos que se dan aquí son dinero real en Toast.',
      toast: 'Toast',
      manager: 'Gerente',
      go: 'Entrar en servicio',
      going: 'Entrando en servicio…',
      weak: 'Esta PC no puede cifrar secretos',
      weakSays:
        'No tiene almacén de claves. Quien lea sus archivos podría leer el secreto de Toast. Quien los cambie podría cambiar los límites. Agregue uno, o pida a su administrador que lo permita (security.allowWeakSealing).',
      weakAllowed:
        'Quien lea los archivos de esta PC puede leer el secreto de Toast. Quien los cambie puede cambiar los límites. Su administrador lo permitió.',
    },
    type: {
      hint: 'Las mayúsculas cuentan. También puede usar un teclado en esta PC.',
      done: 'Guardar',
      cancel: 'Atrás',
      empty: 'Escriba aquí',
    },
  },
} as const satisfies Words<typeof enSetUp>;

/** Words for failures of a manager's screens and the set-up, in Spanish. */
export const esManagerErrors = {
  visitOver: {
    what: 'Estas pantallas se cerraron',
    todo: 'Escriba un PIN de gerente para abrirlas de nuevo.',
  },
  entriesWait: {
    what_one: '{{count}} crédito sigue en espera aquí: {{sum}}',
    what_other: '{{count}} créditos siguen en espera aquí: {{sum}}',
    todo: 'Se quedaría atrás. Deje que se envíe primero, o decida en los créditos en espera.',
  },
  settingUnfit: { what: 'Este valor no sirve', todo: 'Detalle en inglés: {{problem}}.' },
  settingLocked: { what: 'Su administrador fijó esto', todo: 'Solo se puede cambiar en {{file}}.' },
  settingLockedHere: 'el lugar desde donde se abrió el kiosco',
  noSuchDay: { what: 'Ese día no existe', todo: 'Elija otro.' },
  stopped: { what: 'Lectura detenida', todo: 'Puede verificar de nuevo con Toast cuando quiera.' },
  notSetUp: { what: 'Aquí no hay un restaurante configurado', todo: 'Configure primero este kiosco.' },
  setUpIncomplete: { what: 'Falta llenar algo', todo: 'Vuelva y llene lo que está vacío.' },
  notTested: {
    what: 'Esta conexión no se ha probado',
    todo: 'Vuelva a la prueba. Tiene que salir bien primero.',
  },
  cannotSeal: {
    what: 'Esta PC no puede cifrar secretos',
    todo: 'Necesita un almacén de claves. O su administrador debe permitir seguir sin él (security.allowWeakSealing).',
  },
  addressUnfit: {
    what: 'Esta dirección no sirve',
    todo: 'Debe empezar con https:// y no llevar usuario, signo de pregunta ni #.',
  },
  addressUnknown: {
    what: 'Esta dirección no está confirmada',
    todo: 'Use una dirección de Toast o confírmela donde se escribe. O pida a su administrador que la agregue (toast.url). Si no se puede verificar ningún PIN de los registros, no basta con confirmarla.',
  },
  otherRestaurant: {
    what: 'Este kiosco está configurado para otro restaurante',
    todo: 'Primero entre en servicio allí con un PIN de gerente. Ese gerente puede cambiar la configuración en Este kiosco.',
  },
  guidUnfit: {
    what: 'Esto no es un GUID',
    todo: 'Tiene 32 dígitos y letras de la a a la f, con cuatro guiones. Compárelo con Toast Web.',
  },
  booksClosed: {
    what: 'Los datos de este restaurante no se pueden abrir',
    todo: 'Están en {{path}}. Llame a su soporte.',
  },
} as const satisfies Words<typeof enManagerErrors>;
