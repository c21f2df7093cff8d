-- Extends the lease to the given time from now, and the record's expiry by as much.
-- KEYS[1] record, KEYS[2] its frames, which live as long: in the record's slot   ARGV token (8 bytes), lease ms
-- Reply: 1, or 0 if the claim was not the caller's
local header = redis.call('GETRANGE', KEYS[1], 0, 47)
if string.sub(header, 1, 2) ~= '\1\1' or string.sub(header, 5, 12) ~= ARGV[1] then
  return 0
end
local time = redis.call('TIME')
local leaseUntil = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2])
local shift = leaseUntil - struct.unpack('>I6', string.sub(header, 27, 32))
-- In this order: a full server refuses SETRANGE, unless the script has already written what takes no memory.
local life = redis.call('PTTL', KEYS[1]) + shift
redis.call('PEXPIRE', KEYS[1], life)
redis.call('PEXPIRE', KEYS[2], life)
redis.call('SETRANGE', KEYS[1], 26, struct.pack('>I6', leaseUntil))
return 1
