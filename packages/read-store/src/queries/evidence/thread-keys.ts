import { all, type KeysByEvent, key, when, whole } from './payload-keys.ts'

const COMMENTS = "JSONExtractArrayRaw(payload, 'thread', 'comments')"
const ANSWERED = "JSONExtractUInt(each, 'in_reply_to_id')"

/** The first comment that answers none; when it was deleted, what any other answers. */
const ROOT = `toString(if(arrayExists(each -> ${ANSWERED} = 0, ${COMMENTS}),
  JSONExtractUInt(arrayFirst(each -> ${ANSWERED} = 0, ${COMMENTS}), 'id'),
  JSONExtractUInt(payload, 'thread', 'comments', 1, 'in_reply_to_id')))`

const answered = whole('comment', 'in_reply_to_id')

/** `thread:<id of its first comment>`. */
export const threadKeys: KeysByEvent = {
  pull_request_review_comment: all(
    when(`${answered} != '0'`, key('thread', answered)),
    when(`${answered} = '0'`, key('thread', whole('comment', 'id'))),
  ),
  pull_request_review_thread: when("action IN ('resolved', 'unresolved')", key('thread', ROOT)),
}
