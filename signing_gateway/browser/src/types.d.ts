/** Octets of which this page is the only owner: WebCrypto takes no others. */
type Octets = Uint8Array<ArrayBuffer>;
