/// The cookies of a client: what answers set, and what requests send (RFC 6265 5.3, 5.4).
package struct CookieJar: Hashable, Sendable {
  /// In the order in which they came.
  package private(set) var cookies: [Cookie] = []

  /// The most cookies that are kept (RFC 6265 6.1); the oldest leave first.
  private static let limit = 3000

  package init() {}

  /// Takes the `Set-Cookie` fields of an answer for that URL; false where they change nothing. `now` is in seconds since
  /// 1970-01-01 00:00 UTC.
  package mutating func store(_ answer: HTTPHead, from url: WebSocketURL, now: Int) -> Bool {
    let before = cookies
    for field in answer.fields("Set-Cookie") {
      if let cookie = Cookie(field.value, from: url, now: now) { add(cookie, now: now) }
    }
    return cookies != before
  }

  /// Adds one, in the place of the one that it replaces; one that has expired only removes that.
  mutating func add(_ cookie: Cookie, now: Int) {
    let place = cookies.firstIndex(where: cookie.replaces)
    if cookie.isExpired(at: now) {
      if let place { cookies.remove(at: place) }
    } else if let place {
      cookies[place] = cookie
    } else {
      cookies.append(cookie)
      if cookies.count > Self.limit { cookies.removeFirst() }
    }
  }

  /// The value of the `Cookie` field of a request for the URL: those with longer paths first (RFC 6265 5.4); nil for none.
  package func field(for url: WebSocketURL, now: Int) -> String? {
    let sent = cookies.filter { $0.isMeant(for: url) && !$0.isExpired(at: now) }.enumerated().sorted {
      ($1.element.path.utf8.count, $0.offset) < ($0.element.path.utf8.count, $1.offset)
    }
    return sent.isEmpty
      ? nil : sent.map { "\($0.element.name)=\($0.element.value)" }.joined(separator: "; ")
  }
}
