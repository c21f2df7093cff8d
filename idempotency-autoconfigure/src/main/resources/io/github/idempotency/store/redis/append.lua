-- Appends frames to the sequence of a claim, if the claim is still the caller's and no frame before them is missing.
-- KEYS[1] record, KEYS[2] frames: in the record's slot
-- ARGV token (8 bytes), position of the first of the frames, channel, then the frames
-- Value of KEYS[2]: a list, the token of the claim and then its frames
-- Publishes, if somebody has asked: the token, the position of the first new frame (4 bytes), then the new frames, each
-- as four bytes of length and the frame; of many bytes only the position of the frame that will be next.
-- Reply: 1, or 0 if the sequence cannot be continued
local header = redis.call('GETRANGE', KEYS[1], 0, 47)
if string.sub(header, 1, 2) ~= '\1\1' or string.sub(header, 5, 12) ~= ARGV[1] then
  return 0
end

local BEFORE, AWAITED, LARGE, AT_ONCE = 3, 4, 65536, 1000
local first, own, present = tonumber(ARGV[2]), redis.call('LINDEX', KEYS[2], 0) == ARGV[1], 0
if own then
  present = redis.call('LLEN', KEYS[2]) - 1
end
if first > present then
  return 0
end
if not own then
  redis.call('DEL', KEYS[2])
  redis.call('RPUSH', KEYS[2], ARGV[1])
end

local new = BEFORE + 1 + present - first
for i = new, #ARGV, AT_ONCE do
  redis.call('RPUSH', KEYS[2], unpack(ARGV, i, math.min(i + AT_ONCE - 1, #ARGV)))
end
-- What prolongs the record prolongs the list.
redis.call('PEXPIRE', KEYS[2], redis.call('PTTL', KEYS[1]))

if new <= #ARGV and bit.band(string.byte(header, 4), AWAITED) ~= 0 then
  local frames, size = {}, 0
  for i = new, #ARGV do
    size = size + #ARGV[i]
  end
  if size <= LARGE then
    for i = new, #ARGV do
      frames[#frames + 1] = struct.pack('>I4', #ARGV[i]) .. ARGV[i]
    end
  else
    present = first + #ARGV - BEFORE
  end
  redis.call('PUBLISH', ARGV[3], ARGV[1] .. struct.pack('>I4', present) .. table.concat(frames))
end
return 1
