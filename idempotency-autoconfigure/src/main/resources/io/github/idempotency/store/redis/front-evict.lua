-- Forgets the copy and leaves a mark that keeps others out for a while.
-- KEYS[1] copy   ARGV ms
redis.call('SET', KEYS[1], '-', 'PX', ARGV[1])
return 1
