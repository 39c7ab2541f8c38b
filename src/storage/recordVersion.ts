/** The version of the envelope that records are stored in. */
export const recordVersion = 1
