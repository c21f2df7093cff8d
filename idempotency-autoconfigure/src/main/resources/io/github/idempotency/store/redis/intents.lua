-- One step of a walk over a server's keys: which of the next ones are records without outcome. Writes nothing.
-- The one script that touches keys it does not name: it runs on each master of a cluster, on keys of that master.
-- KEYS[1] any key of the master, by which a cluster finds it; it need not exist
-- ARGV pattern of the keys, cursor, how many keys to look at
-- Reply: next cursor, server time in ms, then key, header, payload and remaining life in ms of each
local HEADER = 48
local VERSION, IN_PROGRESS, UNKNOWN = 1, 1, 3
local step = redis.call('SCAN', ARGV[2], 'MATCH', ARGV[1], 'COUNT', ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reply = {step[1], now}
for _, key in ipairs(step[2]) do
  -- Somebody else's key may be of any type, and a key on its way to another master cannot be read here.
  local header = redis.pcall('GETRANGE', key, 0, HEADER - 1)
  if type(header) == 'string' and #header == HEADER and string.byte(header, 1) == VERSION then
    local state = string.byte(header, 2)
    if state == UNKNOWN or state == IN_PROGRESS and struct.unpack('>I6', string.sub(header, 27, 32)) <= now then
      local life = redis.call('PTTL', key)
      if life > 0 then
        reply[#reply + 1] = key
        reply[#reply + 1] = header
        reply[#reply + 1] = redis.call('GETRANGE', key, HEADER, -1)
        reply[#reply + 1] = life
      end
    end
  end
end
return reply
