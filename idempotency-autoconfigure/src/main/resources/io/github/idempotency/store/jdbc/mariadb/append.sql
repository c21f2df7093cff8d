-- Appends frames to the sequence of a claim, if the claim is still the caller's and no frame before them is missing.
-- Frames that are there are passed over, and told with the others. The record is locked first, so that a completion, a
-- claim or another append comes before or after: two that both shared the lock would wait for each other's frames. The frame before is looked for by its key: where it is found, no
-- gap is locked that another sequence might grow into.
--
-- The frames come one after the other in one value, their sizes as "3,0,12".
INSERT INTO idempotency_frame (record_key, token, position, frame)
SELECT record.record_key, record.token, :first + place - 1, SUBSTRING(:bytes, start + 1, size)
FROM idempotency_record record
STRAIGHT_JOIN (
    SELECT place, size, SUM(size) OVER (ORDER BY place) - size AS start
    FROM JSON_TABLE(CONCAT('[', :sizes, ']'), '$[*]' COLUMNS (place FOR ORDINALITY, size integer PATH '$')) listed
) part
WHERE record.record_key = :key AND record.token = :token AND state = 1
  AND expires_at > TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000
  AND (:first = 0 OR EXISTS (
      SELECT 1 FROM idempotency_frame previous
      WHERE previous.record_key = record.record_key AND previous.token = record.token AND previous.position = :first - 1))
ORDER BY place
FOR UPDATE
ON DUPLICATE KEY UPDATE position = idempotency_frame.position
RETURNING 1
