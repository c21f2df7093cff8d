/** A key that nobody else will come up with. crypto.randomUUID would do, but is missing where there is no TLS. */
export function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
