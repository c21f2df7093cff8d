-- The record as it stands.
-- KEYS[1] record
-- Reply: verdict, header, payload, server time in ms, remaining life in ms
local time = redis.call('TIME')
return {'FOUND', redis.call('GETRANGE', KEYS[1], 0, 47), redis.call('GETRANGE', KEYS[1], 48, -1),
    time[1] * 1000 + math.floor(time[2] / 1000), redis.call('PTTL', KEYS[1])}
