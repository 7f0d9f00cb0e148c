import type { Words } from './en.ts';
import type { enManagerErrors, enSetUp } from './en-set-up.ts';

/** Words of setting a kiosk up, in Spanish. Part of `es.ts`. */
export const esSetUp = {
  setUp: {
    step: 'Paso {{at}} de {{of}}',
    stay: 'Quedarse en práctica',
    leave: 'Salir de la configuración',
    back: 'Un paso atrás',
    next: 'Siguiente',
    saving: 'Un momento…',
    kept: 'Lo que se llena se guarda, y nada es real antes del último paso.',
    empty: 'falta llenarlo',
    is: 'termina en {{ends}}',
    secretThere: 'ya está',
    fill: 'Llenar',
    change: 'Cambiar',
    language: {
      title: '¿Qué idioma habla usted?',
      says: 'Se puede cambiar en cualquier momento.',
    },
    toast: {
      title: 'El camino a Toast',
      says: 'Toast, o quien atiende su cuenta de Toast, le da estos tres.',
      hold: 'Llene los tres',
      url: 'Dirección',
      client: 'Id de cliente',
      secret: 'Secreto de cliente',
      unknown:
        'Hoststand no conoce {{host}} como dirección de Toast. Su dueño recibirá el id y el secreto de cliente, y puede mostrar clientes y crédito que Toast no tiene. Continúe solo si Toast o su administrador le dio esta dirección.',
      confirm: 'Toast o mi administrador me dio esta dirección',
    },
    restaurant: {
      title: '¿Qué restaurante?',
      says: 'Los dos están en las páginas de Toast. El dispositivo es opcional: con él, Toast dice de qué equipo vino un crédito.',
      hold: 'Llene el restaurante',
      guid: 'GUID del restaurante',
      device: 'GUID del dispositivo, opcional',
      records: {
        kept: 'Este restaurante ya estuvo en servicio en este equipo. Su personal y su registro siguen aquí; al final, uno de sus gerentes escribe su PIN.',
        closed:
          'Este equipo tiene registros de este restaurante, y no se puede verificar ningún PIN de ellos. Termine la configuración para agregar un gerente nuevo. La dirección debe ser de Toast o estar en los ajustes de su administrador.',
      },
    },
    test: {
      title: '¿Contesta?',
      says: 'Esto le hace unas preguntas a Toast y no cambia nada allí.',
      run: 'Probar',
      running: 'Preguntando a Toast…',
      passed: 'Toast contesta, paso por paso',
      failed: 'Se detuvo en: {{step}}',
      again: 'Probar otra vez',
      reference: 'Referencia de Toast: {{id}}',
      detail: 'Para quien le ayude: {{detail}}',
      notTried: 'sin probar',
      good: 'bien',
      stopped: 'se detuvo aquí',
    },
    step_: {
      dns: 'Encontrar la dirección',
      connect: 'Llegar a ella',
      tls: 'Una línea segura',
      login: 'Entrar',
      scope: 'El permiso para crédito',
      restaurant: 'Este restaurante',
      search: 'Buscar un cliente',
    },
    why: {
      'unknown-name':
        'Nada tiene esta dirección. Busque un error al escribir, y si este equipo está en línea.',
      'no-network': 'Este equipo no está conectado a ninguna red.',
      refused: 'Hay una computadora en esta dirección, pero el servicio de Toast no está en ella.',
      timeout: 'No llegó respuesta a tiempo. Vea si este equipo está en línea.',
      cut: 'La línea se cortó. Pruebe otra vez.',
      proxy: 'Un proxy entre este equipo e internet no lo deja pasar. Pregunte a quien atiende su red.',
      certificate:
        'Quien contesta no puede probar que es Toast. Vea la dirección, y la fecha y hora de este equipo.',
      handshake: 'Quien contesta no habla de forma segura. Vea la dirección.',
      credentials: 'Toast no conoce este id de cliente con este secreto.',
      'not-toast': 'Algo contesta en esta dirección, pero no es el servicio de Toast.',
      'no-scope': 'Estas credenciales no incluyen el crédito de clientes. Pida a Toast el permiso CRM.',
      'not-connected':
        'Estas credenciales no incluyen este restaurante. Vea el GUID, o pida a Toast que lo conecte.',
      'no-access':
        'Toast no deja entrar estas credenciales aquí: el restaurante no está conectado, o falta el permiso CRM.',
      malformed: 'Toast no reconoce esto como GUID de un restaurante.',
      'service-gone': 'Toast ya no tiene este servicio. Pregunte a Toast.',
      busy: 'Toast pide una pausa. Espere un minuto y pruebe otra vez.',
      trouble: 'Toast tiene problemas propios. Pruebe más tarde.',
    },
    house: {
      title: 'La casa',
      says: 'El día de trabajo termina de noche: lo que se da antes de esa hora es de la noche anterior.',
      houseName: 'Nombre',
      timeZone: 'Zona horaria',
      zoneHold: 'Elija según el reloj de la pared',
      dayEndsAt: 'El día termina a las',
    },
    rules: {
      title: 'Las reglas de la casa',
      says: 'Valen en cuanto el equipo entra en servicio. Un gerente las puede cambiar allí cuando quiera.',
      alone: '{{role}}: por su cuenta hasta {{amount}}, {{day}} en un día',
      nothingAlone: '{{role}}: nada por su cuenta, aprueba un gerente',
      most: 'Lo máximo de un crédito: {{amount}}, para cualquiera',
      offline: 'Mientras Toast no contesta: {{alone}} sin gerente, {{most}} como máximo, {{hours}} horas',
      take: 'Tomar estas',
    },
    manager: {
      title: 'El primer gerente',
      says: 'Esa persona agrega a los demás. Como le dicen: nombre e inicial.',
      name: 'Nombre',
      hold: 'Llene el nombre',
      pin: 'PIN de {{name}}',
      pinAgain: 'El mismo PIN otra vez',
      pinHold: 'De 6 a 8 dígitos, ni fecha ni patrón',
      pinNext: 'Ahora otra vez',
      kept: 'Los registros de este restaurante están en este equipo. En la última página, uno de sus gerentes escribe su PIN.',
      differs: 'Ese fue otro PIN. Escríbalo otra vez.',
    },
    live: {
      title: '¿Entrar en servicio en {{name}}?',
      says: 'Desde ahora el crédito que se da aquí es dinero real en Toast.',
      toast: 'Toast',
      house: 'La casa',
      manager: 'Gerente',
      go: 'Entrar en servicio',
      going: 'Entrando en servicio…',
      weak: 'Este equipo no puede sellar secretos',
      weakSays:
        'No tiene almacén de claves: quien lea sus archivos podría leer el secreto de Toast, y quien los cambie podría cambiar los límites. Agregue un almacén de claves, o pida a su administrador que lo permita en los ajustes (security.allowWeakSealing).',
      weakAllowed:
        'Quien lea los archivos de este equipo puede leer el secreto de Toast, y quien los cambie puede cambiar los límites. Su administrador lo permitió.',
    },
    type: {
      hint: 'Las mayúsculas cuentan. También sirve un teclado en este equipo.',
      done: 'Tomarlo',
      cancel: 'Atrás',
      empty: 'Escríbalo',
    },
  },
} as const satisfies Words<typeof enSetUp>;

