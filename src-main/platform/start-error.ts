import { assertNever } from '../../src-preload/contract/result.ts';
import type { Language } from '../../src-preload/contract/status.ts';
import { describeTrainingCrmError } from '../sandbox/transport/crm-server.ts';
import type { StartError } from '../wiring/kiosk.ts';

/** What a start that failed says: what happened, why, what to do, and that nothing was lost. Plain words, no codes. */
export function startErrorWords(error: StartError, language: Language): string {
  // The language that staff chose is gone with the settings.
  if (error.code === 'settings-lost') return `${english(error)}\n\n${spanish(error)}`;
  return language === 'es' ? spanish(error) : english(error);
}

function english(error: StartError): string {
  switch (error.code) {
    case 'locked':
      return `Another program has been using Hoststand's data for more than a minute (${error.path}): a backup, an antivirus, or a second Hoststand. Stop it or keep it away from that folder, or restart the PC. Nothing was lost.`;
    case 'damaged':
      return `Hoststand's data file is damaged and was left exactly as it is: ${error.path}. Keep that file and call your support. (${error.detail})`;
    case 'newer-schema':
      return `A newer Hoststand wrote the data on this PC (${error.path}). Install that version again. Nothing was changed.`;
    case 'other-books':
      return `The data file ${error.path} belongs to "${error.found}" and can't be used here. Nothing was changed.`;
    case 'disk':
      return `This PC's disk didn't let Hoststand open its data (${error.path}): ${error.detail}. Free some space or check the permissions on that folder, then start again.`;
    case 'settings-lost':
      return `Hoststand's settings on this PC are missing or damaged (${error.path}), and no copy can be read. This PC has the records of a live restaurant, so Hoststand doesn't open as a new kiosk in Training. Nothing was changed, and no credit is lost. Call your support to restore that file or set up the kiosk again, as docs/RELIABILITY.md describes.`;
    case 'port-in-use':
    case 'port-not-allowed':
    case 'not-listening':
    case 'bad-option':
    case 'journal-of-other-books':
    case 'journal-unavailable':
    case 'journal-unreadable':
      return `Training could not start. ${describeTrainingCrmError(error)}`;
    default:
      return assertNever(error, 'start error');
  }
}

function spanish(error: StartError): string {
  switch (error.code) {
    case 'locked':
      return `Otro programa usa los datos de Hoststand desde hace más de un minuto (${error.path}): un respaldo, un antivirus u otro Hoststand. Deténgalo, exclúyale esa carpeta o reinicie la PC. No se perdió nada.`;
    case 'damaged':
      return `El archivo de datos de Hoststand está dañado y se dejó tal como está: ${error.path}. Conserve ese archivo y llame a su soporte. (${error.detail})`;
    case 'newer-schema':
      return `Una versión más nueva de Hoststand escribió los datos de esta PC (${error.path}). Instale de nuevo esa versión. No se cambió nada.`;
    case 'other-books':
      return `El archivo de datos ${error.path} pertenece a "${error.found}" y no se puede usar aquí. No se cambió nada.`;
    case 'disk':
      return `El disco de esta PC no dejó que Hoststand abriera sus datos (${error.path}): ${error.detail}. Libere espacio o revise los permisos de esa carpeta y vuelva a iniciar.`;
    case 'settings-lost':
      return `Los ajustes de Hoststand en esta PC faltan o están dañados (${error.path}), y no se puede leer ninguna copia. Esta PC tiene los registros de un restaurante en servicio, así que Hoststand no se abre como un kiosco nuevo en práctica. No se cambió nada y no se perdió ningún crédito. Llame a su soporte para restaurar ese archivo o configurar de nuevo el kiosco, como indica docs/RELIABILITY.md.`;
    case 'port-in-use':
    case 'port-not-allowed':
      return `El modo de práctica necesita el puerto ${error.port} de esta PC y no lo puede usar. Cierre el programa que lo usa o elija otro puerto.`;
    case 'not-listening':
      return `El modo de práctica no pudo abrir su servicio en esta PC: ${error.detail}. Reinicie la PC e intente de nuevo.`;
    case 'bad-option':
      return `El modo de práctica no puede usar el ajuste "${error.option}": debe ser ${error.needed}.`;
    case 'journal-of-other-books':
    case 'journal-unavailable':
    case 'journal-unreadable':
      return `El modo de práctica no pudo leer lo que guardó: ${error.path}. No se cambió nada. Mueva ese archivo a otro lugar para empezar de nuevo.`;
    default:
      return assertNever(error, 'start error');
  }
}
