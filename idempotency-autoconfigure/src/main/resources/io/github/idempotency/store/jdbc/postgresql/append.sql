-- Appends frames to the sequence of a claim, if the claim is still the caller's and no frame before them is missing.
-- Frames that are there are passed over. The record is locked, so that a completion or a claim comes before or after.
--
-- The frames come one after the other in one value, their sizes as "3,0,12".
WITH owned AS MATERIALIZED (
    SELECT record_key, token
    FROM idempotency_record
    WHERE record_key = :key AND token = :token AND state = 1
      AND expires_at > (extract(epoch FROM clock_timestamp()) * 1000000)::bigint / 1000
      AND (:first::integer = 0 OR EXISTS (
          SELECT FROM idempotency_frame
          WHERE record_key = :key AND token = :token AND position = :first::integer - 1))
    FOR SHARE
),
part AS (
    SELECT place, size::integer, sum(size::integer) OVER (ORDER BY place)::integer - size::integer AS start
    FROM unnest(string_to_array(:sizes::text, ',')) WITH ORDINALITY AS part (size, place)
),
appended AS (
    INSERT INTO idempotency_frame (record_key, token, position, frame)
    SELECT record_key, token, :first::integer + place::integer - 1, substring(:bytes::bytea FROM start + 1 FOR size)
    FROM owned CROSS JOIN part
    ORDER BY place
    ON CONFLICT DO NOTHING
)
SELECT count(*) FROM owned
