package io.github.idempotency.sample;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens of partners, RFC 7519, signed with the secret that the sample was started with. */
record Tokens(String secret) {

    /** The header of a request that carries one. */
    String header(String issuer, String subject) throws GeneralSecurityException {
        String content = base64("{\"alg\":\"HS256\"}")
                + '.'
                + base64("{\"iss\":\"%s\",\"sub\":\"%s\"}".formatted(issuer, subject));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
        return "Authorization: Bearer " + content + '.'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
