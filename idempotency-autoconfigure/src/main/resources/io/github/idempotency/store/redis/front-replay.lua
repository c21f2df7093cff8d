-- The copy of a completed record; counts the replay in place if asked to and the fingerprint matches.
-- KEYS[1] copy   ARGV fingerprint ('' for none), 1 to count
-- Value: the record's expiry in ms (8 bytes), then the record in stored format 1
-- Reply: what precedes the result, the result; both empty if there is no copy
local START = 56
local head = redis.call('GETRANGE', KEYS[1], 0, START - 1)
if #head < START then
  return {'', ''}
end
local owner = string.sub(head, 41, START)
local same = ARGV[1] == '' or owner == string.rep('\0', 16) or owner == ARGV[1]
if ARGV[2] == '1' and same then
  redis.call('SETRANGE', KEYS[1], 24, struct.pack('>I4', struct.unpack('>I4', string.sub(head, 25, 28)) + 1))
  head = redis.call('GETRANGE', KEYS[1], 0, START - 1)
end
return {head, redis.call('GETRANGE', KEYS[1], START, -1)}
