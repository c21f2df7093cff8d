-- What earlier claims of the key have left. Tokens grow, so this is right whoever asks for it.
DELETE FROM idempotency_frame WHERE record_key = :key AND token < :token
