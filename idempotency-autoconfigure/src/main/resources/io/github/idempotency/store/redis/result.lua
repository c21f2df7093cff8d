-- A result that is kept apart from its record because it is forgotten sooner.
-- KEYS[1] result   ARGV token of the record (8 bytes)
-- Value: the token of the record that it belongs to, then the result
-- Reply: the result, server time in ms, remaining life in ms; -1 if it is not there
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then
  return {'', now, -1}
end
return {redis.call('GETRANGE', KEYS[1], 8, -1), now, redis.call('PTTL', KEYS[1])}
