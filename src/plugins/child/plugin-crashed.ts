import { NoAnswer } from '../../sdk/index.js';

/**
 * A plugin's process ended, or was ended, in the middle of a call. Whether a request of it was carried out nobody knows, which
 * is what `NoAnswer` says: a shipment on its way becomes uncertain and is looked up.
 */
export class PluginCrashed extends NoAnswer {}
