package io.github.idempotency.encryption;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

import io.github.idempotency.store.UnreadableRecordException;

/**
 * AES in Galois/counter mode (NIST SP 800-38D): a random nonce of 96 bits, a tag of 128. With random nonces a key is good
 * for 2^32 answers.
 */
final class AesGcm {

    private static final int NONCE = 12;

    private static final int TAG = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    /** The header, the nonce, the encrypted content and the tag. */
    static byte[] encrypt(SecretKey key, byte[] header, byte[] associated, byte[] content) {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = new byte[header.length + NONCE + content.length + TAG];
        System.arraycopy(header, 0, sealed, 0, header.length);
        System.arraycopy(nonce, 0, sealed, header.length, NONCE);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, associated)
                    .doFinal(content, 0, content.length, sealed, header.length + NONCE);
        } catch (GeneralSecurityException ex) {
            throw new IllegalStateException("An answer cannot be encrypted", ex);
        }
        return sealed;
    }

    /** The content again. */
    static byte[] decrypt(SecretKey key, byte[] associated, byte[] sealed, int nonceAt) {
        int start = nonceAt + NONCE;
        if (sealed.length < start + TAG) {
            throw new UnreadableRecordException("it was cut");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, sealed, nonceAt, associated)
                    .doFinal(sealed, start, sealed.length - start);
        } catch (AEADBadTagException ex) {
            throw new UnreadableRecordException("it was changed, or is another record's", ex);
        } catch (GeneralSecurityException ex) {
            throw new IllegalStateException("An answer cannot be decrypted", ex);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonceIn, int at, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonceIn, at, NONCE));
        cipher.updateAAD(associated);
        return cipher;
    }
}
