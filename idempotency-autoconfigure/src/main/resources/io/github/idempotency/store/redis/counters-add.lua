-- Adds what a node has counted, if its flush is later than the latest of the node.
-- KEYS[1] sums, KEYS[2] what was added in a minute: hashes; KEYS[3] sequence of the node's latest flush: all in one slot
-- ARGV minute of KEYS[2], which may be over; sequence; life of KEYS[3] in ms; life of KEYS[1] in ms; how long in ms a
--     minute is kept after it has begun; most fields of KEYS[1]; scope of what is beyond them; then field and amount
-- Field: layer, name and scope with a zero byte between them
-- Reply: the minute that runs; nothing has been done unless that is the one of KEYS[2]
local FIRST = 8
local minute = math.floor(redis.call('TIME')[1] / 60)
if minute ~= tonumber(ARGV[1]) then
  return minute
end
if tonumber(ARGV[2]) <= tonumber(redis.call('GET', KEYS[3]) or 0) then
  return minute
end
-- The first write: a full server refuses it, and nothing has been done.
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
for i = FIRST, #ARGV, 2 do
  local field = ARGV[i]
  if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[6]) and redis.call('HEXISTS', KEYS[1], field) == 0 then
    field = string.match(field, '^[^%z]*%z[^%z]*%z') .. ARGV[7]
  end
  -- A sum at the end of its range stays where it is; the others go on.
  redis.pcall('HINCRBY', KEYS[1], field, ARGV[i + 1])
  redis.pcall('HINCRBY', KEYS[2], field, ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIREAT', KEYS[2], minute * 60000 + ARGV[5])
return minute
