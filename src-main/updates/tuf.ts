/** The Update Framework's client, in a file of its own that is loaded at the first look. */
export { Updater } from 'tuf-js';
export { DownloadHTTPError } from 'tuf-js/dist/error.js';
