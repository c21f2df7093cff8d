-- 1 KiB of JSON. The key is the first argument; with `own` behind it every request has one that begins so.
wrk.method = "POST"
wrk.body = '{"text":"' .. string.rep("x", 1002) .. '","millis":0}'
wrk.headers["Content-Type"] = "application/json"

local key, own
local count = 0

function init(args)
  key = args[1]
  own = args[2] == "own"
end

function request()
  count = count + 1
  wrk.headers["Idempotency-Key"] = own and key .. "-" .. count or key
  return wrk.format()
end
