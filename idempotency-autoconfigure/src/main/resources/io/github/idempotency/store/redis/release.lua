-- Ends a claim without a result: frees the key, or says that its outcome is unknown.
-- KEYS[1] record   ARGV token (8 bytes), next state
-- Reply: 1, or 0 if the claim was not the caller's
local header = redis.call('GETRANGE', KEYS[1], 0, 47)
if string.sub(header, 1, 2) ~= '\1\1' or string.sub(header, 5, 12) ~= ARGV[1] then
  return 0
end
local time = redis.call('TIME')
redis.call('SETRANGE', KEYS[1], 1, struct.pack('B', tonumber(ARGV[2])))
redis.call('SETRANGE', KEYS[1], 26, struct.pack('>I6', time[1] * 1000 + math.floor(time[2] / 1000)))
return 1
