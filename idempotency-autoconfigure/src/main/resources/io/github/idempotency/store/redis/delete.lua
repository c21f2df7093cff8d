-- Forgets the record unless it is in progress under a valid lease. What is no record is forgotten too.
-- KEYS[1] record, KEYS[2] its frames, KEYS[3] where its result would be if it was kept apart: in the record's slot
-- ARGV channel, on which the key's last 22 characters are published if something was deleted
-- Reply: 1, or 0 if nothing was deleted
local header = redis.pcall('GETRANGE', KEYS[1], 0, 47)
if type(header) == 'string' and #header == 48 and string.sub(header, 1, 2) == '\1\1' then
  local time = redis.call('TIME')
  if time[1] * 1000 + math.floor(time[2] / 1000) < struct.unpack('>I6', string.sub(header, 27, 32)) then
    return 0
  end
end
redis.call('DEL', KEYS[2], KEYS[3])
local deleted = redis.call('DEL', KEYS[1])
if deleted == 1 then
  -- Not to be told of it is no reason to keep it.
  redis.pcall('PUBLISH', ARGV[1], string.sub(KEYS[1], -22))
end
return deleted
