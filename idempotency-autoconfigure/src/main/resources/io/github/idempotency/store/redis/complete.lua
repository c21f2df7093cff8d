-- Stores the result if the claim is still the caller's; otherwise returns the record that is.
-- KEYS[1] record, KEYS[2] its frames, which live as long, KEYS[3] result if it is kept apart: in the record's slot
-- ARGV token (8 bytes), outcome, flags to add, retention ms, result, channel; of a result apart its retention in ms and
--                 what the record keeps before it, while what precedes a result that is not apart is part of that
-- Publishes, if a waiter has asked: the key's last 22 characters, and the record itself unless its result is large or
-- apart.
-- Reply: verdict, header, payload, server time in ms, remaining life in ms
local HEADER = 48
local header = redis.call('GETRANGE', KEYS[1], 0, HEADER - 1)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

if string.sub(header, 1, 2) ~= '\1\1' or string.sub(header, 5, 12) ~= ARGV[1] then
  return {'LOST', header, redis.call('GETRANGE', KEYS[1], HEADER, -1), now, redis.call('PTTL', KEYS[1])}
end

local AWAITED, LARGE = 4, 8192
local flags = string.byte(header, 4)
local completed = struct.pack('BBBB', 1, 2, tonumber(ARGV[2]), bit.band(flags, 1) + tonumber(ARGV[3]))
    .. string.sub(header, 5, 26) .. struct.pack('>I6', now) .. string.sub(header, 33, HEADER)
if KEYS[3] then
  redis.call('SET', KEYS[1], completed .. ARGV[8], 'PX', ARGV[4])
  redis.call('SET', KEYS[3], ARGV[1] .. ARGV[5], 'PX', ARGV[7])
else
  redis.call('SET', KEYS[1], completed .. ARGV[5], 'PX', ARGV[4])
end
redis.call('PEXPIRE', KEYS[2], ARGV[4])
if bit.band(flags, AWAITED) ~= 0 then
  local record = ''
  if not KEYS[3] and #ARGV[5] <= LARGE then
    record = struct.pack('>I8I8', now, tonumber(ARGV[4])) .. completed .. ARGV[5]
  end
  redis.call('PUBLISH', ARGV[6], string.sub(KEYS[1], -22) .. record)
end
return {'STORED', '', '', now, 0}