/** Words for failures of a manager's screens and the set-up, in Spanish. */
export const esManagerErrors = {
  visitOver: {
    what: 'Estas pantallas se cerraron',
    todo: 'Escriba el PIN de un gerente para abrirlas otra vez.',
  },
  entriesWait: {
    what_one: '{{count}} crédito sigue en espera aquí: {{sum}}',
    what_other: '{{count}} créditos siguen en espera aquí: {{sum}}',
    todo: 'Se quedaría atrás. Deje que salga primero, o decida sobre él en los créditos en espera.',
  },
  settingUnfit: { what: 'Este valor no sirve', todo: 'El ajuste dice: {{problem}}.' },
  settingLocked: { what: 'Su administrador fijó esto', todo: 'Solo se puede cambiar en {{file}}.' },
  settingLockedHere: 'el lugar desde donde se abrió el equipo',
  noSuchDay: { what: 'Ese día no existe', todo: 'Elija otro.' },
  stopped: { what: 'Se dejó de leer', todo: 'Pregunte otra vez cuando quiera.' },
  notSetUp: { what: 'Aquí no hay un restaurante configurado', todo: 'Configure primero este equipo.' },
  setUpIncomplete: { what: 'Falta llenar algo', todo: 'Vuelva y llene lo que está vacío.' },
  notTested: {
    what: 'Esta conexión no se ha probado',
    todo: 'Vuelva a la prueba. Tiene que salir bien primero.',
  },
  cannotSeal: {
    what: 'Este equipo no puede sellar secretos',
    todo: 'Necesita un llavero, o que su administrador permita seguir sin él (security.allowWeakSealing).',
  },
  addressUnfit: {
    what: 'Esta dirección no sirve',
    todo: 'Empieza con https:// y no lleva nombre, signo de pregunta ni #.',
  },
  addressUnknown: {
    what: 'Esta dirección no está confirmada',
    todo: 'Use una dirección de Toast, pida a su administrador que la agregue a los ajustes (toast.url) o confírmela en la página donde se escribe. Si no se puede verificar ningún PIN de los registros, no basta con confirmarla.',
  },
  otherRestaurant: {
    what: 'Este equipo está configurado para otro restaurante',
    todo: 'Primero entre en servicio allí con el PIN de un gerente. Ese gerente puede cambiar la configuración en Este equipo.',
  },
  guidUnfit: {
    what: 'Esto no es un GUID',
    todo: 'Tiene 32 dígitos y letras de la a a la f, con cuatro guiones. Compárelo con las páginas de Toast.',
  },
  booksClosed: {
    what: 'Los datos de este restaurante no se pueden abrir',
    todo: 'Están en {{path}}. Llame a quien cuida este equipo.',
  },
} as const satisfies Words<typeof enManagerErrors>;
