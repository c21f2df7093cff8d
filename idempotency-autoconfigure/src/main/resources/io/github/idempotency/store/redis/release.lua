-- Ends a claim without a result: frees the key, or says that its outcome is unknown.
-- KEYS[1] record   ARGV token (8 bytes), next state, channel
-- Publishes the key's last 22 characters, if a waiter has asked.
-- Reply: 1, or 0 if the claim was not the caller's
local header = redis.call('GETRANGE', KEYS[1], 0, 47)
if string.sub(header, 1, 2) ~= '\1\1' or string.sub(header, 5, 12) ~= ARGV[1] then
  return 0
end
local time = redis.call('TIME')
local flags = string.byte(header, 4)
-- A full server refuses SETRANGE, unless the script has already written what takes no memory. At 0 the record would go.
redis.call('PEXPIRE', KEYS[1], math.max(redis.call('PTTL', KEYS[1]), 1))
redis.call('SETRANGE', KEYS[1], 1, struct.pack('BBB', tonumber(ARGV[2]), 0, bit.band(flags, 1)))
redis.call('SETRANGE', KEYS[1], 26, struct.pack('>I6', time[1] * 1000 + math.floor(time[2] / 1000)))
if bit.band(flags, 4) ~= 0 then
  redis.call('PUBLISH', ARGV[3], string.sub(KEYS[1], -22))
end
return 1
