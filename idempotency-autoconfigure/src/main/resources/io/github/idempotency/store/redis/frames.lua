-- The record as it stands, and frames of its claim.
-- KEYS[1] record, KEYS[2] frames: in the record's slot   ARGV position of the first frame, how many at most
-- Reply: verdict, header, payload, server time in ms, remaining life in ms, frames
local header = redis.call('GETRANGE', KEYS[1], 0, 47)
local frames = {}
if redis.call('LINDEX', KEYS[2], 0) == string.sub(header, 5, 12) then
  frames = redis.call('LRANGE', KEYS[2], 1 + ARGV[1], ARGV[1] + ARGV[2])
end
local time = redis.call('TIME')
return {'FOUND', header, redis.call('GETRANGE', KEYS[1], 48, -1),
    time[1] * 1000 + math.floor(time[2] / 1000), redis.call('PTTL', KEYS[1]), frames}
