-- Counts replays that were given without a claim for each.
-- KEYS[1] record   ARGV token (8 bytes), how many
-- Reply: 1, or 0 if the record is no longer that one
local header = redis.call('GETRANGE', KEYS[1], 0, 47)
if string.sub(header, 1, 2) ~= '\1\2' or string.sub(header, 5, 12) ~= ARGV[1] then
  return 0
end
local replays = struct.unpack('>I4', string.sub(header, 17, 20)) + tonumber(ARGV[2])
redis.call('SETRANGE', KEYS[1], 16, struct.pack('>I4', replays))
return 1
