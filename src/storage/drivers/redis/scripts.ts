/**
 * The two steps that must be one in Redis. All keys are named in KEYS and share a hash tag, so both
 * also run in a cluster.
 *
 * Writes changes if what lies there is still what was read. KEYS: records, index, version. ARGV:
 * channel, message, number of expectations, those (field, then `1` and the text, `2` and its SHA-1,
 * or `0` for none), then changes of the same form. Returns the new version, or `0` when somebody
 * else was quicker.
 */
export const writeScript = `
local at = 4
for _ = 1, tonumber(ARGV[3]) do
  local there = redis.call('HGET', KEYS[1], ARGV[at])
  if ARGV[at + 1] == '2' and there then there = redis.sha1hex(there) end
  if ARGV[at + 1] == '0' then
    if there then return 0 end
  elseif there ~= ARGV[at + 2] then
    return 0
  end
  at = at + 3
end
while ARGV[at] do
  if ARGV[at + 1] == '1' then
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 2])
    redis.call('ZADD', KEYS[2], 0, ARGV[at])
  else
    redis.call('HDEL', KEYS[1], ARGV[at])
    redis.call('ZREM', KEYS[2], ARGV[at])
  end
  at = at + 3
end
local version = redis.call('INCR', KEYS[3])
redis.call('PUBLISH', ARGV[1], ARGV[2])
return version
`

/**
 * Reads a range in order, as of one moment. KEYS: records, index. ARGV: lower bound, upper bound,
 * limit. Returns fields and texts in turn.
 */
export const scanScript = `
local answer = {}
local fields = redis.call('ZRANGEBYLEX', KEYS[2], ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
for _, field in ipairs(fields) do
  local text = redis.call('HGET', KEYS[1], field)
  if text then
    answer[#answer + 1] = field
    answer[#answer + 1] = text
  end
end
return answer
`

/**
 * Reads texts with their SHA-1, both empty for none. KEYS: records. ARGV: fields. Clients show bytes
 * that are no text as U+FFFD; the digest still tells which bytes they were.
 */
export const digestScript = `
local answer = {}
for _, field in ipairs(ARGV) do
  local text = redis.call('HGET', KEYS[1], field)
  answer[#answer + 1] = text or ''
  answer[#answer + 1] = text and redis.sha1hex(text) or ''
end
return answer
`
