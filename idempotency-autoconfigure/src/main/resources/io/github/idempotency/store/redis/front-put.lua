-- Keeps a copy of a completed record, unless there is one that is as new, or the key was evicted a moment ago.
-- KEYS[1] copy   ARGV value, longest life in ms, ms by which the copy ends before its record,
--                 when its result ends if that is sooner, in ms since the epoch, or ''
-- Both ends are another server's time: that the copy ends earlier makes up for clocks that disagree.
-- What cannot be read is no copy, and is overwritten.
-- Reply: 1, or 0 if nothing was kept
local START = 56
local head = redis.pcall('GETRANGE', KEYS[1], 0, START - 1)
if head == '-' then
  return 0
end
local copied = type(head) == 'string' and #head == START and string.sub(head, 9, 10) == '\1\2'
local expiry, _, token = struct.unpack('>I8I4I8', ARGV[1])
if copied and struct.unpack('>I8', string.sub(head, 13, 20)) >= token then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = math.min(expiry, tonumber(ARGV[4]) or expiry)
local life = math.min(ends - tonumber(ARGV[3]) - now, tonumber(ARGV[2]))
if life < 1 then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', life)
return 1
