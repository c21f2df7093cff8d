-- Claims the key or returns the record that stands in the way; counts a replay in place.
-- KEYS[1] record   ARGV fingerprint ('' for none), lease ms, retention ms, flags of the new claim, scope,
--                 token that has been reconciled (8 bytes, '' for none),
--                 1 to be told when somebody else's claim ends
-- Reply: verdict, header, payload, server time in ms, remaining life in ms
-- Header, big-endian: see docs/stored-format.md. Offsets are 0-based in GETRANGE, 1-based in struct.unpack.
local VERSION = 1
local HEADER = 48
local IN_PROGRESS, COMPLETED, UNKNOWN, RELEASED = 1, 2, 3, 4
local SUCCEEDED, FAILED = 1, 3
local IRREVERSIBLE, AWAITED = 1, 4

local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local fingerprint, lease, retention = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local header = redis.call('GETRANGE', KEYS[1], 0, HEADER - 1)
local token, attempt, takenOver, awaited = 0, 0, 0, 0

local function answer(verdict)
  return {verdict, header, redis.call('GETRANGE', KEYS[1], HEADER, -1), now, redis.call('PTTL', KEYS[1])}
end

-- A key that is not there has no life, and an empty string is no record.
if header ~= '' or redis.call('PTTL', KEYS[1]) ~= -2 then
  local version, state, outcome = string.byte(header, 1, 3)
  if #header < HEADER or version ~= VERSION or state < IN_PROGRESS or state > RELEASED
      or state == COMPLETED and (outcome < SUCCEEDED or outcome > FAILED) then
    return redis.error_reply('UNREADABLE the value is no idempotency record of stored format ' .. VERSION)
  end
  local _, _, _, flags, stored, tries, replays, _, instant = struct.unpack('>BBBBI8I4I4I6I6', header)
  if state ~= RELEASED then
    local owner = string.sub(header, 33, HEADER)
    if fingerprint ~= '' and owner ~= string.rep('\0', 16) and owner ~= fingerprint then
      return answer('MISMATCH')
    end
    if state == COMPLETED then
      local counted = redis.pcall('SETRANGE', KEYS[1], 16, struct.pack('>I4', replays + 1))
      -- A full server refuses to count, which is no reason to refuse the answer.
      if type(counted) == 'table' and not string.find(counted.err, 'OOM', 1, true) then
        return counted
      end
      header = redis.call('GETRANGE', KEYS[1], 0, HEADER - 1)
      return answer('COMPLETED')
    end
    if state == UNKNOWN and string.sub(header, 5, 12) ~= ARGV[6] then
      return answer('UNKNOWN')
    end
    awaited = bit.band(flags, AWAITED)
    if state == IN_PROGRESS and now < instant then
      if ARGV[7] == '1' and awaited == 0 then
        redis.call('SETRANGE', KEYS[1], 3, struct.pack('B', flags + AWAITED))
      end
      return answer('IN_PROGRESS')
    end
    if state == IN_PROGRESS and bit.band(flags, IRREVERSIBLE) ~= 0 then
      redis.call('SETRANGE', KEYS[1], 1, struct.pack('B', UNKNOWN))
      redis.call('SETRANGE', KEYS[1], 26, struct.pack('>I6', now))
      header = redis.call('GETRANGE', KEYS[1], 0, HEADER - 1)
      return answer('UNKNOWN')
    end
    takenOver = 1
  end
  token, attempt = stored, tries
end

-- The server's clock in microseconds makes the token grow even where the record before it has been forgotten.
token = math.max(token + 1, micros)
header = struct.pack('>BBBBI8I4I4I6I6', VERSION, IN_PROGRESS, 0, tonumber(ARGV[4]) + awaited, token, attempt + 1, 0, now,
    now + lease) .. (fingerprint ~= '' and fingerprint or string.rep('\0', 16))
redis.call('SET', KEYS[1], header .. ARGV[5], 'PXAT', now + lease + retention)
return {'ACQUIRED', header, '', now, takenOver}
